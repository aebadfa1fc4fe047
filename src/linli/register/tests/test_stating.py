"""Sources agree, fill what was empty, or differ: then nothing changes until a person has looked."""

import datetime as dt

import pytest
import time_machine

from linli.core.models import AuditEntry
from linli.core.secrets import unseal
from linli.register import actions, errors, queries
from linli.register.models import RegisterChange, Statement
from linli.register.testing import AT, a_command, make_id_number, make_resident
from linli.register.tests.lives import everything
from linli.staff.rules import SYSTEM

BORN = dt.date(1958, 4, 5)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def row(cast):
    return make_resident(phone="19900000001")


def say(cast, row, value, *, field="phone", source="department", by=None):
    command = a_command((by or cast.lin).actor)
    return actions.state_value(row.pk, field, value, source=source, command=command)


def settle(cast, said, *, take, by=None, command=None):
    command = command or a_command((by or cast.lin).actor)
    return actions.settle_statement(said.pk, command=command, take=take)


def phone(row):
    row.refresh_from_db()
    return unseal(row.phone_sealed)


def test_a_source_that_agrees_is_kept_once(cast, row):
    first = say(cast, row, "199 0000 0001")
    assert (first.state, say(cast, row, "19900000001")) == ("agrees", first)
    assert say(cast, row, "19900000001", source="household").pk != first.pk
    assert [(one.field, one.source) for one in queries.resident_sheet(cast.lin.actor, row.pk).sources] == [
        ("phone", "household")
    ]


def test_a_source_that_differs_changes_nothing_and_is_seen(cast, row):
    said = say(cast, row, "19900000002")
    assert (said.state, phone(row)) == ("differs", "19900000001")
    (open_one,) = queries.resident_sheet(cast.lin.actor, row.pk).differing
    assert (open_one.field, open_one.source) == ("phone", "department")
    line = AuditEntry.objects.get(act="dispute")
    assert (line.subject_id, line.detail) == (str(row.pk), {"fields": ["phone"], "source": "department"})


def test_the_value_a_source_says_lies_sealed(cast, row):
    said = say(cast, row, "19900000002")
    assert "19900000002" not in said.value_sealed + said.value_hash
    assert unseal(said.value_sealed) == "19900000002"


def test_what_nobody_had_said_before_is_filled_in(cast, row):
    number = make_id_number(BORN, "female")
    said = say(cast, row, number.lower(), field="id_number", source="counter")
    row.refresh_from_db()
    assert (said.state, unseal(row.id_number_sealed)) == ("agrees", number)


def test_a_number_that_does_not_fit_or_is_somebody_elses_is_for_somebody_to_look_at(cast, row):
    unfit = say(cast, row, make_id_number(dt.date(1960, 1, 1), "female"), field="id_number")
    make_resident(id_number=make_id_number(BORN, "female"))
    taken = say(cast, row, make_id_number(BORN, "female"), field="id_number")
    row.refresh_from_db()
    assert (unfit.state, taken.state, row.id_number_hash) == ("differs", "differs", "")


def test_a_number_that_is_none_is_refused(cast, row):
    with pytest.raises(errors.IdNumberInvalid):
        say(cast, row, "123", field="id_number")
    assert not Statement.objects.exists()


@pytest.mark.parametrize(("source", "state"), [("self", "agrees"), ("doorstep", "agrees"), ("department", "differs")])
def test_a_phone_is_filled_in_by_its_owners_word_alone(cast, source, state):
    row = make_resident()
    assert say(cast, row, "19900000002", source=source).state == state
    assert phone(row) == ("19900000002" if state == "agrees" else "")


def test_taking_what_was_said_corrects_and_settles(cast, row):
    said = say(cast, row, "19900000002")
    assert settle(cast, said, take=True).state == "settled"
    assert phone(row) == "19900000002"
    assert queries.resident_sheet(cast.lin.actor, row.pk).sources[0].source == "doorstep"
    assert RegisterChange.objects.filter(act="correct", source="doorstep").exists()


def test_keeping_what_stands_settles_alike_for_all_who_said_so(cast, row):
    said, alike = say(cast, row, "19900000002"), say(cast, row, "19900000002", source="household")
    settle(cast, said, take=False)
    alike.refresh_from_db()
    assert (alike.state, phone(row)) == ("settled", "19900000001")


def test_nobody_is_sent_twice_for_what_was_settled(cast, row):
    said = say(cast, row, "19900000002")
    settle(cast, said, take=False)
    assert say(cast, row, "19900000002") == Statement.objects.get(pk=said.pk)
    with pytest.raises(errors.StatementSettled):
        settle(cast, said, take=True)


def test_a_correction_settles_what_others_had_said_alike(cast, row):
    said = say(cast, row, "19900000002")
    actions.correct_resident(
        row.pk, command=a_command(cast.lin.actor), values={"phone": "19900000002"}, source="self", reason="本人更正"
    )
    said.refresh_from_db()
    assert said.state == "settled"


def test_settling_is_undone_with_the_correction(cast, row):
    said = say(cast, row, "19900000002")
    stood, command = everything(), a_command(cast.lin.actor)
    settle(cast, said, take=True, command=command)
    actions.undo(command.id, command=a_command(cast.lin.actor), reason="看错了门牌")
    after = everything()
    assert after["resident"] == stood["resident"]
    assert next(one for one in after["statement"] if one["pk"] == said.pk)["state"] == "differs"


def test_a_birth_date_may_be_written_as_text(cast, row):
    assert say(cast, row, "1958-04-05", field="born_on").state == "agrees"
    with pytest.raises(errors.BirthDateWrong):
        say(cast, row, "5 April", field="born_on")


@pytest.mark.parametrize("field", ["religion", "account_id", "died_on", ""])
def test_only_declared_fields_are_stated(cast, row, field):
    with pytest.raises(errors.FieldUnknown):
        say(cast, row, "x", field=field)


def test_an_undeclared_source_says_nothing(cast, row):
    with pytest.raises(errors.SourceUnknown):
        say(cast, row, "19900000002", source="rumour")


def test_the_import_may_state_for_any_area(cast, row):
    command = a_command(SYSTEM)
    assert actions.state_value(row.pk, "name", "何秀蓝", source="import", command=command).state == "differs"


def test_zhao_states_and_settles_nothing(cast, row):
    said = say(cast, row, "19900000002")
    with pytest.raises(errors.ResidentNotFound):
        say(cast, row, "19900000002", by=cast.zhao)
    with pytest.raises(errors.StatementNotFound):
        settle(cast, said, take=True, by=cast.zhao)
