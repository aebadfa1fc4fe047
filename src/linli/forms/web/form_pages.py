"""The list of forms and the page of one: who answers for it, what it asks, how much of it was asked before."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.core.file_answers import file_answer
from linli.forms.exports.workbooks import forms_book
from linli.forms.models import FormVersion
from linli.forms.queries.asking import measured_now, questions_of
from linli.forms.queries.checking import label_of
from linli.forms.queries.listing import (
    READERS,
    FormRow,
    file_seen_by,
    files_beside,
    form_rows,
    form_seen_by,
    version_seen_by,
    versions_of,
)
from linli.forms.queries.reviewing import count_waiting
from linli.forms.queries.visible import may_admit
from linli.forms.rules import Question
from linli.forms.web.admission_forms import WithdrawalForm
from linli.forms.wording import ATTRIBUTE_NAMES, FORM_STATES, KIND_NAMES, TARGET_NAMES
from linli.places import queries as places
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs


@never_cache
@require_safe
@needs(*READERS)
def forms(request: StaffRequest) -> HttpResponse:
    actor = request.actor
    rows = form_rows(actor)
    open_rows = [row for row in rows if row.state == "admitted" and not row.is_over]
    asked = sum(row.asked for row in open_rows)
    known = sum(row.known for row in open_rows)
    context = {
        "rows": [_row(row) for row in rows],
        "open": len(open_rows),
        "asked": asked,
        "known": known,
        "known_share": round(known * 100 / asked) if asked else 0,
        "elsewhere": sum(row.elsewhere for row in open_rows),
        "may_admit": actor.may_anywhere(Permission.FORMS_ADMIT),
        "may_review": actor.may_anywhere(Permission.FORMS_REVIEW),
        "may_fill": actor.may_anywhere(Permission.FORMS_FILL),
        "waiting": count_waiting(actor) if actor.may_anywhere(Permission.FORMS_REVIEW) else 0,
    }
    return render(request, "forms/list.html", context)


@never_cache
@require_safe
@needs(*READERS)
def workbook(request: StaffRequest) -> HttpResponse:
    content = forms_book(form_rows(request.actor), by=request.actor, at=timezone.now())
    return file_answer(content, name="forms.xlsx")


@never_cache
@require_safe
@needs(*READERS)
def form(request: StaffRequest, code: str) -> HttpResponse:
    found = form_seen_by(request.actor, code)
    versions = versions_of(found)
    wanted = request.GET.get("version", "") or found.version
    shown = next((one for one in versions if one.version == wanted), versions[0] if versions else None)
    row = next((one for one in form_rows(request.actor) if one.code == code), None)
    is_own = may_admit(request.actor, found)
    context = {
        "form": found,
        "row": _row(row) if row else {},
        "versions": versions,
        "shown": shown,
        "questions": question_rows(shown) if shown else [],
        "files": files_beside(shown) if shown else [],
        "may_admit": is_own,
        "withdrawal": WithdrawalForm.fresh("withdrawal") if is_own and found.state == "admitted" else None,
        "today": timezone.localdate(),
    }
    return render(request, "forms/form.html", context)


@never_cache
@require_safe
@needs(*READERS)
def xlsform(request: StaffRequest, code: str) -> HttpResponse:
    """Give the XLSForm as it was uploaded; an old workbook as a new one."""
    version = version_seen_by(request.actor, code, request.GET.get("version", ""))
    return file_answer(bytes(version.xlsform), name=f"{code}-{version.version}.xlsx")


@never_cache
@require_safe
@needs(*READERS)
def file(request: StaffRequest, code: str, file_id: UUID) -> HttpResponse:
    """Give a file that a version leans on, as clients get it."""
    found = file_seen_by(request.actor, code, request.GET.get("version", ""), file_id)
    return file_answer(bytes(found.content), name=found.name, kind=found.media_type)


def question_rows(version: FormVersion) -> list[dict[str, object]]:
    """Put a version's questions into lines: words, kind, what of the register it is, which forms ask the same."""
    twice: dict[str, list[str]] = {}
    for path, other in measured_now(version).twice:
        twice.setdefault(path, []).append(other)
    return [_question(one, twice.get(one.path, [])) for one in questions_of(version)]


def _question(one: Question, others: list[str]) -> dict[str, object]:
    return {
        "name": one.name,
        "label": label_of(one) if one.labels else "",
        "kind": KIND_NAMES.get(one.kind, one.kind),
        "register": ATTRIBUTE_NAMES.get(one.attribute, ""),
        "others": others,
        "is_heading": one.kind in {"group", "repeat"},
        "is_asked": one.is_asked,
        "is_known": one.is_known,
        "required": one.required,
        "depth": one.path.count("/") - 2,
        "choices": "、".join(labels_of(one)),
    }


def labels_of(one: Question) -> list[str]:
    """Give the words of a question's answers."""
    return [next(iter(labels.values()), code) for code, labels in one.choices][:12]


def _row(row: FormRow) -> dict[str, object]:
    state = "over" if row.is_over and row.state == "admitted" else row.state
    return {
        "code": row.code, "title": row.title, "version": row.version, "state": state, "state_name": FORM_STATES[state],
        "owner": row.owner, "asked_by": row.asked_by, "purpose": row.purpose, "list_reference": row.list_reference,
        "area": places.area_name(row.area_code) if row.area_code else "", "target": TARGET_NAMES[row.target],
        "expires_on": row.expires_on, "days_left": row.days_left, "asked": row.asked, "known": row.known,
        "known_share": row.known_share, "elsewhere": row.elsewhere, "elsewhere_share": row.elsewhere_share,
        "submissions": row.submissions,
    }  # fmt: skip
