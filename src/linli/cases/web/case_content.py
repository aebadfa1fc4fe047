"""What a case page shows to those who may read the case: facts, photos, history, likely duplicates, triage."""

import datetime as dt
from dataclasses import dataclass
from math import floor

from django.urls import reverse

from linli.cases.models import Case, HandOff
from linli.cases.queries.detail import CaseDetail
from linli.cases.queries.duplicates import Likely, likely_duplicates
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.links import LinkedCase, links_of
from linli.cases.queries.naming import ATTACHED_NAMES, PURPOSE_NAMES, Names
from linli.cases.queries.outside import hand_offs_of
from linli.cases.queries.owners import rule_said
from linli.cases.rules import State, StepName
from linli.cases.triage.answers import Suggestion
from linli.cases.web.case_steps import Rejected
from linli.cases.web.desk_suggesting import SuggestedKind, named
from linli.cases.web.joint_views import JointView, joint_view
from linli.cases.web.photo_pairs import photo_pair
from linli.cases.web.step_forms import ContactForm, StepForm
from linli.cases.web.timeline import Entry, PhotoView, timeline
from linli.cases.wording import OUTCOME_NAMES, SCORE_NAMES, Word, lane_name
from linli.places import queries as places
from linli.places.queries import ComponentFacts
from linli.staff.rules import Actor, Permission

TILE_DEGREES = 0.01
MEDIATION = "mediation"  # the workflow whose course the room of mediation takes
_LINKING = frozenset({StepName.MERGE.value, StepName.UNMERGE.value, StepName.LINK.value, StepName.SPLIT.value})


@dataclass(frozen=True)
class Content:
    """The readable part of a case page."""

    kind: str
    major: str
    area: str
    area_today: str
    unit: str
    first_unit: str
    channel: str
    lane: Word
    lane_url: str
    outcome: Word
    score: Word
    owner_rule: str
    photos: list[PhotoView]
    voices: list[PhotoView]
    pair: tuple[PhotoView, PhotoView] | None
    history: list[Entry]
    duplicates: list[Likely]
    asks_triage: bool
    suggested: SuggestedKind | None
    contact_form: StepForm | None
    point: str
    map_url: str
    joint: JointView
    links: list[LinkedCase]
    hand_offs: list[HandOff]
    component: ComponentFacts | None
    pair_said: str
    mediation_url: str


def content(
    actor: Actor,
    detail: CaseDetail,
    names: Names,
    *,
    suggestion: Suggestion | None,
    rejected: Rejected | None,
    at: dt.datetime,
) -> Content:
    """Put the readable part together."""
    case = detail.case
    photos = {str(photo.pk): _photo(photo.pk, photo.purpose) for photo in detail.photos}
    pair, steps = photo_pair(detail), {record.name for record in detail.records}
    return Content(
        kind=str(detail.kind.name) if detail.kind else "",
        major=_major_of(detail),
        area=names.area(case.area_code) if case.is_located else "",
        area_today=_area_today(case, names),
        unit=names.unit(case.unit_code),
        first_unit=names.unit(case.first_unit) if case.first_unit not in {"", case.unit_code} and case.is_open else "",
        channel=names.channel(case.channel),
        lane=lane_name(case.lane),
        lane_url=_lane_url(detail),
        outcome=OUTCOME_NAMES.get(case.outcome, case.outcome),
        score=SCORE_NAMES.get(case.score or 0, ""),
        owner_rule=_owner_rule(detail, names),
        photos=list(photos.values()),
        voices=[_voice(voice.pk) for voice in detail.voices],
        pair=(photos[pair.before], photos[pair.after]) if pair else None,
        pair_said=pair.said if pair else "",
        history=timeline(detail.records, names, photos),
        duplicates=likely_duplicates(actor, case) if case.state in {State.REPORTED, State.FILED} else [],
        asks_triage=case.state == State.REPORTED,
        suggested=named(suggestion),
        contact_form=_contact_form(actor, detail, rejected),
        point=_point(case),
        map_url=_map_url(case),
        mediation_url=_mediation_url(actor, case),
        joint=joint_view(detail, names, at=at),
        links=links_of(actor, case.pk) if steps & _LINKING or case.duplicate_of else [],
        hand_offs=hand_offs_of(case) if StepName.HAND_OFF in steps else [],
        component=places.component_with_code(case.component_code) if case.component_code else None,
    )


def _area_today(case: Case, names: Names) -> str:
    """Name the grid that has an ended case's ground today, when it is another: the case itself stays where it was handled."""
    if case.is_open or case.lon_cgcs2000 is None or case.lat_cgcs2000 is None:
        return ""
    today = places.locate(case.lon_cgcs2000, case.lat_cgcs2000)
    return names.area(today) if today and today != case.area_code else ""


def _lane_url(detail: CaseDetail) -> str:
    """Where the workflow of the case is shown, with the limits of its kind; one no longer declared has no page."""
    house, lane = catalogue(), detail.case.lane
    code = detail.kind.code if detail.kind and detail.kind.code in house.kinds else lane
    return f"{reverse('catalogue:workflow', args=[code])}?lane={lane}" if lane in house.workflows else ""


def _photo(photo_id: object, purpose: str) -> PhotoView:
    return PhotoView(reverse("cases:photo", args=[photo_id]), str(PURPOSE_NAMES.get(purpose, purpose)), purpose)


def _owner_rule(detail: CaseDetail, names: Names) -> str:
    """Say why this unit: the rule its order was sent by, or that of the proposal; who was named by hand has none."""
    case = detail.case
    if not case.unit_code:
        return detail.owner.sentence if detail.owner else ""
    orders = [task for task in detail.tasks if task.is_lead and task.unit_code == case.unit_code]
    rule = next((task.rule for task in reversed(orders) if task.rule), "")
    return rule_said(rule, names.unit(case.unit_code)) if rule else ""


def _major_of(detail: CaseDetail) -> str:
    major = catalogue().majors.get(detail.kind.major) if detail.kind else None
    return str(major.name) if major else ""


def _contact_form(actor: Actor, detail: CaseDetail, rejected: Rejected | None) -> StepForm | None:
    case = detail.case
    by_unit = case.unit_code in actor.unit_codes and actor.may_anywhere(Permission.PEOPLE_CONTACT)
    if detail.reporter is None or not (by_unit or actor.may(Permission.PEOPLE_CONTACT, case.area_code)):
        return None
    return rejected.form if rejected and rejected.noun == "contact" else ContactForm.fresh("contact")


def _mediation_url(actor: Actor, case: Case) -> str:
    """Say where the mediation of a dispute's case is told, to whoever may read it."""
    may_read = actor.may(Permission.CASES_CONFIDENTIAL, case.area_code)
    return f"/desk/mediation/of-case/{case.pk}/" if case.lane == MEDIATION and may_read else ""


def _point(case: Case) -> str:
    return "" if case.lon_cgcs2000 is None else f"{case.lon_cgcs2000:.6f},{case.lat_cgcs2000:.6f}"


def _map_url(case: Case) -> str:
    """Ask the layers of the map only for the surroundings of the case, by tiles that neighbouring cases share."""
    if case.lon_cgcs2000 is None or case.lat_cgcs2000 is None:
        return ""
    west, south = (floor(degrees / TILE_DEGREES) - 1 for degrees in (case.lon_cgcs2000, case.lat_cgcs2000))
    sides = (west, south, west + 3, south + 3)
    return "/map/layers/{name}.geojson?bbox=" + ",".join(f"{side * TILE_DEGREES:.2f}" for side in sides)


def _voice(voice_id: object) -> PhotoView:
    return PhotoView(reverse("cases:voice", args=[voice_id]), str(ATTACHED_NAMES["voice"]), "voice")
