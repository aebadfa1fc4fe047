"""The store, the snapshot and plain Python find the same people, whatever is asked of whatever town."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.core.ids import new_id
from linli.places.testing import make_dwelling
from linli.register.actions import register_households
from linli.register.asking import columns, live, snapshot
from linli.register.asking.compiling import Asked
from linli.register.asking.evaluating import AtOneHome, fulfils
from linli.register.asking.language import parse
from linli.register.asking.tree import Enrolled, Node, changed
from linli.register.models import Enrolment, Household, Residency, Resident
from linli.register.rules import NewHousehold, NewResident, Relation
from linli.register.rules.birthdays import age_on
from linli.register.tests.test_asking_language import HOMES, SIMPLE, joined
from linli.staff.rules import SYSTEM
from linli.staff.testing import GRID, GRID_ELSEWHERE, GRID_NEXT_COMMUNITY, STREET

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 16)
AT = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)
PROGRAMMES = ("care-visits", "volunteers")
GRIDS = (GRID, GRID_NEXT_COMMUNITY, GRID_ELSEWHERE)

PERSON = st.tuples(
    st.integers(0, 36_000), st.sampled_from(("female", "male")), st.booleans(), st.booleans(),
    st.sampled_from(list(Relation)), st.booleans(), st.sampled_from((None, *PROGRAMMES)),
)  # fmt: skip
HOME = st.tuples(st.sampled_from(GRIDS), st.integers(0, 4_000), st.lists(PERSON, min_size=1, max_size=4))
TOWN = st.tuples(st.lists(HOME, min_size=1, max_size=4), st.booleans())
QUESTION = st.recursive(
    SIMPLE | HOMES | st.builds(Enrolled, st.sampled_from(PROGRAMMES)), joined, max_leaves=5
)  # fmt: skip


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path: Path):
    settings.LINLI_DATA = tmp_path


def settle(town) -> None:
    """Store a town; where it is said, its first person has a second home with the last household."""
    homes, two = town
    for grid, days, people in homes:
        since = TODAY - dt.timedelta(days=days)
        members = tuple(
            NewResident("何某", sex, TODAY - dt.timedelta(days=age), "", "19900000111" if phone else "", id=new_id(),
                        registered=registered, relation=relation, lives=lives)
            for age, sex, lives, registered, relation, phone, _programme in people
        )  # fmt: skip
        dwelling = make_dwelling(area_code=grid, building=f"{grid}-1", unit_no=new_id().hex[-8:])
        register_households([NewHousehold(grid, dwelling, since, members)], by=SYSTEM, at=AT)
        for member, (*_rest, programme) in zip(members, people, strict=True):
            if programme:
                Enrolment.objects.create(
                    area_code=grid, resident_id=member.id, programme_code=programme, since=since,
                    review_by=TODAY + dt.timedelta(days=90), until=TODAY if days % 3 == 0 else None,
                )  # fmt: skip
    if two:
        last = Household.objects.latest("id")
        Residency.objects.create(
            area_code=last.area_code, resident=Resident.objects.earliest("id"), household=last,
            dwelling_id=last.dwelling_id, lives=False, registered=True, since=TODAY,
        )  # fmt: skip


def everybody() -> list[tuple[UUID, AtOneHome]]:
    """Read the town row by row, without any of the code under test."""
    stays = list(Residency.objects.filter(until=None).select_related("resident"))
    found = {stay.pk: bare(stay, stays) for stay in stays}
    homes: dict[UUID, list[AtOneHome]] = {}
    for stay in stays:
        if stay.lives:
            homes.setdefault(stay.household_id, []).append(found[stay.pk])
    return [(stay.resident_id, replace(found[stay.pk], home=tuple(homes.get(stay.household_id, ())))) for stay in stays]


def bare(stay: Residency, stays: list[Residency]) -> AtOneHome:
    person = stay.resident
    size = sum(one.lives for one in stays if one.household_id == stay.household_id)
    running = [
        one.programme_code
        for one in Enrolment.objects.filter(resident=person)
        if one.since <= TODAY and (one.until is None or one.until > TODAY)
    ]
    return AtOneHome(
        {
            "age": age_on(person.born_on, TODAY), "born-on": person.born_on, "sex": person.sex, "area": stay.area_code,
            "lives": stay.lives, "registered": stay.registered, "relation": stay.relation, "since": stay.since,
            "household-size": size, "alone": stay.lives and size == 1, "dwelling-use": "home",
            "dwelling-state": "lived_in", "has-phone": person.phone_hash != "", "has-id-number": person.id_number_hash != "",
        },
        frozenset(running),
    )  # fmt: skip


def of_real_areas(question: Node) -> Node:
    """Put areas of the town in place of invented names."""

    def real(node):
        if getattr(node, "attribute", "") != "area":
            return node
        if hasattr(node, "values"):
            return replace(
                node, values=tuple({GRIDS[len(str(one)) % 3][: 9 + len(str(one)) % 7] for one in node.values})
            )
        return replace(node, value=GRIDS[len(str(node.value)) % 3][: 9 + len(str(node.value)) % 7])

    return changed(question, real)


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(TOWN, QUESTION, st.sampled_from((("",), (STREET,), (GRID,))))
def test_every_engine_finds_the_same_people(town, question, prefixes):
    question = of_real_areas(question)
    asked = Asked(TODAY, prefixes, lambda written: [written])
    with transaction.atomic():
        settle(town)
        expected = {
            pk for pk, person in everybody()
            if str(person.values["area"]).startswith(prefixes) and fulfils(person, question)
        }  # fmt: skip
        path = snapshot.fresh_snapshot()
        found = (
            live.count_live(question, asked), set(live.page_live(question, asked, limit=100)),
            columns.count_columns(question, asked, path), set(columns.page_columns(question, asked, path, limit=100)),
        )  # fmt: skip
        transaction.set_rollback(True)
    assert found == (len(expected), expected, len(expected), expected)


def test_pages_walk_through_everybody_once():
    settle(([(GRID, 10, [(9_000, "female", True, True, Relation.HEAD, False, None)] * 4) for _ in range(5)], True))
    asked = Asked(TODAY, ("",), lambda written: [written])
    question, path = parse("age >= 18"), snapshot.fresh_snapshot()
    for page in (
        lambda after: live.page_live(question, asked, after=after, limit=3),
        lambda after: columns.page_columns(question, asked, path, after=after, limit=3),
    ):
        seen, after = list[UUID](), None
        while found := page(after):
            seen += found
            after = found[-1]
        assert sorted(seen) == sorted(Resident.objects.values_list("pk", flat=True))
