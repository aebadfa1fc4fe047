"""The page of one pair: both sides, what each comparison weighs, the decision, the second look, the merge."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.places import queries as places
from linli.register.actions.linking_deciding import Verdict, decide_pair, look_again, look_at_pair, merge_pair
from linli.register.exports.linkage import purpose_word
from linli.register.models import LinkagePair
from linli.register.queries.linkage_pairs import Compared, ComparedField
from linli.register.queries.linkages import FILTERS, needs_second_look, next_pair, pair_for, thresholds_of
from linli.register.queries.naming_linkage import BAND_WORDS, FIELD_WORDS, STANDING_WORDS, decision_word, level_word
from linli.register.rules.linking import JobState
from linli.register.web.linkage_forms import DecisionForm, SecondLookForm
from linli.register.wording import SEX_NAMES
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

_FOR, _AGAINST = 1.0, -1.0  # bits from which a comparison is shown as speaking for or against


@never_cache
@require_safe
@needs(Permission.PEOPLE_LINK)
def pair(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    return _page(request, pair_id)


@require_POST
@needs(Permission.PEOPLE_LINK)
def decide(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    form = DecisionForm(request.POST, auto_id="decide_%s")
    if form.is_valid():
        verdict = Verdict(form.cleaned_data["decision"], form.cleaned_data["reason"])
        try:
            decide_pair(pair_id, verdict, command=Command(form.command, request.actor, timezone.now()))
        except LinliError as refusal:
            form.refuse(refusal)
        else:
            return _onward(request, pair_id)
    return _page(request, pair_id, decision=form, status=400)


@require_POST
@needs(Permission.PEOPLE_LINK)
def second_look(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    form = SecondLookForm(request.POST, auto_id="second_%s")
    if form.is_valid():
        said = form.cleaned_data
        command = Command(form.command, request.actor, timezone.now())
        try:
            look_again(pair_id, agrees=said["agrees"] == "yes", reason=said["reason"], command=command)
        except LinliError as refusal:
            form.refuse(refusal)
        else:
            return _onward(request, pair_id)
    return _page(request, pair_id, second=form, status=400)


@require_POST
@needs(Permission.PEOPLE_LINK)
def merge(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    kept = request.POST.get("kept", "")
    found = pair_for(request.actor, pair_id)
    kept_id = found.left_id if kept == "left" else found.resident_id
    command = Command(new_id(), request.actor, timezone.now())
    try:
        merge_pair(pair_id, kept_id=kept_id or new_id(), command=command)
    except LinliError as refusal:
        messages.error(request, str(refusal))
        return redirect("register:linkage_pair", pair_id)
    messages.success(request, _("两条登记已合并，可以在居民页撤销。"))
    return redirect("register:linkage", found.job_id)


def _onward(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    """Go on to the next pair of the queue that somebody works through, else back to it."""
    messages.success(request, _("已记下。"))
    done = pair_for(request.actor, pair_id)
    only = _only(request)
    following = next_pair(done.job, after=done, only=only)
    if following is None:
        return redirect("register:linkage", done.job_id)
    return redirect(f"{reverse('register:linkage_pair', args=[following])}?only={only}")


def _page(
    request: StaffRequest, pair_id: UUID, *, decision: DecisionForm | None = None, second: SecondLookForm | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    found, compared = look_at_pair(pair_id, command=Command(new_id(), request.actor, timezone.now()))
    only = _only(request)
    is_open, wants_second = found.job.state == JobState.REVIEW, needs_second_look(found)
    own = found.decided_by == request.actor.key[:40]
    context = {
        "pair": found, "job": found.job, "only": only, "purpose": purpose_word(found.job.purpose_code),
        "fields": [_field(one) for one in compared.fields], "standing": _standing(compared),
        "figures": _figures(compared, found), "band": BAND_WORDS[thresholds_of(found.job).band(found.probability)],
        "percent": _percent(found.probability), "decided": decision_word(found.decision, needs_second=wants_second),
        "decision": (decision or DecisionForm.fresh("decide", decision=found.decision)) if is_open else None,
        "second": (second or SecondLookForm.fresh("second")) if is_open and wants_second and not own else None,
        "own_wait": wants_second and own, "may_merge": found.job.is_within and found.decision == "same" and is_open,
        "before": next_pair(found.job, after=found, only=only, step=-1), "following": next_pair(found.job, after=found, only=only),
    }  # fmt: skip
    return render(request, "register/linkage/pair.html", context, status=status)


def _only(request: StaffRequest) -> str:
    only = request.GET.get("only") or request.POST.get("only", "")
    return only if only in FILTERS else "open"


def _field(one: ComparedField) -> dict[str, Any]:
    said, known = (
        (SEX_NAMES.get(one.said, ""), SEX_NAMES.get(one.known, "")) if one.name == "sex" else (one.said, one.known)
    )
    tone = _tone(one)
    return {
        "label": FIELD_WORDS[one.name], "said": said, "known": known, "word": level_word(one.name, one.level), "tone": tone,
        "bits": f"{one.bits:+.1f}", "places": "、".join(map(str, one.differs_at)),
    }  # fmt: skip


def _tone(one: ComparedField) -> str:
    """Say how a comparison is shown: agrees, agrees in part, speaks against, says little, or one side is missing."""
    if not one.level:
        return "missing"
    if one.level == "exact":
        return "for"
    return "partly" if one.bits >= _FOR else "against" if one.bits <= _AGAINST else "little"


def _standing(compared: Compared) -> str:
    home = compared.standing
    return f"{STANDING_WORDS[home.state]} {places.area_name(home.area_code) if home.area_code else ''}".strip()


def _figures(compared: Compared, found: LinkagePair) -> dict[str, Any]:
    """Give the steps of the waterfall: where each begins, and what it adds."""
    labels, values = [], []
    for name, _level, bits in compared.steps:
        labels.append(str(FIELD_WORDS.get(name, name)))
        values.append(round(bits, 2))
    return {
        "kind": "waterfall", "title": _("每项比对的权重（比特），从比对之前到合计"), "labels": [*labels, _("合计")],
        "series": [{"name": _("权重"), "values": [*values, round(found.weight, 2)]}], "unit": "",
    }  # fmt: skip


def _percent(probability: float) -> str:
    """Write a probability so that it never looks like certainty."""
    return f"> {99.99}%" if probability > 0.9999 else f"{probability * 100:.2f}%"
