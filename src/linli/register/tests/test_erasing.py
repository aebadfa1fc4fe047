"""What a person asks to have deleted is gone, and so is what stood in records that were merged into theirs."""

import datetime as dt

import pytest
import time_machine

from linli.register import actions
from linli.register.actions.erasing import Erasure, erase
from linli.register.models import RegisterChange, Resident
from linli.register.queries.history import opened
from linli.register.testing import AT, a_command, make_resident

BORN = dt.date(1958, 4, 5)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def twofold(cast):
    """A resident whose record was made of two."""
    kept = make_resident("何秀兰", born_on=BORN, phone="19900000001")
    other = make_resident("何秀兰", born_on=BORN, phone="19900000002")
    return actions.merge_residents(kept.pk, other.pk, command=a_command(cast.jiang.actor), reason="同一人，已核对")


def _kept_values():
    return [opened(sealed) for one in RegisterChange.objects.all() for sealed in (one.before_sealed, one.after_sealed)]


def test_a_person_made_of_two_records_is_deleted_with_both(cast, twofold):
    left = {"on": dt.date(2026, 11, 1), "reason": "迁往外地", "keeps_registration": False}
    actions.move_out(twofold.pk, command=a_command(cast.jiang.actor), **left)
    erase(twofold.pk, Erasure.ALL, command=a_command(cast.jiang.actor), reason="本人请求")
    assert not Resident.objects.exists()
    assert not any("何秀兰" in str(values) for values in _kept_values())
    assert not RegisterChange.objects.filter(resident_id__isnull=False).exclude(before_sealed="", after_sealed="")


def test_a_deleted_phone_stands_in_no_record_of_the_person(cast, twofold):
    erase(twofold.pk, Erasure.PHONE, command=a_command(cast.jiang.actor), reason="本人请求")
    assert set(Resident.objects.values_list("phone_sealed", "phone_hash")) == {("", "")}
    assert not any("1990000000" in str(values) for values in _kept_values())
