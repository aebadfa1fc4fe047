"""Phones: let in by session, let through by token, with a lease; ended when lost."""

import base64
import datetime as dt
import json
import uuid

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from linli.core.installation import set_installation
from linli.core.models import AuditEntry
from linli.core.secrets import unseal
from linli.fieldsync import errors
from linli.fieldsync.actions import devices
from linli.fieldsync.models import Device
from linli.fieldsync.tests.phone import Phone
from linli.staff.actions import set_password
from linli.staff.rules import SYSTEM
from linli.staff.testing import DISTRICT

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)


def test_a_grid_worker_registers_a_phone_and_gets_a_key_of_32_bytes(cast):
    found = Phone(cast.lin).answer
    assert found.status_code == 201
    assert len(base64.b64decode(found.json()["key"])) == 32
    assert found.json()["account"]["username"] == "lin"
    assert AuditEntry.objects.filter(subject_kind="device").count() == 1


def test_the_same_phone_gets_the_same_key_and_another_token(cast):
    phone = Phone(cast.lin)
    again = phone.register()
    assert again.status_code == 200
    assert again.json()["key"] == phone.answer.json()["key"]
    assert again.json()["token"] != phone.token
    assert phone.call("DELETE", f"devices/{phone.id}").status_code == 401  # the token before ended with it


@pytest.mark.parametrize("how", ["own", "reset"])
def test_a_new_password_ends_the_tokens_of_all_phones_and_a_new_sign_in_opens_the_same_store(cast, how):
    phone = Phone(cast.lin)
    if how == "own":
        cast.lin.account.set_password("another-good-password-1")
        cast.lin.account.save()
    else:
        set_password(cast.lin.account.pk, password="another-good-password-1", by=SYSTEM, at=timezone.now())
    assert phone.call("GET", "changes").status_code == 401
    cast.lin.account.refresh_from_db()
    assert phone.register().json()["key"] == phone.answer.json()["key"]


def test_other_changes_of_an_account_leave_its_phones_signed_in(cast):
    phone = Phone(cast.lin)
    cast.lin.account.save()
    assert phone.call("GET", "changes").status_code == 200


def test_zhao_registers_nothing(cast):
    found = Phone(cast.zhao).answer
    assert found.status_code == 403
    assert found.json()["code"] == "field.not-for-field-work"
    assert not Device.objects.exists()


def test_nobody_registers_without_signing_in(cast):
    found = Client().post("/field/api/devices", json.dumps({"id": str(uuid.uuid4())}), content_type="application/json")
    assert (found.status_code, found.json()["code"]) == (401, "field.sign-in")


def test_a_session_changes_nothing_without_its_token(cast):
    client = Client(enforce_csrf_checks=True)
    cast.lin.sign_in(client)
    found = client.post("/field/api/devices", json.dumps({"id": str(uuid.uuid4())}), content_type="application/json")
    assert found.status_code == 403
    token = client.get("/field/api/session").json()["csrf"]
    found = client.post(
        "/field/api/devices", json.dumps({"id": str(uuid.uuid4())}), content_type="application/json",
        headers={"X-CSRFToken": token},
    )  # fmt: skip
    assert found.status_code == 201


def test_the_session_says_who_is_signed_in(cast):
    assert Client().get("/field/api/session").json()["account"] is None
    found = cast.lin.sign_in().get("/field/api/session").json()
    assert (found["account"]["name"], found["may"]) == ("林小满", True)
    assert cast.zhao.sign_in().get("/field/api/session").json()["may"] is False


def test_a_phone_of_another_is_not_taken_over(cast):
    phone = Phone(cast.lin)
    found = Phone(cast.sun, device_id=phone.id).answer
    assert (found.status_code, found.json()["code"]) == (409, "field.device-of-another")


def test_a_phone_that_says_nonsense_is_refused(cast):
    client = cast.lin.sign_in()
    found = client.post("/field/api/devices", "{", content_type="application/json")
    assert (found.status_code, found.json()["code"]) == (400, "field.request-unreadable")


def test_a_name_no_database_keeps_is_refused(cast):
    phone = Phone(cast.lin)
    assert phone.register(name="小\x00米").status_code == 400


def test_a_lapsed_lease_asks_to_sign_in_and_keeps_the_key(cast, settings):
    settings.LINLI_FIELD_LEASE_HOURS = 72
    with time_machine.travel(NOON, tick=False):
        phone = Phone(cast.lin)
    with time_machine.travel(NOON + dt.timedelta(hours=73), tick=False):
        found = phone.call("DELETE", f"devices/{phone.id}")
        assert (found.status_code, found.json()["code"]) == (401, "field.sign-in")
        assert phone.register().json()["key"] == phone.answer.json()["key"]


def test_a_call_renews_the_lease_at_most_once_an_hour(cast, django_assert_num_queries):
    with time_machine.travel(NOON, tick=False):
        phone = Phone(cast.lin)
    with time_machine.travel(NOON + dt.timedelta(minutes=59), tick=False), django_assert_num_queries(2):
        phone.call("GET", f"devices/{phone.id}")
    assert Device.objects.get().lease_until == NOON + dt.timedelta(hours=72)
    with time_machine.travel(NOON + dt.timedelta(hours=2), tick=False), django_assert_num_queries(3):
        phone.call("GET", f"devices/{phone.id}")
    assert Device.objects.get().lease_until == NOON + dt.timedelta(hours=74)


def test_a_closed_account_asks_to_sign_in(cast):
    phone = Phone(cast.lin)
    cast.lin.account.is_active = False
    cast.lin.account.save()
    assert phone.call("DELETE", f"devices/{phone.id}").status_code == 401


def test_signing_out_ends_the_token_and_keeps_the_key(cast):
    phone = Phone(cast.lin)
    assert phone.call("DELETE", f"devices/{phone.id}").status_code == 204
    assert phone.call("DELETE", f"devices/{phone.id}").status_code == 401
    assert phone.register().json()["key"] == phone.answer.json()["key"]


def test_nobody_signs_a_phone_of_another_out(cast):
    lin, sun = Phone(cast.lin), Phone(cast.sun)
    assert sun.call("DELETE", f"devices/{lin.id}").status_code == 404
    assert Device.objects.get(pk=lin.id).signed_out_at is None


def test_no_time_of_day_of_use_is_kept(cast):
    Phone(cast.lin)
    fields = {field.name: field.get_internal_type() for field in Device._meta.concrete_fields}
    assert fields["seen_on"] == "DateField"
    assert {name for name, kind in fields.items() if kind == "DateTimeField"} == {
        "lease_until", "registered_at", "signed_out_at", "revoked_at",
    }  # fmt: skip


def test_without_a_token_nothing_opens(cast):
    phone = Phone(cast.lin)
    for given in ("", "Bearer", "Bearer x", f"Basic {phone.token}"):
        found = Client().delete(f"/field/api/devices/{phone.id}", headers={"Authorization": given})
        assert (found.status_code, found.json()["code"]) == (401, "field.sign-in")
    assert timezone.now() < Device.objects.get().lease_until


def fourth_of(member):
    """Register three phones and try a fourth."""
    phones = [Phone(member) for _ in range(3)]
    return phones, Phone(member).answer


def test_a_fourth_phone_is_refused_and_told_which_was_used_longest_ago(cast):
    with time_machine.travel(NOON - dt.timedelta(days=1), tick=False):
        Phone(cast.lin).register(name="旧手机")
    with time_machine.travel(NOON, tick=False):
        Phone(cast.lin), Phone(cast.lin)
        found = Phone(cast.lin).answer
    assert (found.status_code, found.json()["code"]) == (409, "field.too-many-devices")
    for told in ("3 部", "旧手机", "2026-11-21", "/desk/field/devices/"):
        assert told in found.json()["title"], told
    assert Device.objects.count() == 3


def test_a_phone_that_is_in_signs_in_again_whatever_the_others(cast):
    phones, refused = fourth_of(cast.lin)
    assert (refused.status_code, phones[0].register().status_code) == (409, 200)


@pytest.mark.parametrize("how", ["signed-out", "ended", "lapsed", "new-password"])
def test_a_phone_that_opens_nothing_leaves_its_place_to_another(cast, how):
    with time_machine.travel(NOON, tick=False) as clock:
        phones, _refused = fourth_of(cast.lin)
        if how == "signed-out":
            phones[0].call("DELETE", f"devices/{phones[0].id}")
        elif how == "ended":
            cast.lin.sign_in().post(f"/desk/field/devices/{phones[0].id}/ending", {"why": "lost"})
        elif how == "lapsed":
            clock.shift(dt.timedelta(hours=73))
        else:
            set_password(cast.lin.account.pk, password="another-good-password-1", by=SYSTEM, at=timezone.now())
            cast.lin.account.refresh_from_db()
        assert Phone(cast.lin).answer.status_code == 201


def test_a_lapsed_phone_that_comes_back_counts_like_a_new_one(cast):
    with time_machine.travel(NOON, tick=False):
        old = Phone(cast.lin)
    with time_machine.travel(NOON + dt.timedelta(hours=73), tick=False):
        phones = [Phone(cast.lin) for _ in range(3)]
        assert old.register().json()["code"] == "field.too-many-devices"
        phones[0].call("DELETE", f"devices/{phones[0].id}")
        assert old.register().json()["key"] == old.answer.json()["key"]  # what was queued there opens again


def test_how_many_phones_is_the_installation_s_to_say_and_counts_each_account_for_itself(cast, settings):
    settings.LINLI_FIELD_DEVICES = 1
    Phone(cast.lin)
    assert Phone(cast.lin).answer.status_code == 409
    assert Phone(cast.sun).answer.status_code == 201


@pytest.mark.parametrize(("is_demo", "status"), [(True, 201), (False, 409)])
def test_accounts_of_the_sample_town_are_shared_by_all_who_look_at_it(cast, is_demo, status):
    set_installation(name="样板", root_code=DISTRICT, is_demo=True)
    cast.lin.account.is_demo = is_demo
    cast.lin.account.save()
    assert fourth_of(cast.lin)[1].status_code == status


def register_within(monkeypatch, by_first, new):
    """Let one registration of a phone come between another's look for the phone and its writing of it."""
    check = devices._check_count

    def meanwhile(*said, **more):
        monkeypatch.setattr(devices, "_check_count", check)
        devices.register_device(new, by=by_first, at=timezone.now())
        check(*said, **more)

    monkeypatch.setattr(devices, "_check_count", meanwhile)


def test_a_phone_that_registers_twice_at_once_is_one_phone_with_one_key(cast, monkeypatch):
    new = devices.NewDevice(uuid.uuid4(), "测试手机")
    register_within(monkeypatch, cast.lin.actor, new)
    last = devices.register_device(new, by=cast.lin.actor, at=timezone.now())
    kept = Device.objects.get()
    assert (kept.pk, last.key, last.is_new) == (new.id, unseal(kept.key_sealed), False)
    assert devices.open_device(last.token, at=timezone.now())[0].pk == new.id
    assert AuditEntry.objects.filter(subject_kind="device").count() == 1


def test_of_two_accounts_that_register_one_phone_at_once_the_first_has_it(cast, monkeypatch):
    new = devices.NewDevice(uuid.uuid4(), "测试手机")
    register_within(monkeypatch, cast.lin.actor, new)
    with pytest.raises(errors.DeviceOfAnother):
        devices.register_device(new, by=cast.sun.actor, at=timezone.now())
