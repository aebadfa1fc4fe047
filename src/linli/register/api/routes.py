"""The endpoints of the register: parse, one action or query, answer."""

import json
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Router
from pydantic_core import to_json

from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.places import queries as places
from linli.places.queries import DwellingPlace
from linli.register.actions.entering_from_outside import take_in_household
from linli.register.api.schemas import (
    DwellingIn,
    FieldsOut,
    HouseholdIn,
    HouseholdOut,
    MemberIn,
    ProblemOut,
    check_keys,
)
from linli.register.catalogue import declared
from linli.register.errors import DwellingNotFound
from linli.register.importing.columns import FIELD_NAMES, HEADS
from linli.register.models import Household
from linli.register.queries.arrivals import members_entered
from linli.register.rules import NewHousehold, NewResident, Relation
from linli.staff.rules import Actor, Command, Permission

REFUSALS = {400: ProblemOut, 401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 409: ProblemOut}
router = Router(tags=["register"])


@router.post(
    "/register/households",
    response={201: HouseholdOut, **REFUSALS},
    summary="Enter a household; a field that is barred refuses the whole request, naming field and reason",
)
def enter(
    request: HttpRequest, body: HouseholdIn, idempotency_key: Annotated[str, Header(alias="Idempotency-Key")] = ""
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not actor.may_anywhere(Permission.PEOPLE_IMPORT):
        raise NotAllowed
    check_keys(json.loads(request.body))
    home = _dwelling(body.dwelling, actor)
    members = tuple(_member(one) for one in body.members)
    new = NewHousehold(home.area_code, home.id, body.since, members)
    command = Command(body.id or _command_id(idempotency_key, actor), actor, timezone.now())
    entered = take_in_household(new, command=command, source=body.source)
    return HttpResponse(to_json(_told(entered)), status=201, content_type="application/json; charset=utf-8")


@router.get("/register/fields", response={200: FieldsOut, **REFUSALS}, summary="List what a file or program may bring")
def fields(request: HttpRequest) -> dict[str, object]:
    heads: dict[str, list[str]] = {}
    for head, field in HEADS.items():
        heads.setdefault(field, []).append(head)
    found = [{"field": code, "name": str(name), "heads": heads[code]} for code, name in FIELD_NAMES.items()]
    return {"fields": found, "sources": sorted(declared().sources)}


def _command_id(key: str, actor: Actor) -> UUID:
    """Make the same id of the same key of the same sender."""
    return uuid5(NAMESPACE_URL, f"{actor.key}\x1f{key}") if key else new_id()


def _dwelling(said: DwellingIn, actor: Actor) -> DwellingPlace:
    """Find the dwelling within the areas the sender may import into."""
    found = [
        one for one in _candidates(said) if actor.may(Permission.PEOPLE_IMPORT, one.area_code) and _is_said(one, said)
    ]
    if len(found) != 1:
        raise DwellingNotFound(field="dwelling")
    return found[0]


def _candidates(said: DwellingIn) -> tuple[DwellingPlace, ...]:
    if said.id is not None:
        return tuple(places.places_of_dwellings(dwelling_ids=[said.id]))
    buildings = places.buildings_by_code([said.building]).values()
    return tuple(places.places_of_dwellings(building_ids=[one.pk for one in buildings])) if said.unit else ()


def _is_said(place: DwellingPlace, said: DwellingIn) -> bool:
    return said.id is not None or (
        place.unit_no == said.unit and (not said.entrance or place.entrance == said.entrance)
    )


def _member(said: MemberIn) -> NewResident:
    return NewResident(
        said.name, said.sex, said.born_on, said.id_number, said.phone, registered=said.registered,
        relation=Relation(said.relation), lives=said.lives,
    )  # fmt: skip


def _told(home: Household) -> dict[str, object]:
    members = [{"id": pk, "relation": relation} for pk, relation in members_entered(home.pk)]
    return {
        "id": home.pk, "area": home.area_code, "dwelling": home.dwelling_id, "since": home.since, "members": members,
    }  # fmt: skip
