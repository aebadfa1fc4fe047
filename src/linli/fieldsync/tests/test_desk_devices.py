"""The desk's page of phones: one's own and those one manages; a lost one is ended and wipes itself."""

import datetime as dt
import io
import uuid

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from linli.core.models import AuditEntry
from linli.core.retention import forget_expired
from linli.fieldsync.actions.forgetting import RULES
from linli.fieldsync.models import Device, FieldCommand
from linli.fieldsync.tasks import keep_incoming
from linli.fieldsync.tests.phone import Phone, command
from linli.staff.rules import Role
from linli.staff.testing import GRID_ELSEWHERE, STREET, make_member

pytestmark = pytest.mark.django_db
PAGE = "/desk/field/devices/"


@pytest.fixture
def keeper(cast):
    """Somebody who keeps staff in Lin's street."""
    return make_member("keeper", "方主任", Role.ADMIN, STREET)


def ending(member, phone, why="lost"):
    return member.sign_in().post(f"{PAGE}{phone.id}/ending", {"why": why})


def test_a_worker_sees_the_own_phones_and_nobody_else_s(cast):
    Phone(cast.lin)
    Phone(cast.sun).register(name="孙大海的手机")
    page = cast.lin.sign_in().get(PAGE).content.decode()
    assert "测试手机" in page
    assert "孙大海" not in page
    assert "所管人员" not in page


def test_whoever_lost_a_phone_ends_it_and_it_wipes_itself(cast):
    phone = Phone(cast.lin)
    assert ending(cast.lin, phone).status_code == 302
    found = phone.call("DELETE", f"devices/{phone.id}")
    assert (found.status_code, found.json()["code"]) == (410, "field.wipe")
    assert phone.register().status_code == 410
    assert AuditEntry.objects.filter(subject_kind="device", subject_id=phone.id).count() == 2


def test_ending_a_phone_twice_changes_nothing(cast):
    phone = Phone(cast.lin)
    ending(cast.lin, phone)
    ended_at = Device.objects.get().revoked_at
    ending(cast.lin, phone, "replaced")
    assert (Device.objects.get().revoked_at, Device.objects.get().revoked_why) == (ended_at, "lost")


def test_a_keeper_of_staff_sees_and_ends_the_phones_of_the_area(cast, keeper):
    phone = Phone(cast.lin)
    page = keeper.sign_in().get(PAGE).content.decode()
    assert "林小满" in page
    ending(keeper, phone, "manager")
    assert Device.objects.get().revoked_why == "manager"


def test_a_keeper_is_not_told_when_a_phone_was_used(cast, keeper):
    Phone(cast.lin)
    Device.objects.update(seen_on=timezone.localdate() - dt.timedelta(days=3))
    seen = (timezone.localdate() - dt.timedelta(days=3)).isoformat()
    assert seen in cast.lin.sign_in().get(PAGE).content.decode()
    assert seen not in keeper.sign_in().get(PAGE).content.decode()
    Device.objects.update(seen_on=timezone.localdate() - dt.timedelta(days=31))
    assert "三十天以上没有使用" in keeper.sign_in().get(PAGE).content.decode()


def test_a_keeper_finds_phones_by_name_and_takes_them_out(cast, keeper):
    Phone(cast.lin)
    assert "林小满" not in keeper.sign_in().get(PAGE, {"q": "孙"}).content.decode()
    found = keeper.sign_in().get("/desk/field/devices.xlsx", {"q": "林"})
    rows = list(load_workbook(io.BytesIO(found.content)).active.values)
    assert rows[1][:3] == ("林小满", "lin", "测试手机")
    assert "最近使用" not in rows[0]


@pytest.fixture
def many_phones(cast):
    """More phones of Lin than any page shows, and than the list once stopped at."""
    row = {"account_id": cast.lin.account.pk, "seen_on": timezone.localdate(), "platform": "Android 12"}
    at = timezone.now()
    made = [
        Device(id=uuid.uuid4(), name=f"手机{number:03}", lease_until=at, registered_at=at, **row)
        for number in range(520)
    ]
    return Device.objects.bulk_create(made)


def test_a_keeper_takes_out_every_phone_however_many(keeper, many_phones):
    found = keeper.sign_in().get("/desk/field/devices.xlsx")
    rows = list(load_workbook(io.BytesIO(found.content)).active.values)
    assert {row[2] for row in rows} >= {one.name for one in many_phones}


def test_a_keeper_reads_every_phone_page_by_page(keeper, many_phones):
    client = keeper.sign_in()
    pages = [client.get(PAGE, {"q": "林", "page": number}) for number in range(1, 12)]
    seen = [line["row"].id for page in pages for line in page.context["others"]]
    assert len(seen) == len(set(seen)) == 520
    assert "?q=%E6%9E%97&amp;page=2" in pages[0].content.decode()


def test_phones_of_others_are_listed_by_name_not_by_who_used_one_last(cast, keeper):
    for member in (cast.lin, cast.jiang, cast.zheng, cast.sun):
        Device.objects.create(
            id=uuid.uuid4(), account_id=member.account.pk, lease_until=timezone.now(), registered_at=timezone.now(),
            seen_on=timezone.localdate(),
        )  # fmt: skip
    first = [line["row"].username for line in keeper.sign_in().get(PAGE).context["others"]]
    assert len(first) > 1
    for days, device in enumerate(Device.objects.order_by("-account__username")):
        Device.objects.filter(pk=device.pk).update(seen_on=timezone.localdate() - dt.timedelta(days=days))
    assert [line["row"].username for line in keeper.sign_in().get(PAGE).context["others"]] == first == sorted(first)


def test_a_keeper_elsewhere_sees_and_ends_nothing(cast):
    other = make_member("keeper", "方主任", Role.ADMIN, GRID_ELSEWHERE[:9])
    phone = Phone(cast.lin)
    assert "林小满" not in other.sign_in().get(PAGE).content.decode()
    assert ending(other, phone).status_code == 404
    assert Device.objects.get().revoked_at is None


def test_somebody_with_a_post_outside_is_ended_by_no_keeper_within(cast, keeper):
    both = make_member("both", "两边跑", Role.GRID_WORKER, STREET)
    phone = Phone(both)
    both.account.posts.create(role=Role.GRID_WORKER.value, area_code=GRID_ELSEWHERE, valid_from=dt.date(2020, 1, 1))
    assert "两边跑" not in keeper.sign_in().get(PAGE).content.decode()
    assert ending(keeper, phone).status_code == 404


def test_a_phone_nobody_has_is_ended_by_nobody(cast):
    phone = Phone(cast.lin)
    Device.objects.all().delete()
    assert ending(cast.lin, phone).status_code == 404


def test_a_phone_is_ended_for_a_known_reason_only(cast):
    phone = Phone(cast.lin)
    ending(cast.lin, phone, "whim")
    assert Device.objects.get().revoked_at is None


def test_zhao_sees_no_phones(cast):
    phone = Phone(cast.lin)
    assert cast.zhao.sign_in().get(PAGE).status_code == 403
    assert cast.zhao.sign_in().get("/desk/field/devices.xlsx").status_code == 403
    assert ending(cast.zhao, phone).status_code == 403
    assert cast.lin.sign_in().get("/desk/field/devices.xlsx").status_code == 403
    assert Device.objects.get().revoked_at is None


def test_the_list_asks_as_much_for_many_phones_as_for_one(cast, keeper, django_assert_max_num_queries):
    for _ in range(8):
        Phone(cast.lin)
    client = keeper.sign_in()
    client.get(PAGE)
    with django_assert_max_num_queries(13):
        client.get(PAGE)


def test_phones_are_forgotten_half_a_year_after_their_last_use(cast):
    Phone(cast.lin)
    today = timezone.localdate()
    assert forget_expired(RULES, on=today + dt.timedelta(days=180)) == []
    forget_expired(RULES, on=today + dt.timedelta(days=181))
    assert not Device.objects.exists()


def test_first_answers_are_kept_for_400_days(phone):
    made = command("app.complaint", "", text="每天要求打开应用三次")
    phone.one(made)
    today = timezone.localdate()
    forget_expired(RULES, on=today + dt.timedelta(days=400))
    assert FieldCommand.objects.exists()
    forget_expired(RULES, on=today + dt.timedelta(days=402))
    assert not FieldCommand.objects.exists()


def test_the_worker_sweeps_once_a_day(phone, monkeypatch):
    swept = []
    monkeypatch.setattr("linli.fieldsync.tasks.sweep_incoming", swept.append)
    now = timezone.now()
    day = keep_incoming(now, swept_on=None)
    assert keep_incoming(now, swept_on=day) == day == timezone.localdate(now)
    assert swept == [now]
