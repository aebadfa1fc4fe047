"""Filled forms: the list, one of them masked or, for its purpose, clear; its files; workbooks."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.file_answers import file_answer
from linli.core.moments import to_the_minute
from linli.core.page_numbers import page_number
from linli.forms import actions, errors
from linli.forms.exports.workbooks import answers_book, submissions_book
from linli.forms.models import Submission
from linli.forms.queries.agreeing import why_closed
from linli.forms.queries.candidates import candidates, needs_match, written_address
from linli.forms.queries.listing import forms_asked
from linli.forms.queries.reviewing import next_waiting, review_rows
from linli.forms.queries.submissions import (
    MOST_EXPORTED,
    UNMATCHED,
    Part,
    SubmissionFilter,
    answers_of,
    files_of,
    hides_answers,
    next_unmatched,
    parts_of_answers,
    parts_of_list,
    rows_of,
    submission_rows,
    submissions_to_export,
)
from linli.forms.queries.visible import submission_for
from linli.forms.web.review_rows import queued, shown, to_match
from linli.forms.wording import SUBMISSION_STATES
from linli.register.catalogue import declared
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs
from linli.staff.web.command_forms import CommandForm


class ReadingForm(CommandForm):
    """Why somebody looks at clear answers."""

    said = forms.CharField(label=_("查看的原因"), max_length=200, help_text=_("居民能看到是谁、什么时候、为什么查看。"))


class FileForm(forms.Form):
    """Under which reading a file is opened."""

    reading = forms.UUIDField(required=False)


class AnswersForm(ReadingForm):
    """Which form's answers are taken out."""

    form = forms.CharField(widget=forms.HiddenInput)
    state = forms.CharField(widget=forms.HiddenInput, required=False)
    area = forms.CharField(widget=forms.HiddenInput, required=False)
    upto = forms.CharField(
        label=_("哪一部分"), widget=forms.HiddenInput, required=False,
        help_text=_("答案太多，一个文件放不下，请一部分一部分导出。"),
    )  # fmt: skip

    def offer(self, parts: Sequence[Part]) -> None:
        """Ask which part is meant where there are several."""
        if parts:
            self.fields["upto"].widget = forms.Select(choices=[(one.upto, name) for one, name in part_names(parts)])


@never_cache
@require_safe
@needs(Permission.FORMS_REVIEW)
def submissions(request: StaffRequest) -> HttpResponse:
    wanted, page = _filter(request), page_number(request)
    in_parts = "parts" in request.GET  # asked for, because each part costs a walk through the whole list
    parts = parts_of_list(request.actor, wanted) if in_parts else []
    rows, more = submission_rows(request.actor, wanted, page=page)
    context = {
        "rows": [(row, SUBMISSION_STATES[row.state]) for row in rows],
        "wanted": wanted,
        "forms": [(one.code, one.title) for one in forms_asked()],
        "states": [*SUBMISSION_STATES.items(), (UNMATCHED, _("还没有对应到住户"))],
        "in_parts": in_parts,
        "parts": [(name, _part_url(request, one)) for one, name in part_names(parts)],
        "parts_url": _page_url(request, 1, parts="1"),
        "most": MOST_EXPORTED,
        "matching": wanted.state == UNMATCHED,
        "answers_form": _answers_form(request, wanted, in_parts=in_parts),
        "previous_url": _page_url(request, page - 1) if page > 1 else "",
        "next_url": _page_url(request, page + 1) if more else "",
    }
    return render(request, "forms/submissions.html", context)


@never_cache
@require_safe
@needs(Permission.FORMS_REVIEW)
def workbook(request: StaffRequest) -> HttpResponse:
    found = submissions_to_export(request.actor, _filter(request))
    book = submissions_book(rows_of(found.rows), by=request.actor, at=timezone.now(), is_cut=found.is_cut)
    return file_answer(book, name="submissions.xlsx")


@never_cache
@require_POST
@needs(Permission.FORMS_REVIEW)
def answers(request: StaffRequest) -> HttpResponse:
    """Send the clear answers of one form off, for its purpose."""
    form = AnswersForm(request.POST)
    if not form.is_valid():
        raise errors.ReasonMissing(field="said")
    values, at = form.cleaned_data, timezone.now()
    wanted = SubmissionFilter(values["form"], values["state"], values["area"], values["upto"])
    found = actions.take_answers(wanted, command=Command(form.command, request.actor, at), said=values["said"])
    purpose = declared().purposes.get(found.rows[0].form.purpose_code) if found.rows else None
    book = answers_book(
        found, by=request.actor, at=at, said=values["said"], purpose=str(purpose.name) if purpose else "—"
    )
    return file_answer(book, name=f"{values['form']}-answers.xlsx")


@never_cache
@require_safe
@needs(Permission.FORMS_REVIEW)
def submission(request: StaffRequest, submission_id: UUID) -> HttpResponse:
    return page_of(request, submission_for(request.actor, submission_id))


@never_cache
@require_POST
@needs(Permission.FORMS_REVIEW)
def reading(request: StaffRequest, submission_id: UUID) -> HttpResponse:
    """Show the clear answers, and keep who looked and why."""
    form = ReadingForm(request.POST, auto_id="reading_%s")
    if not form.is_valid():
        found = submission_for(request.actor, submission_id)
        return page_of(request, found, reading_form=form, status=400)
    command = Command(form.command, request.actor, timezone.now())
    found = actions.read_submission(submission_id, command=command, said=form.cleaned_data["said"])
    return page_of(request, found, opened=form.command)


@never_cache
@require_safe
@needs(Permission.FORMS_REVIEW)
def file(request: StaffRequest, submission_id: UUID, file_id: UUID) -> HttpResponse:
    """Send a file of a filled form to whoever has opened its answers; anybody else is led to where the reason is asked."""
    form, at = FileForm(request.GET), timezone.now()
    reading = form.cleaned_data["reading"] if form.is_valid() else None
    try:
        found = actions.open_file(submission_id, file_id, by=request.actor, at=at, reading=reading)
    except errors.FileClosed as error:
        messages.error(request, str(error))
        return redirect("forms:submission", submission_id)
    answer = HttpResponse(found.content, content_type=found.media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=found.name) or "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer


def page_of(
    request: StaffRequest,
    found: Submission,
    *,
    opened: UUID | None = None,
    reading_form: ReadingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show one filled form: its answers, what of them waits for a decision, its files; clear under the reading that opened it."""
    clear = opened is not None
    rows = list(found.write_backs.select_related("submission__form").order_by("id"))
    closed = why_closed(found)
    views = [shown(one) for one in review_rows(rows, clear=clear)]
    address = request.GET.get("address", written_address(found)) if needs_match(found) else ""
    in_queue, matching = bool(request.GET.get("queue")), bool(request.GET.get("matching"))
    context = {
        "submission": found,
        "row": rows_of([found])[0],
        "state_name": SUBMISSION_STATES[found.state],
        "answers": []
        if closed and not needs_match(found)
        else [one for one in answers_of(found, clear=clear) if one.attribute or not closed],
        "closed": closed,
        "write_backs": views,
        "needs_match": needs_match(found),
        "address": address,
        "candidates": candidates(request.actor, address),
        "queue": in_queue,
        "matching": matching and not in_queue,
        "reading_url": reverse("forms:reading", args=[found.pk])
        + ("?queue=1" if in_queue else "?matching=1" if matching else ""),
        "next_url": _next_url(request, found.pk),
        "waiting": sum(one["is_open"] is True for one in views),
        "files": () if closed else files_of(found),
        "clear": clear,
        "opened": opened,
        "hides": not clear and hides_answers(found),
        "reading_form": None if clear or closed else reading_form or ReadingForm.fresh("reading"),
    }
    return render(request, "forms/submission.html", context, status=status)


def _next_url(request: StaffRequest, submission_id: UUID) -> str:
    """Give the address of the next filled form to whoever works through a list."""
    if request.GET.get("queue"):
        following = next_waiting(request.actor, submission_id)
        return queued(following) if following else ""
    following = next_unmatched(request.actor, submission_id) if request.GET.get("matching") else None
    return to_match(following) if following else ""


def _filter(request: StaffRequest) -> SubmissionFilter:
    get = request.GET.get
    return SubmissionFilter(get("form", ""), get("state", ""), get("area", ""), get("upto", ""))


def _part_url(request: StaffRequest, part: Part) -> str:
    query = request.GET.copy()
    for name in ("page", "parts"):
        query.pop(name, None)
    query["upto"] = part.upto
    return f"{reverse('forms:submissions_workbook')}?{query.urlencode()}"


def _page_url(request: StaffRequest, page: int, **more: str) -> str:
    query = request.GET.copy()
    query.pop("parts", None)
    query["page"] = str(page)
    query.update(more)
    return f"?{query.urlencode()}"


def _answers_form(request: StaffRequest, wanted: SubmissionFilter, *, in_parts: bool) -> AnswersForm | None:
    if not wanted.form or not request.actor.may_anywhere(Permission.PEOPLE_EXPORT):
        return None
    form = AnswersForm.fresh("answers", form=wanted.form, state=wanted.state, area=wanted.area)
    form.offer(parts_of_answers(request.actor, wanted) if in_parts else ())
    return form


def part_names(parts: Sequence[Part]) -> list[tuple[Part, str]]:
    """Name the parts of a long list by the moment from which each goes back."""
    said = gettext("第 %(number)s 部分：%(at)s 及以前收到的")
    return [(one, said % {"number": number, "at": to_the_minute(one.newest_at)}) for number, one in enumerate(parts, 1)]
