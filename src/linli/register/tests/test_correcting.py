"""Corrections mend what was never true, changes hold from a day; both keep what stood and who said so."""

import datetime as dt

import pytest
import time_machine

from linli.core.errors import Stale
from linli.core.models import AuditEntry
from linli.core.secrets import keyed_hash, unseal
from linli.register import actions, errors, queries
from linli.register.models import RegisterChange, Resident, Statement
from linli.register.testing import AT, a_command, make_id_number, make_resident
from linli.register.tests.lives import TODAY

BORN = dt.date(1958, 4, 5)
YESTERDAY, MARCH = TODAY - dt.timedelta(days=1), dt.date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def correct(cast, row, *, by=None, reason="本人出示证件更正", version=None, command=None, **values):
    command = command or a_command((by or cast.lin).actor)
    return actions.correct_resident(
        row.pk, command=command, values=values, source="self", reason=reason, version=version
    )


def test_a_name_corrected_is_found_by_its_new_pinyin(cast):
    row = correct(cast, make_resident(), name=" 徐秀兰 ")
    assert (row.name, row.name_key, row.version) == ("徐秀兰", "xu2 xiu4 lan2 徐秀兰", 2)
    assert [one.id for one in queries.search_residents(cast.lin.actor, "xxl")] == [row.pk]


def test_a_number_and_a_phone_corrected_are_sealed_and_hashed_anew(cast):
    number = make_id_number(BORN, "female")
    row = correct(cast, make_resident(), id_number=number.lower(), phone="199 0000 0002")
    assert (row.id_number_hash, unseal(row.phone_sealed)) == (keyed_hash(number), "19900000002")
    assert row.phone_hash == keyed_hash("19900000002")


def test_who_said_so_is_kept_with_the_reason_and_the_log_names_no_value(cast):
    row = correct(cast, make_resident(), name="徐秀兰")
    kept = RegisterChange.objects.get(act="correct")
    assert (kept.source, kept.reason, kept.by_name) == ("self", "本人出示证件更正", "林小满")
    assert "徐秀兰" not in kept.before_sealed + kept.after_sealed
    assert Statement.objects.get().source == "self"
    line = AuditEntry.objects.get(act="write", subject_kind="resident")
    assert line.detail == {"act": "correct", "fields": ["name"]}
    assert line.subject_id == str(row.pk)


def test_what_was_written_wrongly_was_never_true_but_was_known_so(cast):
    row = make_resident()
    correct(cast, row, name="徐秀兰")
    assert queries.resident_as_of(row.pk, MARCH).name == "徐秀兰"
    assert queries.resident_as_of(row.pk, MARCH, known_at=AT - dt.timedelta(minutes=1)).name == "何秀兰"


def test_no_page_tells_the_birth_date_by_the_day_of_a_correction(cast):
    row = correct(cast, make_resident(), name="徐秀兰")
    (line,) = queries.resident_sheet(cast.lin.actor, row.pk).timeline
    assert line.on == TODAY
    assert RegisterChange.objects.filter(effective_on=BORN).count() == 0


def test_what_changed_since_a_day_was_different_before(cast):
    row = make_resident(phone="19900000001")
    actions.change_resident(
        row.pk, command=a_command(cast.lin.actor), values={"phone": "19900000002"}, on=MARCH, source="self"
    )
    assert queries.resident_as_of(row.pk, MARCH - dt.timedelta(days=1)).phone == "19900000001"
    assert queries.resident_as_of(row.pk, MARCH).phone == "19900000002"


def test_a_correction_learnt_later_of_an_earlier_day_holds_from_then_on(cast):
    row = make_resident(phone="19900000001")
    for on, phone in ((dt.date(2026, 6, 1), "19900000002"), (MARCH, "19900000003")):
        actions.change_resident(
            row.pk, command=a_command(cast.lin.actor), values={"phone": phone}, on=on, source="self"
        )
    days = (dt.date(2026, 2, 1), dt.date(2026, 4, 1), dt.date(2026, 7, 1))
    assert [queries.resident_as_of(row.pk, day).phone[-1] for day in days] == ["1", "3", "3"]


def test_a_birth_date_and_a_number_that_belong_together_are_corrected_together(cast):
    row = make_resident(id_number=make_id_number(BORN, "female"))
    born = dt.date(1959, 4, 5)
    with pytest.raises(errors.IdNumberDiffers):
        correct(cast, row, born_on=born)
    mended = correct(cast, row, born_on="1959-04-05", id_number=make_id_number(born, "female"))
    assert mended.born_on == born


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"name": " "}, errors.NameMissing),
        ({"sex": "f"}, errors.SexUnknown),
        ({"born_on": "2030-01-01"}, errors.BirthDateWrong),
        ({"born_on": "yesterday"}, errors.BirthDateWrong),
        ({"id_number": "123"}, errors.IdNumberInvalid),
        ({"phone": "12"}, errors.PhoneInvalid),
        ({"religion": "x"}, errors.FieldUnknown),
        ({"name": "何秀兰"}, errors.NothingChanges),
        ({}, errors.NothingChanges),
    ],
    ids=["name", "sex", "future", "no-date", "number", "phone", "barred", "same", "nothing"],
)
def test_what_cannot_be_true_is_not_written(cast, values, refusal):
    row = make_resident()
    with pytest.raises(refusal):
        correct(cast, row, **values)
    assert not RegisterChange.objects.exists()


def test_a_correction_has_a_reason(cast):
    with pytest.raises(errors.ReasonMissing):
        correct(cast, make_resident(), name="徐秀兰", reason="错")


def test_a_form_over_a_record_that_changed_since_is_refused(cast):
    row = make_resident()
    correct(cast, row, name="徐秀兰", version=1)
    with pytest.raises(Stale):
        correct(cast, row, name="徐秀莲", version=1)


def test_a_repeat_of_a_command_is_answered_even_though_the_version_went_up(cast):
    row, command = make_resident(), a_command(cast.lin.actor)
    for _time in range(2):
        assert correct(cast, row, name="徐秀兰", version=1, command=command).version == 2


def test_a_number_may_be_taken_away_and_stays_found_in_no_other_record(cast):
    row = make_resident(id_number=make_id_number(BORN, "female"))
    assert correct(cast, row, id_number="").id_number_hash == ""


def test_keys_of_names_are_completed_a_part_at_a_time(cast):
    for number in range(3):
        make_resident(born_on=dt.date(1950 + number, 1, 1))
    Resident.objects.update(name_key="")
    assert [actions.complete_name_keys(2), actions.complete_name_keys(2), actions.complete_name_keys(2)] == [2, 1, 0]
    assert set(Resident.objects.values_list("name_key", flat=True)) == {"he2 xiu4 lan2 何秀兰"}


def test_zhao_corrects_nothing(cast):
    with pytest.raises(errors.ResidentNotFound):
        correct(cast, make_resident(), by=cast.zhao, name="徐秀兰")
