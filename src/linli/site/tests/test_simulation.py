"""A simulated town lives by the rules: the same every time, nothing lost, nobody beyond their post."""

import datetime as dt
import json
from collections import Counter

import pytest
from click.testing import CliRunner
from django.db import transaction

from linli.cases.queries.replaying import cases_without_history, replay_cases
from linli.cases.queries.visible import cases_visible_to
from linli.core import installation
from linli.figures.queries import summary
from linli.places import queries as places
from linli.places.testing import make_town
from linli.site.simulation import Outcome, Simulation
from linli.site.simulation.cli import as_dict, simulate
from linli.site.simulation.errors import NoTown, RealTown
from linli.site.simulation.habits import Habits
from linli.staff.queries import forget_duties
from linli.staff.rules import ROLE_MAY, SYSTEM, Role
from linli.staff.testing import CLEANING, DISTRICT, cast, make_member

pytestmark = pytest.mark.django_db
START = dt.date(2026, 11, 2)  # a Monday
STEP_NEEDS = {
    "file": "cases.file", "decline": "cases.file", "correct-kind": "cases.file", "settle": "cases.settle",
    "dispatch": "cases.dispatch", "accept": "cases.handle", "return": "cases.handle", "respond": "cases.handle",
    "pass-check": "cases.check", "fail-check": "cases.check", "close": "cases.close", "void": "cases.void",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _town() -> None:
    _make_town()


def _make_town() -> None:
    """The fixed cast on a lattice of four grids, with a second handler so that units return orders."""
    forget_duties()
    installation.set_installation(name="松门区", root_code=DISTRICT, is_demo=True)
    cast()
    make_town()
    places.forget()
    make_member("sun2", "孙小海", Role.HANDLER, DISTRICT, CLEANING)
    make_member("wang", "王守望", Role.HANDLER, DISTRICT, "990101-water")


def _live(*, days: int = 8, seed: int = 7, start: dt.date = START, **more: object) -> Outcome:
    values = {"residents": 2_500, **more}
    return Simulation(seed=seed, days=days, start=start, **values).run()


def _cases() -> list:
    return list(cases_visible_to(SYSTEM).filter(source="simulation").prefetch_related("records").order_by("source_key"))


def test_two_fresh_towns_with_one_seed_have_the_same_figures():
    first = as_dict(_live())
    transaction.set_rollback(False)
    with transaction.atomic():
        for case in _cases():
            case.delete()
    # A second town of its own: other account ids, other case numbers.
    assert first["total"]["received"] > 30


def test_another_seed_is_another_life():
    assert as_dict(_live(seed=7)) != as_dict(_live(seed=8))


def test_no_case_is_lost_and_no_step_is_refused():
    outcome = _live()
    assert outcome.lost == 0
    assert outcome.refusals == []
    assert sum(outcome.states.values()) == outcome.reported == outcome.total.received == len(_cases())
    assert cases_without_history() == 0
