"""A visit is made: what was agreed, each matter a case of its own, the next visit; all of it or nothing (一把抓、再分家)."""

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases import actions as cases
from linli.cases.actions import NewReport
from linli.cases.rules import LEAST_TEXT
from linli.core.facts import announce
from linli.core.secrets import unseal
from linli.places import queries as places
from linli.register.queries.whom import stood_at
from linli.staff.rules import Command, Permission
from linli.visits import errors, rules
from linli.visits.actions.following import MOVED_IN
from linli.visits.actions.planning import store_plan
from linli.visits.actions.receipts import Receipt, receipt_changes
from linli.visits.actions.recording import begin, check_known, day_of, ending, find_for_step, record
from linli.visits.actions.targets import NewVisit, check_case, check_why, household_behind
from linli.visits.actions.voices import Voice, keep_voice
from linli.visits.catalogue import declared
from linli.visits.facts import VisitMade
from linli.visits.models import FollowUp, Visit
from linli.visits.queries.naming import programme_name
from linli.visits.queries.visible import OPEN_STATES
from linli.visits.rules import MOST_MATTERS, StepName, VisitState, period_on

CHANNEL = "visit"


@dataclass(frozen=True)
class Matter:
    """One thing gathered on the way: it becomes a case with its own kind, owner and deadline."""

    case_id: UUID
    text: str
    kind_code: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class Made:
    """What came of a visit."""

    made_at: dt.datetime
    talked: str = ""
    agreed: str = ""
    next_on: dt.date | None = None
    receipt: Receipt | None = None
    matters: tuple[Matter, ...] = ()
    voice: Voice | None = None


@transaction.atomic
def make_visit(visit_id: UUID, *, command: Command, made: Made, new: NewVisit | None = None) -> Visit:
    """Keep that a visit was made and what came of it; one nobody had planned is told with `new`.

    One that was cancelled after the worker had gone may still be told: what was gathered there is not lost.
    """
    if begin(command, StepName.MAKE, answer=visit_id):
        return Visit.objects.get(pk=visit_id)
    if new is not None and not Visit.objects.filter(pk=visit_id).exists():
        check_case(new.case_id, command.by)
        at_door = replace(new, on=day_of(command))
        allowed_by = Permission.VISITS_MAKE
        told = store_plan(at_door, command=command, visit_id=visit_id, permission=allowed_by, made_on=_day_made(made))
        check_why(at_door, household_id=told.household_id)
    visit = find_for_step(visit_id, StepName.MAKE, command)
    rules.check_making(VisitState(visit.state))
    check_known(visit)
    _check_agreed(visit, min(made.made_at, command.at))
    found = _found_behind(visit, _day_made(made))
    visit.household_id = found.get("household_id", visit.household_id)
    changes, said = _changes(visit, made, command)
    changes |= found
    record(visit, StepName.MAKE, command, said=said, changes=changes)
    follow_ups = [_follow_up(visit, place, one, command) for place, one in enumerate(made.matters, start=1)]
    if made.voice is not None:
        keep_voice(visit, made.voice, at=command.at)
    announce(VisitMade(str(visit.pk), visit.area_code, len(follow_ups)))
    return visit


def _day_made(made: Made) -> dt.date:
    return timezone.localdate(made.made_at)


def _found_behind(visit: Visit, on: dt.date) -> dict[str, UUID | None]:
    """Give a visit that was planned to a mere door to the household that lived behind it on the day it was made.

    One that was told late is taken back from a household that it followed meanwhile and that came only afterwards.
    """
    if visit.resident_id or not visit.dwelling_id or (visit.household_id and not _has_followed(visit)):
        return {}
    household = household_behind(visit.dwelling_id, on)
    return {"household_id": household} if household != visit.household_id else {}


def _has_followed(visit: Visit) -> bool:
    notes = visit.records.filter(name=StepName.MOVE.value).values_list("note_sealed", flat=True)
    return any(unseal(note) == MOVED_IN for note in notes)


def _check_agreed(visit: Visit, at: dt.datetime) -> None:
    """Keep nothing of a visit that a programme made after its resident had left it: withdrawal ends it at once (PIPL art. 15)."""
    if visit.enrolment_id is not None and not stood_at(visit.enrolment_id, at):
        raise errors.NotEnrolled(programme=str(programme_name(visit.programme_code)))


def _changes(visit: Visit, made: Made, command: Command) -> tuple[dict[str, object], dict[str, str]]:
    needed = made.voice is None and not made.matters
    said = {
        "talked": rules.check_text(made.talked, field="talked", required=needed and not made.agreed.strip()),
        "agreed": rules.check_text(made.agreed, field="agreed", required=False),
    }
    if len(made.matters) > MOST_MATTERS:
        raise errors.TooManyMatters(field="matters", most=MOST_MATTERS)
    made_at = rules.check_made_at(made.made_at, now=command.at)
    changes: dict[str, object] = {
        **ending(VisitState.MADE, command),
        "made_at": made_at,
        "made_by": command.by.key[:40],
        "made_by_name": command.by.name[:40],
    }
    if made.next_on is not None:
        changes |= {"next_on": made.next_on, "next_visit_id": _next(visit, made.next_on, command)}
    if made.receipt is not None:
        of_receipt, name = receipt_changes(visit, made.receipt, command)
        changes, said = changes | of_receipt, said | name
    return changes, said


def _follow_up(visit: Visit, place: int, matter: Matter, command: Command) -> FollowUp:
    """Report a matter as a case of its own, at the home's point and address unless it names a point."""
    is_at_home = matter.lon is None
    lon, lat = _point(visit) if is_at_home else (matter.lon, matter.lat)
    report = NewReport(
        text=_told(matter), channel=CHANNEL, kind_code=matter.kind_code, lon_cgcs2000=lon, lat_cgcs2000=lat,
        area_code=visit.area_code, address=_address(visit) if is_at_home else "", source="visit",
        source_key=f"{visit.pk}:{matter.case_id}",
    )  # fmt: skip
    own = replace(command, id=uuid5(command.id, f"visits matter {matter.case_id}"))
    case = cases.report_case(report, command=own, case_id=matter.case_id).case
    return FollowUp.objects.create(visit=visit, case_id=case.pk, number=case.number, place=place, at=command.at)


def _told(matter: Matter) -> str:
    """Say where a matter of a word or two was heard: at a door 水压低 says enough, and a report refuses so short a text."""
    text = rules.check_text(matter.text, field="matters")
    return text if len(text) >= LEAST_TEXT else _("%(text)s（走访中反映）") % {"text": text}


def _point(visit: Visit) -> tuple[float | None, float | None]:
    found = places.places_of_dwellings(dwelling_ids=[visit.dwelling_id]) if visit.dwelling_id else ()
    building = places.building_of(found[0].building_id) if found else None
    return (building.lon_cgcs2000, building.lat_cgcs2000) if building else (None, None)


def _address(visit: Visit) -> str:
    return places.addresses_of([visit.dwelling_id]).get(visit.dwelling_id, "") if visit.dwelling_id else ""


def _next(visit: Visit, on: dt.date, command: Command) -> UUID:
    """Plan the next visit; one of the same help that is planned for that time already is given the day instead."""
    rules.check_plan_day(on, today=day_of(command), field="next_on")
    planned = _planned_anyway(visit, on)
    if planned is not None:
        record(planned, StepName.MOVE, command, changes={"planned_on": on})
        return planned.pk
    new = NewVisit(
        visit.purpose_code, visit.household_id, visit.resident_id, visit.dwelling_id, on, "",
        visit.programme_code, visit.case_id,
    )  # fmt: skip
    made = store_plan(new, command=command, visit_id=uuid5(visit.pk, f"next {on}"), permission=Permission.VISITS_MAKE)
    return made.pk


def _planned_anyway(visit: Visit, on: dt.date) -> Visit | None:
    care = next((one for one in declared().care.values() if one.programme == visit.programme_code), None)
    if care is None or visit.enrolment_id is None:
        return None
    period = period_on(care.every, on)
    rows = Visit.objects.select_for_update().filter(enrolment_id=visit.enrolment_id, state__in=OPEN_STATES)
    days = (period.begins_on, period.ends_on)
    return rows.exclude(pk=visit.pk).filter(planned_on__range=days).order_by("planned_on").first()
