"""Pages of voter rolls: drawing them up, the list, one roll, and its papers."""

import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.core.errors import LinliError
from linli.core.file_answers import PDF, file_answer
from linli.places import queries as places
from linli.register.actions.rolls import Drawn, draw_rolls, take_out_roll
from linli.register.exports.roll_words import REASON_NAMES, RULE_NAMES, SEX_NAMES, words_of
from linli.register.exports.roll_workbook import write_roll_list, write_roll_workbook
from linli.register.models import RollRun
from linli.register.queries.drafting import basis_names
from linli.register.queries.rolls import Voter, changes_of, list_rolls, roll_for, voters_of
from linli.register.rules.rolls import RollRule
from linli.register.web.list_choosing import areas_to_choose, tabs
from linli.register.web.record_forms import RecordForm, day
from linli.staff.rules import Actor, Command, Permission
from linli.staff.web.access import StaffRequest, needs

SIZE = 100


class RollForm(RecordForm):
    """Draw up the rolls of an area."""

    area = forms.ChoiceField(label=gettext_lazy("区域"))
    on = day(gettext_lazy("选举日"), help_text=gettext_lazy("年龄算到这一天。"))
    rule = forms.ChoiceField(label=gettext_lazy("登记范围"), choices=[(one.value, RULE_NAMES[one]) for one in RollRule])

    def fit(self, actor: Actor) -> None:
        """Offer the areas whose rolls this person may draw up."""
        self.fields["area"].choices = areas_to_choose(actor.prefixes(Permission.PEOPLE_EXPORT))  # type: ignore[attr-defined]  # a choice field


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_EXPORT)
def rolls(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, RollForm.fresh("roll"))
    form = RollForm(request.POST, auto_id="roll_%s")
    form.fit(request.actor)
    if form.is_valid():
        try:
            drawn = _draw(request, form)
        except LinliError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已起草 %(count)s 份名册。") % {"count": len(drawn.runs)})
            return redirect("register:rolls")
    return _page(request, form, status=400)


@never_cache
@require_safe
@needs(Permission.PEOPLE_EXPORT)
def rolls_workbook(request: StaffRequest) -> HttpResponse:
    out = io.BytesIO()
    write_roll_list(list_rolls(request.actor), file=out)
    return file_answer(out.getvalue(), name=f"rolls-{timezone.localdate()}.xlsx")


@never_cache
@require_safe
@needs(Permission.PEOPLE_EXPORT)
def roll(request: StaffRequest, roll_id: UUID) -> HttpResponse:
    run = roll_for(request.actor, roll_id)
    page = Paginator(range(run.count), SIZE).get_page(request.GET.get("page"))
    first = max(page.start_index() - 1, 0)
    changes = changes_of(run)
    context = {
        "run": run,
        "words": words_of(run),
        "area_name": places.area_name(run.area_code),
        "tabs": tabs(request.actor, at="rolls"),
        "page": page,
        "rows": _rows(voters_of(run, first=first, last=first + SIZE)),
        "added": _rows(changes.added),
        "removed": _rows(changes.removed),
        "reasons": [(REASON_NAMES[reason], count) for reason, count in sorted(changes.by_reason.items())],
    }
    return render(request, "register/roll.html", context)


@never_cache
@require_http_methods(["POST"])
@needs(Permission.PEOPLE_EXPORT)
def roll_file(request: StaffRequest, roll_id: UUID, form: str) -> HttpResponse:
    """Send a roll off with clear names: who took it is written down, so a button asks for it and no link."""
    if form not in _FILES:
        raise Http404
    run = take_out_roll(roll_id, form, by=request.actor, at=timezone.now())
    return _FILES[form](run)


def _draw(request: StaffRequest, form: RollForm) -> Drawn:
    values = form.cleaned_data
    command = Command(form.command, request.actor, timezone.now())
    return draw_rolls(values["area"], on=values["on"], rule=RollRule(values["rule"]), command=command)


def _page(request: StaffRequest, form: RollForm, *, status: int = 200) -> HttpResponse:
    form.fit(request.actor)
    lines = Paginator(list_rolls(request.actor), SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": lines,
        "rows": [(line, RULE_NAMES[RollRule(line.rule)]) for line in lines],
        "tabs": tabs(request.actor, at="rolls"),
    }
    return render(request, "register/rolls.html", context, status=status)


def _rows(voters: Sequence[Voter]) -> list[tuple[Voter, object, object]]:
    names = basis_names()
    return [(one, SEX_NAMES[one.sex], REASON_NAMES[one.reason] if one.reason else names[one.basis]) for one in voters]


def _pdf(run: RollRun, *, posted: bool = False) -> HttpResponse:
    from linli.register.exports.roll_pdf import write_roll_pdf  # noqa: PLC0415 PDF is heavy, and rolls are rare

    content = write_roll_pdf(run, voters_of(run, clear=True), changes_of(run, clear=True), posted=posted)
    return file_answer(content, name=f"roll-{run.area_code}-{run.on}{'-posted' if posted else ''}.pdf", kind=PDF)


def _workbook(run: RollRun) -> HttpResponse:
    out = io.BytesIO()
    write_roll_workbook(run, voters_of(run, clear=True), changes_of(run, clear=True), file=out)
    return file_answer(out.getvalue(), name=f"roll-{run.area_code}-{run.on}.xlsx")


_FILES: Mapping[str, Callable[[RollRun], HttpResponse]] = {
    "pdf": _pdf,
    "posted": partial(_pdf, posted=True),
    "xlsx": _workbook,
}
