"""Who answers for a kind at a place: ruling, component, shift, duty, place; and the rule that chose it, in words."""

import datetime as dt
import time

import pytest
from django.utils import translation

from linli.cases import actions
from linli.cases.models import Case, Ruling
from linli.cases.queries import owners
from linli.cases.queries.kinds import kind_named
from linli.cases.queries.owners import is_rule, owner_for, rule_said, shift_said
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, RUBBISH, a_command, make_case, make_places
from linli.places.rules import ComponentState
from linli.places.testing import make_component, middle
from linli.staff.actions import close_unit
from linli.staff.queries import forget_duties
from linli.staff.rules import SYSTEM
from linli.staff.testing import (
    CLEANING,
    CLEANING_BESIDE,
    COMMAND,
    COMMUNITY,
    COMMUNITY_OFFICE,
    DISTRICT,
    GRID,
    STREET,
    STREET_OFFICE,
    WATER,
    Cast,
    make_duty,
)

COVER, CODE = "component.water-cover", "9901010101000001"
SATURDAY = MONDAY_9 + dt.timedelta(days=5)


@pytest.fixture(name="town")
def town_with_a_cover(cast: Cast):
    make_places()

    def made(**units: str):
        return make_component(CODE, **units)

    return made


def asked(kind=COVER, area=GRID, **more):
    return owner_for(kind_named(kind), area, **more)


def ruled(cast: Cast, *, area=COMMUNITY, unit=CLEANING_BESIDE, at=MONDAY_9, kind=RUBBISH):
    case = make_case(cast)
    row = Ruling.objects.create(
        case=case, kind_code=kind, area_code=area, unit_code=unit, reason="裁定", by="x", by_name="魏", at=at
    )
    forget_duties()
    return row


def test_without_a_component_the_duty_decides(cast: Cast):
    owner = asked()
    assert (owner.unit_code, owner.rule, owner.component_code) == (WATER, "water@990101", "")


def test_who_maintains_a_component_comes_before_who_owns_it_and_who_is_in_charge(town):
    town(care_unit=CLEANING, owner_unit=STREET_OFFICE, charge_unit=COMMAND)
    owner = asked(point=middle(0, 0))
    assert (owner.unit_code, owner.rule, owner.component_code) == (CLEANING, f"component:{CODE}:care", CODE)
    town(owner_unit=STREET_OFFICE, charge_unit=COMMAND)
    assert asked(component_code=CODE).rule == f"component:{CODE}:owner"
    town(charge_unit=COMMAND)
    assert asked(component_code=CODE).rule == f"component:{CODE}:charge"


def test_a_unit_that_nobody_registered_or_that_was_closed_is_passed_over(town):
    town(care_unit="无名公司", owner_unit=CLEANING)
    assert asked(component_code=CODE).unit_code == CLEANING
    close_unit(CLEANING, by=SYSTEM, at=MONDAY_9)
    assert asked(component_code=CODE).rule == "water@990101"


def test_a_component_too_far_away_or_of_another_class_decides_nothing(town):
    town(care_unit=CLEANING)
    assert asked(point=middle(0.1, 0)).rule == "water@990101"
    assert asked("component.street-lamp", point=middle(0, 0)).unit_code != CLEANING
    assert asked("component.street-lamp", component_code=CODE).component_code == ""


def test_an_event_asks_the_place_first_and_the_owner_of_the_thing_after(cast: Cast, town):
    town(care_unit=WATER)
    assert asked(RUBBISH, component_code=CODE).unit_code == CLEANING
    place_first = kind_named(RUBBISH).model_copy(update={"duty": "postal"})
    assert owner_for(place_first, GRID, component_code=CODE).unit_code == WATER


def test_who_has_the_shift_at_that_moment_is_asked(cast: Cast):
    make_duty("water", area_code=DISTRICT, unit=cast.units[CLEANING], shift="off")
    assert asked(at=MONDAY_9).unit_code == WATER
    assert asked(at=SATURDAY).rule == "water@990101#off"
    assert asked().unit_code == WATER


def test_the_calendar_decides_what_a_day_off_is(cast: Cast):
    make_duty("water", area_code=DISTRICT, unit=cast.units[CLEANING], shift="off")
    holiday = dt.datetime(2026, 10, 1, 2, tzinfo=dt.UTC)  # a Thursday, National Day
    assert asked(at=holiday).unit_code == CLEANING


def test_a_ruling_is_remembered_for_its_kind_and_area(cast: Cast):
    ruled(cast)
    owner = asked(RUBBISH)
    assert (owner.unit_code, owner.rule) == (CLEANING_BESIDE, f"ruling:{RUBBISH}@{COMMUNITY}")
    assert asked(RUBBISH, area="990101001002001").unit_code == CLEANING
    assert asked().unit_code == WATER


def test_the_nearest_ruling_counts_then_the_newest_and_an_ended_one_no_more(cast: Cast):
    ruled(cast, area=STREET, unit=WATER, at=MONDAY_9 + dt.timedelta(days=9))
    old = ruled(cast, unit=STREET_OFFICE)
    assert asked(RUBBISH).unit_code == STREET_OFFICE
    newer = ruled(cast, unit=CLEANING_BESIDE, at=MONDAY_9 + dt.timedelta(days=1))
    assert asked(RUBBISH).unit_code == CLEANING_BESIDE
    Ruling.objects.filter(pk__in=[old.pk, newer.pk]).update(ended_at=MONDAY_9)
    forget_duties()
    assert asked(RUBBISH).unit_code == WATER


def test_nothing_in_a_street_is_without_an_owner(cast: Cast):
    nobody = kind_named(RUBBISH).model_copy(update={"duty": "postal"})
    owner = owner_for(nobody, GRID)
    assert (owner.unit_code, owner.rule) == (STREET_OFFICE, f"place:postal@{STREET}")
    close_unit(STREET_OFFICE, by=SYSTEM, at=MONDAY_9)
    assert owner_for(nobody, GRID).unit_code == COMMUNITY_OFFICE


def test_outside_every_street_the_dispatcher_names_the_unit(cast: Cast):
    nobody = kind_named(RUBBISH).model_copy(update={"duty": "postal"})
    assert owner_for(nobody, DISTRICT) is None


def test_a_case_keeps_the_component_it_is_about(cast: Cast, town):
    town(care_unit=CLEANING)
    lon, lat = middle(0, 0)
    case = make_case(cast, kind_code=COVER, lon_cgcs2000=lon, lat_cgcs2000=lat, area_code="", state=State.FILED)
    assert (case.component_code, case.proposed_unit) == (CODE, CLEANING)
    actions.dispatch_case(case.pk, command=a_command(cast.wei.actor))
    case.refresh_from_db()
    assert (case.unit_code, case.tasks.get().rule) == (CLEANING, f"component:{CODE}:care")


def test_another_kind_lets_go_of_the_component_of_the_first(cast: Cast, town):
    town(care_unit=CLEANING)
    lon, lat = middle(0, 0)
    case = make_case(cast, kind_code=COVER, lon_cgcs2000=lon, lat_cgcs2000=lat, area_code="")
    actions.correct_kind(case.pk, command=a_command(cast.chen.actor), kind_code="component.street-lamp")
    assert Case.objects.get(pk=case.pk).component_code == ""


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("water@", ["供水", "甲公司"]),
        (f"water@{DISTRICT}", ["供水", "松门区"]),
        (f"water@{DISTRICT}#off 18:00-08:00", ["休息日 18:00-08:00", "值守"]),
        (f"component:{CODE}:care", [CODE, "养护"]),
        (f"component:{CODE}:owner", ["权属"]),
        (f"component:{CODE}:charge", ["主管"]),
        (f"ruling:{RUBBISH}@{COMMUNITY}", ["暴露垃圾", "竹桥社区", "裁定"]),
        (f"place:postal@{STREET}", ["属地", "甲公司"]),
    ],
)
def test_every_rule_is_said_in_words(cast: Cast, rule, words):
    make_places()
    assert is_rule(rule)
    with translation.override("zh-hans"):
        said = rule_said(rule, "甲公司")
    assert all(word in said for word in words)


@pytest.mark.parametrize("text", ["", "看了现场", "a@b", "pigeon@990101", "water@路口"])
def test_what_a_person_wrote_is_no_rule(text):
    assert not is_rule(text)


def test_weekdays_are_said_by_name():
    with translation.override("zh-hans"):
        assert [shift_said(text) for text in ("67", "working", "18:00-08:00")] == [
            "周六、周日",
            "工作日",
            "18:00-08:00",
        ]


def test_finding_the_owner_takes_no_query_and_a_component_one(town, django_assert_num_queries):
    town(care_unit=CLEANING)
    asked(point=middle(0, 0))
    with django_assert_num_queries(0):
        asked(at=SATURDAY)
        asked(RUBBISH, point=middle(0, 0), at=SATURDAY)
    with django_assert_num_queries(1):
        asked(point=middle(0, 0), at=SATURDAY)


def test_finding_the_owner_is_quick(cast: Cast):
    """Measured on a shared machine: the best of some rounds, and the bound is ten times what it takes."""
    kind, area = kind_named(RUBBISH), GRID
    owner_for(kind, area, at=SATURDAY)

    def one_round() -> float:
        begun = time.perf_counter()
        for _number in range(200):
            owner_for(kind, area, at=SATURDAY)
        return (time.perf_counter() - begun) / 200

    assert min(one_round() for _ in range(5)) < 0.0002


def test_a_named_component_that_is_gone_is_passed_over(town):
    town(care_unit=CLEANING, state=ComponentState.ABANDONED)
    assert asked(component_code="9901010101999999", point=middle(0, 0)).rule == "water@990101"
    assert owners.COMPONENT_WITHIN_M < 20
