"""Pages of reconciliations: the list, a new one, its queue, its workbook, its end."""

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import LinliError
from linli.core.file_answers import file_answer
from linli.core.ids import new_id
from linli.core.page_numbers import page_number
from linli.places import queries as places
from linli.register.actions.linking import close_reconciliation, keep_export, try_again
from linli.register.actions.linking_deciding import confirm_certain
from linli.register.exports.linkage import purpose_word, write_jobs, write_results
from linli.register.models import LinkageJob
from linli.register.queries.linkages import (
    FILTERS,
    against_of,
    decisions_of,
    job_for,
    jobs_visible_to,
    queue_of,
    thresholds_of,
)
from linli.register.queries.naming_linkage import AGAINST_WORDS, STATE_WORDS, STEP_WORDS
from linli.register.rules.linking import Decision, JobState, speaks_against
from linli.register.tasks import weigh_list
from linli.register.web.linkage_forms import ConfirmForm, DuplicatesForm, LinkageForm
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

_MOST_JOBS = 200
_FORMS: dict[str, type[LinkageForm] | type[DuplicatesForm]] = {"new": LinkageForm, "duplicates": DuplicatesForm}


@never_cache
@require_safe
@needs(Permission.PEOPLE_LINK)
def jobs(request: StaffRequest) -> HttpResponse:
    rows = [_job_row(job) for job in jobs_visible_to(request.actor)[:_MOST_JOBS]]
    return render(request, "register/linkage/list.html", {"rows": rows})


@require_safe
@needs(Permission.PEOPLE_LINK)
def jobs_workbook(request: StaffRequest) -> HttpResponse:
    file = io.BytesIO()
    write_jobs(jobs_visible_to(request.actor)[:_MOST_JOBS], file)
    return file_answer(file.getvalue(), name="linkage.xlsx")


@never_cache
@needs(Permission.PEOPLE_LINK)
def start(request: StaffRequest, noun: str) -> HttpResponse:
    """Take a list in, or look for double records; the work is done in the background."""
    shape = _FORMS[noun]
    form = shape(request.POST, request.FILES, auto_id="link_%s") if request.method == "POST" else shape.fresh("link")
    form.fit(request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            job = form.act(Command(form.command, request.actor, timezone.now()))
        except LinliError as refusal:
            form.refuse(refusal)
        else:
            transaction.on_commit(lambda: weigh_list.enqueue(str(job.pk)))
            return redirect("register:linkage", job.pk)
    context = {"form": form, "noun": noun, "title": _("新的比对") if noun == "new" else _("查找重复登记")}
    return render(request, "register/linkage/new.html", context, status=400 if form.errors else 200)


@never_cache
@require_safe
@needs(Permission.PEOPLE_LINK)
def job(request: StaffRequest, job_id: UUID) -> HttpResponse:
    found = job_for(request.actor, job_id)
    only = request.GET.get("only", "") if request.GET.get("only", "") in FILTERS else "open"
    queue = queue_of(found, only=only, page=page_number(request)) if found.state == JobState.REVIEW else None
    context: dict[str, Any] = {"row": _job_row(found), "job": found, "queue": queue, "only": only, **_about(found)}
    part = (
        "register/linkage/progress.html"
        if getattr(request, "htmx", False) and queue is None
        else "register/linkage/job.html"
    )
    answer = render(request, part, context)
    if getattr(request, "htmx", False) and found.state not in {JobState.WAITING, JobState.RUNNING}:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@needs(Permission.PEOPLE_LINK)
def step(request: StaffRequest, job_id: UUID, noun: str) -> HttpResponse:
    """Close and destroy, try again, or confirm the certain ones."""
    form = ConfirmForm(request.POST)
    form.fields["reason"].required = noun == "confirmation"
    if not form.is_valid():
        messages.error(request, _("请写明理由后再提交。"))
        return redirect("register:linkage", job_id)
    command = Command(form.command, request.actor, timezone.now())
    try:
        messages.success(request, _done(noun, job_id, form.cleaned_data["reason"], command))
    except LinliError as refusal:
        messages.error(request, str(refusal))
    return redirect("register:linkage", job_id)


@require_POST
@needs(Permission.PEOPLE_LINK)
def results(request: StaffRequest, job_id: UUID) -> HttpResponse:
    found = job_for(request.actor, job_id)
    file = io.BytesIO()
    told = write_results(found, file)
    keep_export(found, told, command=Command(new_id(), request.actor, timezone.now()))
    return file_answer(file.getvalue(), name=f"linkage-{timezone.localdate(found.started_at):%Y%m%d}.xlsx")


def _done(noun: str, job_id: UUID, reason: str, command: Command) -> str:
    if noun == "closure":
        close_reconciliation(job_id, command=command)
        return _("比对已结束：名单、配对和判断都已销毁，只留下数量。")
    if noun == "retry":
        again = try_again(job_id, command=command)
        transaction.on_commit(lambda: weigh_list.enqueue(str(again.pk)))
        return _("已重新排队。")
    count = confirm_certain(job_id, reason=reason, command=command)
    return _("已由您判定 %(count)s 对为同一人。") % {"count": count}


def _job_row(found: LinkageJob) -> dict[str, Any]:
    return {
        "job": found,
        "state": STATE_WORDS.get(found.state, found.state),
        "step": STEP_WORDS.get(found.counts.get("step", ""), ""),
        "purpose": purpose_word(found.purpose_code),
        "area": places.area_name(found.area_code),
        "is_working": found.state in {JobState.WAITING, JobState.RUNNING},
    }


def _about(found: LinkageJob) -> dict[str, Any]:
    against = against_of(found)
    may_confirm = not found.is_within and not speaks_against(Decision.SAME.value, against)
    return {
        "thresholds": thresholds_of(found),
        "against": AGAINST_WORDS[against],
        "decisions": decisions_of(found) if found.state == JobState.REVIEW else {},
        "confirm": ConfirmForm.fresh("confirm") if may_confirm else None,
        "closing": ConfirmForm.fresh("close"),
        "tabs": _TABS,
    }


_TABS = {
    "open": gettext_lazy("待核对"),
    "certain": gettext_lazy("把握大，待判定"),
    "second": gettext_lazy("待另一人复核"),
    "unsure": gettext_lazy("不能确定"),
    "decided": gettext_lazy("已判定"),
    "not-found": gettext_lazy("没有找到"),
}
