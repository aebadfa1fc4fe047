"""Where two sources disagree about a resident, one case sends somebody to look; it names the field, never a value."""

import pytest
import time_machine

from linli.cases.actions.verifying import KIND
from linli.cases.models import Case, CaseSubject
from linli.cases.testing import MONDAY_9, make_places
from linli.core.facts import tell_facts
from linli.core.models import StoredFact
from linli.register import actions as register
from linli.register.testing import a_command, make_resident


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(MONDAY_9, tick=False):
        yield


@pytest.fixture
def row(cast):
    make_places()
    return make_resident(phone="19900000001")


def say(cast, row, field="phone", value="19900000002", source="department"):
    said = register.state_value(row.pk, field, value, source=source, command=a_command(cast.lin.actor))
    tell_facts()
    return said


def test_a_disagreement_opens_one_confidential_case_about_the_field(cast, row):
    say(cast, row)
    case = Case.objects.get()
    assert (case.kind_code, case.channel, case.area_code, case.is_confidential) == (
        KIND,
        "register",
        row_area(row),
        True,
    )
    assert (case.subject.resident_id, case.subject.field) == (row.pk, "phone")
    assert "电话" in case.title
    assert "199" not in case.text + case.title
    assert row.name not in case.text


def row_area(row):
    return row.residencies.get().area_code


def test_a_second_source_that_disagrees_adds_no_second_case(cast, row):
    say(cast, row)
    say(cast, row, value="19900000003", source="household")
    assert Case.objects.count() == 1


def test_another_field_is_another_case(cast, row):
    say(cast, row)
    say(cast, row, field="name", value="何秀蓝")
    assert set(CaseSubject.objects.values_list("field", flat=True)) == {"phone", "name"}


def test_a_fact_told_twice_opens_one_case(cast, row):
    say(cast, row)
    StoredFact.objects.update(told_at=None)
    Case.objects.update(is_open=False, state="closed")
    tell_facts()
    assert Case.objects.count() == 1


def test_after_it_was_verified_a_new_disagreement_is_looked_at_again(cast, row):
    say(cast, row)
    Case.objects.update(is_open=False, state="closed")
    say(cast, row, value="19900000004")
    assert Case.objects.count() == 2


def test_agreeing_sources_send_nobody(cast, row):
    say(cast, row, value="199 0000 0001")
    assert not Case.objects.exists()
