"""What the forms of a mediation list: its parties, its proposed mediators, its acts, mediators and committees."""

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.mediation.queries.detail import MediationDetail
from linli.mediation.queries.naming import LEVEL_NAMES, RANK_NAMES, SIDE_NAMES, SPECIALITY_NAMES
from linli.mediation.queries.register import MediatorRow, committees, mediators_for

Options = list[tuple[str, object]]


def parties_of(detail: MediationDetail, *, unanswered: bool = False) -> Options:
    """List the parties, masked; or those who have not said yet whether they agree to talk."""
    parties = detail.content.parties if detail.content else []
    return [
        (str(party.id), f"{SIDE_NAMES[party.side]} {party.name}")
        for party in parties
        if not (unanswered and party.consent)
    ]


def open_choices(detail: MediationDetail, *, states: tuple[str, ...]) -> Options:
    """List the mediators of this mediation in some states."""
    choices = detail.content.choices if detail.content else []
    return [(str(choice.pk), choice.mediator.name) for choice in choices if choice.state in states]


def acts_of(detail: MediationDetail) -> Options:
    """List the acts that are not done."""
    acts = detail.content.acts if detail.content else []
    return [
        (str(one.row.pk), f"{one.row.place}. {one.content.get('text', '')[:40]}（{one.row.due_on:%Y-%m-%d}）")
        for one in acts
        if one.row.result != "done"
    ]


def mediators_to_propose(detail: MediationDetail) -> Options:
    """List the mediators in office who serve the place and were not proposed yet, under their committees."""
    before = [choice.mediator_id for choice in detail.content.choices] if detail.content else []
    rows = mediators_for(detail.mediation.area_code, on=timezone.localdate(), apart_from=before)
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        groups.setdefault(row.committee, []).append((str(row.id), _mediator_said(row)))
    return [("", _("请选择调解员")), *groups.items()]


def committees_above(detail: MediationDetail) -> Options:
    """List the other committees that serve the place."""
    own = detail.mediation.committee_id
    rows = committees(area_code=detail.mediation.area_code)
    return [(row.code, f"{row.name}（{LEVEL_NAMES[row.level]}）") for row in rows if row.code != own]


def _mediator_said(row: MediatorRow) -> str:
    knows = "、".join(str(SPECIALITY_NAMES[one]) for one in row.specialities[:3])
    told = (
        _("%(name)s · %(rank)s · %(knows)s · 在办 %(count)s 件")
        if knows
        else _("%(name)s · %(rank)s · 在办 %(count)s 件")
    )
    return told % {"name": row.name, "rank": RANK_NAMES[row.rank], "knows": knows, "count": row.in_hand}
