"""Whatever happened in whatever order: every day reads as it was, as known then and as known now, and an undo is exact."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.core.errors import LinliError
from linli.register import actions, queries, rules
from linli.register.actions import Split
from linli.register.models import Household, Residency, Resident
from linli.register.rules import NewHome, NewResident, Past, Relation
from linli.register.testing import AT, a_command, make_organisation
from linli.register.tests.lives import TODAY, everything, give_everything, make_family

FIRST = dt.date(2020, 1, 1)
PHONES = ("19900000001", "19900000002", "19900000003")
NAMES = ("何秀兰", "徐秀兰", "吴秀兰")
_IN_DB = settings(
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
DAYS = st.integers(0, 30)


def day(number: int) -> dt.date:
    return dt.date(2026, 10, 1) + dt.timedelta(days=number)


@dataclass
class Model:
    """What a field was on each day, kept the plain way: a list of days that every change overwrites from its day on."""

    days: list[str] = field(default_factory=lambda: ["A"] * 31)

    def change(self, on: int, value: str) -> tuple[str, str]:
        before = self.days[-1]
        self.days[on:] = [value] * (31 - on)
        return before, value


@given(st.lists(st.tuples(DAYS, st.sampled_from("BCDE")), max_size=12))
def test_every_day_reads_as_it_was_whatever_was_learnt_when(changes):
    model, past = Model(), []
    known = [list(model.days)]
    for number, (on, value) in enumerate(changes):
        before, after = model.change(on, value)
        past.append(Past(day(on), AT + dt.timedelta(minutes=number), {"x": before}, {"x": after}))
        known.append(list(model.days))
    now = {"x": model.days[-1]}
    for number, stood in enumerate(known):
        at = AT + dt.timedelta(minutes=number - 1)
        assert [rules.as_of(now, past, day=day(one), known_at=at)["x"] for one in range(31)] == stood
    assert [rules.as_of(now, past, day=day(one))["x"] for one in range(31)] == model.days


@given(DAYS, DAYS, DAYS)
def test_a_row_stands_from_its_beginning_to_its_end_and_never_before(begun, changed, ended):
    past = [
        Past(day(begun), AT, {}, {"x": "A"}, begins=True),
        Past(day(changed), AT, {"x": "A"}, {"x": "B"}),
        Past(day(ended), AT, {"x": "B"}, {}, ends=True),
    ]
    for one in range(31):
        stood = rules.as_of(None, past, day=day(one))
        assert (stood is not None) == (begun <= one < ended)


@given(st.sampled_from(list(Relation)), st.sampled_from(list(Relation)))
def test_a_relation_that_follows_from_a_new_head_is_never_headship(other, new_head):
    assert rules.relation_after(other, new_head=new_head) is not Relation.HEAD


PHONE_CHANGE = st.tuples(st.just("phone"), DAYS, st.sampled_from(PHONES))
NAME_CHANGE = st.tuples(st.just("name"), DAYS, st.sampled_from(NAMES))
MOVE = st.tuples(st.sampled_from(["out", "back"]), DAYS, st.booleans())


@pytest.mark.django_db
@_IN_DB
@given(st.lists(st.one_of(PHONE_CHANGE, NAME_CHANGE), max_size=6))
def test_a_resident_reads_on_every_day_as_they_stood_then(cast, changes):
    with transaction.atomic(), time_machine.travel(AT, tick=False):
        _home, family = make_family()
        row = family["徐秀兰"]
        names, phones = Model(["徐秀兰"] * 31), Model([""] * 31)
        for name, on, value in changes:
            _change(cast, row, name, on, value, {"name": names, "phone": phones}[name])
        for number in range(0, 31, 2):
            then = queries.resident_as_of(row.pk, day(number))
            assert (then.name, then.phone) == (names.days[number], phones.days[number])
        transaction.set_rollback(True)


def _change(cast, row, name, on, value, model):
    try:
        with transaction.atomic():
            actions.change_resident(
                row.pk, command=a_command(cast.lin.actor), values={name: value}, on=day(on), source="self"
            )
    except LinliError:
        assert model.days[-1] == value  # only what stands already is refused
    else:
        model.change(on, value)


@pytest.mark.django_db
@_IN_DB
@given(st.lists(MOVE, max_size=6))
def test_homes_read_on_every_day_as_somebody_lived(cast, moves):
    with transaction.atomic(), time_machine.travel(AT, tick=False):
        home, family = make_family()
        row = family["徐秀兰"]
        lived = ["lives+registered"] * 31
        for what, on, keeps in moves:
            if _move(cast, row, home, what, on, keeps=keeps):
                lived[on:] = [_at_home(row)] * (31 - on)
        for number in range(0, 31, 2):
            assert _then(row, day(number)) == lived[number]
        transaction.set_rollback(True)


def _move(cast, row, home, what, on, *, keeps):
    command = a_command(cast.lin.actor)
    try:
        with transaction.atomic():
            if what == "out":
                actions.move_out(row.pk, command=command, on=day(on), reason="外出", keeps_registration=keeps)
            else:
                back = NewHome(home.dwelling_id, day(on), home.pk, registered=keeps)
                actions.move_in(row.pk, back, command=command)
    except LinliError:
        return False
    return True


def _at_home(row):
    homes = Residency.objects.filter(resident=row, until=None)
    return _word([(one.lives, one.registered) for one in homes])


def _then(row, on):
    return _word([(one.lives, one.registered) for one in queries.resident_as_of(row.pk, on).homes])


def _word(homes):
    assert len(homes) <= 1
    return "+".join(word for (lives, registered) in homes for word in ["lives"] * lives + ["registered"] * registered)


STEPS = ("merge", "death", "split", "correct", "out", "head", "join", "enter")


@pytest.mark.django_db
@_IN_DB
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=5))
def test_undoing_every_step_last_first_puts_back_exactly_what_stood(cast, steps):
    with transaction.atomic(), time_machine.travel(AT, tick=False):
        home, family = make_family()
        other, _others = make_family()
        team = make_organisation()
        people = sorted(Resident.objects.all(), key=lambda one: one.pk)
        for row in people[:3]:
            give_everything(row, organisation_id=team.pk)
        taken = []
        for name, one, two in steps:
            stood, command = everything(), a_command(cast.lin.actor)
            if _step(name, command, home, other, people[one], people[4 + two]):
                taken.append((stood, command))
            else:
                assert everything() == stood  # what is refused leaves nothing behind
        for stood, command in reversed(taken):
            actions.undo(command.id, command=a_command(cast.lin.actor), reason="逐步撤销")
            assert everything() == stood
        assert len(family) == 4
        transaction.set_rollback(True)


def _step(name, command, home, other, one, two):
    do = {
        "merge": lambda: actions.merge_residents(one.pk, two.pk, command=command, reason="同一人，已核对"),
        "death": lambda: actions.record_death(one.pk, command=command, on=TODAY, source="household"),
        "split": lambda: actions.split_household(home.pk, Split((one.pk,), TODAY), command=command),
        "correct": lambda: actions.correct_resident(
            one.pk, command=command, values={"name": "何改名"}, source="self", reason="本人更正"
        ),
        "out": lambda: actions.move_out(one.pk, command=command, on=TODAY, reason="", keeps_registration=False),
        "head": lambda: actions.set_head(home.pk, one.pk, command=command),
        "join": lambda: actions.join_households(home.pk, other.pk, command=command, on=TODAY),
        "enter": lambda: actions.enter_resident(
            home.pk, NewResident("吴新", "male", FIRST), command=command, source="self"
        ),
    }
    try:
        with transaction.atomic():
            do[name]()
    except LinliError:
        return False
    assert Household.objects.exists()
    return True
