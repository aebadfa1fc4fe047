"""Clear values are shown for a purpose that names them, to those who may contact people there, and the resident can read it."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from linli.core.commands import CommandIdReused
from linli.core.errors import NotAllowed
from linli.core.models import AuditEntry
from linli.places.testing import make_dwelling
from linli.register import actions, errors
from linli.register.actions.consents import Asked, give_consent, withdraw_consent
from linli.register.models import Disclosure
from linli.register.rules import NewContact, NewGuardian, NewHome
from linli.register.rules.consents import Channel
from linli.register.testing import AT, a_command, make_id_number, make_resident
from linli.staff.testing import GRID_BESIDE

NUMBER = make_id_number(dt.date(1958, 4, 5), "female")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def row(cast):
    return make_resident(id_number=NUMBER, phone="19900000001")


def reveal(cast, row, *fields, purpose="contact", by=None, command=None):
    command = command or a_command((by or cast.lin).actor)
    return actions.reveal(row.pk, command=command, fields=fields, purpose=purpose, said="楼上漏水，联系本人")


def test_what_the_purpose_names_is_shown_and_kept(cast, row):
    shown = reveal(cast, row, "name", "phone")
    assert shown.values == {"name": "何秀兰", "phone": "19900000001"}
    kept = Disclosure.objects.get()
    assert (kept.resident_id, kept.how, kept.purpose_code, kept.said, kept.fields) == (
        row.pk, "reveal", "contact", "楼上漏水，联系本人", ["name", "phone"],
    )  # fmt: skip
    line = AuditEntry.objects.get(act="reveal")
    assert "19900000001" not in str(line.detail)


def test_the_number_is_shown_for_checking_who_somebody_is(cast, row):
    assert reveal(cast, row, "id-number", "born_on", purpose="identify").values == {
        "id_number": NUMBER,
        "born_on": "1958-04-05",
    }


def test_the_address_is_where_somebody_lives(cast, row):
    assert reveal(cast, row, "address").values["address"].startswith("竹桥小区1号楼")


def test_contacts_and_guardians_are_shown_in_an_emergency(cast, row):
    actions.name_contact(row.pk, NewContact("吴芳", "19900000009"), command=a_command(cast.lin.actor))
    outside = NewGuardian("court", name="郑平", phone="19900000008")
    actions.name_guardian(row.pk, outside, command=a_command(cast.lin.actor), on=dt.date(2026, 1, 1))
    inside = NewGuardian("appointed", guardian_id=make_resident("孙梅", phone="19900000007").pk)
    actions.name_guardian(row.pk, inside, command=a_command(cast.lin.actor), on=dt.date(2026, 2, 1))
    assert reveal(cast, row, "contacts", "guardians", purpose="emergency-call").values == {
        "contacts": "吴芳 19900000009",
        "guardians": "郑平 19900000008\n孙梅 19900000007",
    }


@pytest.mark.parametrize(
    ("fields", "purpose", "refusal"),
    [
        (["id_number"], "contact", errors.NotForThisPurpose),
        (["contacts"], "identify", errors.NotForThisPurpose),
        (["phone"], "planning", errors.PurposeUnknown),
        (["phone"], "curiosity", errors.PurposeUnknown),
        (["phone"], "minimum-living", errors.PurposeClosed),
        (["account_id"], "contact", errors.FieldUnknown),
        ([], "contact", errors.NothingToReveal),
    ],
    ids=["beyond", "contacts-beyond", "no-reading", "unknown", "closed", "no-field", "nothing"],
)
def test_nothing_is_shown_beyond_the_purpose(cast, row, fields, purpose, refusal):
    with pytest.raises(refusal):
        reveal(cast, row, *fields, purpose=purpose)
    assert not Disclosure.objects.exists()


def test_the_same_command_is_kept_once(cast, row):
    command = a_command(cast.lin.actor)
    for _time in range(2):
        assert reveal(cast, row, "phone", command=command).values == {"phone": "19900000001"}
    assert Disclosure.objects.count() == 1


def test_zhao_the_machine_and_other_posts_see_nothing(cast, row):
    for stranger in (cast.zhao, cast.root, cast.luo, cast.feng):
        with pytest.raises(errors.ResidentNotFound):
            reveal(cast, row, "phone", by=stranger)


@pytest.mark.parametrize(("left", "refusal"), [(True, errors.ResidentNotFound), (False, NotAllowed)])
def test_whoever_only_knows_somebody_from_before_is_shown_nothing(cast, row, left, refusal):
    home = NewHome(
        make_dwelling(area_code=GRID_BESIDE, unit_no="505"), dt.date(2026, 5, 1), registered=left, leaves=True
    )
    actions.move_in(row.pk, home, command=a_command(cast.jiang.actor))
    with pytest.raises(refusal):
        reveal(cast, row, "phone")


def test_a_command_read_under_once_opens_nothing_else(cast, row):
    other, command = make_resident("孙梅", phone="19900000007"), a_command(cast.lin.actor)
    reveal(cast, row, "name", command=command)
    for whom, fields, purpose in ((other, "name", "contact"), (row, "phone", "contact"), (row, "name", "identify")):
        with pytest.raises(CommandIdReused):
            reveal(cast, whom, fields, purpose=purpose, command=command)
    with pytest.raises(CommandIdReused):
        reveal(cast, row, "name", command=replace(command, at=AT + dt.timedelta(days=1)))
    assert Disclosure.objects.count() == 1


def test_for_a_purpose_that_rests_on_consent_nothing_is_shown_without_one_or_after_it_was_taken_back(cast, row):
    with pytest.raises(errors.ConsentMissing):
        reveal(cast, row, "phone", purpose="elder-visits")
    asked = Asked(Channel.COUNTER)
    consent = give_consent(row.pk, "elder-visits", command=a_command(cast.lin.actor), asked=asked)
    assert reveal(cast, row, "phone", purpose="elder-visits").values == {"phone": "19900000001"}
    withdraw_consent(consent.pk, command=a_command(cast.lin.actor))
    with pytest.raises(errors.ConsentMissing):
        reveal(cast, row, "phone", purpose="elder-visits")
