"""Six must-arrive (六必到): what happens asks for a visit. The visit goes to the home it is about, never to who reported it."""

import datetime as dt
from uuid import UUID, uuid5

from django.utils import timezone

from linli.cases.queries.visible import cases_visible_to
from linli.places import queries as places
from linli.register.queries.standing import standing_of
from linli.register.queries.visible import household_for
from linli.register.queries.whom import homes_of
from linli.staff.rules import SYSTEM, Command, Permission
from linli.visits.actions.rhythm import store_planned, visit_of_key
from linli.visits.catalogue import EventDeclaration, declared
from linli.visits.models import Visit

_ABOUT = (
    "kind_code", "area_code", "address", "subject__resident_id", "subject__household_id", "subject__dwelling_id",
)  # fmt: skip


@places.newest_map()
def plan_for_case(case_id: UUID, *, at: dt.datetime) -> bool:
    """Plan the visit that a case asks for, once, where its home is known; a confidential case asks for none."""
    cases = cases_visible_to(SYSTEM).filter(pk=case_id, is_open=True, is_confidential=False)
    found = cases.values_list(*_ABOUT).first()
    event = declared().event_of_kind(found[0]) if found else None
    if found is None or event is None:
        return False
    home = _home_of_subject(found[3], found[4], found[5]) or _home_at(found[2], found[1])
    if home is None:
        return False
    return _plan(event, f"event:{event.code}:{case_id}", home, at=at, case_id=case_id)


def plan_for_household(household_id: UUID, act: str, *, change: str, at: dt.datetime) -> bool:
    """Plan the visit that a change of a household's record asks for, once; a household that has ended needs none."""
    event = declared().event_of_act(act)
    if event is None:
        return False
    row = household_for(SYSTEM, household_id, Permission.VISITS_PLAN)
    if row.until is not None:
        return False
    home = {"household_id": row.pk, "dwelling_id": row.dwelling_id, "area_code": row.area_code}
    return _plan(event, f"event:{event.code}:{change}"[:120], home, at=at)


def _plan(
    event: EventDeclaration, key: str, home: dict[str, object], *, at: dt.datetime, case_id: UUID | None = None
) -> bool:
    today = timezone.localdate(at)
    day = today + dt.timedelta(days=event.within_days)
    visit = Visit(
        id=visit_of_key(key), plan_key=key, event_code=event.code, purpose_code=event.purpose, case_id=case_id,
        due_on=day, planned_on=day, **home,
    )  # fmt: skip
    return bool(store_planned([visit], Command(uuid5(visit.pk, "plan"), SYSTEM, at)))


def _home_of_subject(
    resident_id: UUID | None, household_id: UUID | None, dwelling_id: UUID | None
) -> dict[str, object] | None:
    if household_id is not None:
        row = household_for(SYSTEM, household_id, Permission.VISITS_PLAN)
        return {"household_id": row.pk, "dwelling_id": row.dwelling_id, "area_code": row.area_code}
    stands = standing_of(resident_id) if resident_id else None
    if stands is not None and (home := homes_of([stands]).get(stands)):
        return {
            "resident_id": stands, "household_id": home.household_id, "dwelling_id": home.dwelling_id,
            "area_code": home.area_code,
        }  # fmt: skip
    found = places.places_of_dwellings(dwelling_ids=[dwelling_id]) if dwelling_id else ()
    return {"dwelling_id": found[0].id, "area_code": found[0].area_code} if found else None


def _home_at(address: str, area_code: str) -> dict[str, object] | None:
    """Find the dwelling that a written address surely means, within the case's own community."""
    if not address.strip():
        return None
    match = places.match_address(address)
    best = match.best if match.is_sure else None
    if best is None or best.dwelling_id is None or not best.area_code.startswith(area_code[:12]):
        return None
    return {"dwelling_id": best.dwelling_id, "area_code": best.area_code}
