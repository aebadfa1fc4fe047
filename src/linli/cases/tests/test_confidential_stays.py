"""What is confidential stays in the house: no outside system gets it, and no round counts or lists it."""

import pytest

from linli.cases import actions, errors
from linli.cases.actions.outside_systems import enter_system
from linli.cases.actions.rounds import run_rounds
from linli.cases.models import Case, HandOff, Round
from linli.cases.queries.rounds import bulletin_of, found_cases
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, a_report, make_case, make_places
from linli.staff.rules import SYSTEM
from linli.staff.testing import CLEANING, Cast

pytestmark = pytest.mark.django_db


def test_a_confidential_case_is_handed_to_no_outside_system(cast: Cast):
    enter_system(
        "water-company", by=SYSTEM, name="供水公司", url="https://orders.water.example/linli", unit_code=CLEANING,
        answer_limit="2 working days",
    )  # fmt: skip
    case = make_case(cast, state=State.HANDLING)
    Case.objects.filter(pk=case.pk).update(is_confidential=True)
    for actor in (cast.wei.actor, SYSTEM):
        with pytest.raises(errors.HandOffConfidential):
            actions.hand_off(case.pk, command=a_command(actor), system_code="water-company")
    assert not HandOff.objects.exists()


def test_a_confidential_case_is_in_no_ledger_and_no_bulletin(cast: Cast):
    make_places()
    run_rounds(MONDAY_9)
    turn = Round.objects.filter(round_code="safety-month").order_by("area_code").first()
    inside = a_report(kind_code="hazard.fire-passage", text="消防通道被堵", area_code=f"{turn.area_code}001001")
    case = actions.report_case(inside, command=a_command(at=MONDAY_9)).case
    assert (found_cases(turn).count(), bulletin_of(turn)["found"]) == (1, 1)
    Case.objects.filter(pk=case.pk).update(is_confidential=True)
    assert (found_cases(turn).count(), bulletin_of(turn)["found"]) == (0, 0)
