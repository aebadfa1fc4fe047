"""Past courses are taken by the same rules as steps of today; what is wrong in one stops it by its number."""

import datetime as dt

import pytest

from linli.cases import errors
from linli.cases.actions import reporting
from linli.cases.actions.past import PastCase, PastStep, store_past_cases
from linli.cases.actions.reporting import store_reports
from linli.cases.models import Case
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import State, StepName
from linli.cases.testing import MONDAY_9, RUBBISH, a_report, make_places
from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.staff.rules import RESIDENT, SYSTEM, Actor
from linli.staff.testing import CLEANING, STREET_OFFICE, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(cast: Cast) -> None:
    make_places()


def steps(*taken: tuple[StepName, Actor, dict]) -> tuple[PastStep, ...]:
    hour = dt.timedelta(hours=1)
    return tuple(PastStep(name, MONDAY_9 + place * hour, by, **said) for place, (name, by, said) in enumerate(taken, 1))


def past(*taken: PastStep) -> PastCase:
    return PastCase(new_id(), "26111600000001", a_report(kind_code=RUBBISH), MONDAY_9, RESIDENT, taken)


def test_a_voided_order_ends_with_its_case_and_the_history_explains_it(cast: Cast):
    wei, sun, wu = cast.wei.actor, cast.sun.actor, cast.wu.actor
    told = steps(
        (StepName.FILE, cast.chen.actor, {}),
        (StepName.DISPATCH, wei, {}),
        (StepName.RETURN, sun, {"said": "不属于本单位"}),
        (StepName.DISPATCH, wei, {"unit_code": STREET_OFFICE}),
        (StepName.NOTE, wei, {"said": "改派环卫所"}),
        (StepName.VOID, wu, {"said": "误立"}),
    )
    assert store_past_cases([past(*told)]) == 1
    case = Case.objects.get()
    assert (case.state, case.unit_code, case.outcome) == ("voided", STREET_OFFICE, "voided")
    assert list(case.tasks.order_by("assigned_at").values_list("unit_code", "state", "rule")) == [
        (CLEANING, "returned", "sanitation@990101"),
        (STREET_OFFICE, "ended", "place:sanitation@990101001"),
    ]
    assert [found for _, found in replay_cases()] == [[]]


@pytest.mark.parametrize(
    ("taken", "refusal"),
    [
        ((StepName.RATE, RESIDENT, {"score": 5}), errors.WrongState),
        ((StepName.CLOSE, SYSTEM, {}), errors.WrongState),
        ((StepName.FILE, RESIDENT, {}), errors.StepNotAllowed),
        ((StepName.ATTACH, SYSTEM, {"purpose": "before"}), errors.FileNotPhoto),
    ],
)
def test_a_wrong_step_stops_the_case_and_names_it(taken: tuple, refusal: type[LinliError]):
    with pytest.raises(refusal) as stopped:
        store_past_cases([past(*steps(taken))])
    assert stopped.value.__notes__ == [f"26111600000001: {taken[0]} at 2026-11-16 10:00"]
    assert not Case.objects.exists()


def test_an_imported_case_gets_another_number_than_those_that_are_there(monkeypatch: pytest.MonkeyPatch):
    numbers = iter(["1", "1", "1", "2", "3"])
    monkeypatch.setattr(reporting, "new_number", lambda at: next(numbers))
    store_reports([(a_report(), MONDAY_9, None)], by=SYSTEM)
    store_reports([(a_report(), MONDAY_9, None), (a_report(), MONDAY_9, None)], by=SYSTEM)
    assert sorted(Case.objects.values_list("number", "state")) == [(number, State.REPORTED) for number in "123"]
