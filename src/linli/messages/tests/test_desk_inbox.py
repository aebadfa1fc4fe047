"""The inbox and the settings: one's own and nobody else's; nothing is kept of when something was read."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.rules import State
from linli.cases.testing import make_case
from linli.core.ids import new_id
from linli.core.installation import set_installation
from linli.messages import actions
from linli.messages.models import Delivery, Notice, Preference, PushSubscription
from linli.messages.queries.inbox import PAGE
from linli.messages.rules import Channel
from linli.messages.testing import NOON, a_fact, wish_for
from linli.messages.tests.test_channels import a_subscription
from linli.messages.web.urls import app_name, urlpatterns
from linli.staff.testing import CLEANING, Cast

pytestmark = pytest.mark.django_db
AT = dt.datetime.fromisoformat(NOON)
INBOX, SETTINGS = "/desk/messages/", "/desk/messages/settings/"
GIVEN = {"mail": "urgent", "sms": "off", "push": "all", "quiet_from": "23:00", "quiet_to": "06:30", "phone": ""}


def told(cast: Cast, *, times: int = 1) -> list[Notice]:
    case = make_case(cast, state=State.DISPATCHED)
    for _ in range(times):
        actions.tell("cases.dispatched", a_fact(case, unit_code=CLEANING), at=AT)
    return list(Notice.objects.filter(receiver=str(cast.sun.account.pk)).order_by("id"))


def page(client: Client, address: str = INBOX) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def test_one_s_notices_stand_in_the_inbox_and_the_bell_counts_them(cast: Cast):
    (notice,) = told(cast)
    html = page(cast.sun.sign_in())
    assert notice.title in html
    assert "未读 1 条" in html
    assert 'class="badge badge-pill"' in html


def test_a_stranger_sees_nobody_s_notices(cast: Cast):
    (notice,) = told(cast)
    client = cast.zhao.sign_in()
    assert notice.title not in page(client)
    for answer in (
        client.get(f"{INBOX}{notice.pk}/"),
        client.post(f"{INBOX}{notice.pk}/reading/"),
        client.get(f"{INBOX}log/"),
        client.get(f"{INBOX}log/export.xlsx"),
        client.post(f"{INBOX}log/{new_id()}/resending/"),
    ):
        assert answer.status_code in {403, 404}
    client.post(f"{INBOX}reading/")
    notice.refresh_from_db()
    assert notice.is_unread


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_whoever_is_not_signed_in_is_sent_to_sign_in(db, pattern):
    address = reverse(f"{app_name}:{pattern.name}", kwargs={name: new_id() for name in pattern.pattern.converters})
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code in {302, 405}
        assert answer.status_code == 405 or "/accounts/login/" in answer["Location"]


def test_opening_a_notice_leads_to_its_case_and_takes_it_as_read(cast: Cast):
    (notice,) = told(cast)
    client = cast.sun.sign_in()
    page(client)
    answer = client.get(f"{INBOX}{notice.pk}/")
    assert answer["Location"] == notice.link
    assert client.get(f"{INBOX}{notice.pk}/")["Location"] == notice.link
    assert client.get(notice.link).status_code == 200
    assert "没有未读消息" in page(client)


def test_reading_leaves_no_time_and_does_not_show_in_the_log(cast: Cast):
    (notice,) = told(cast)
    before = list(Delivery.objects.values())
    actions.mark_read(cast.sun.account.pk, notice.pk)
    assert list(Delivery.objects.values()) == before
    assert {field.name for field in Notice._meta.fields if "read" in field.name or "seen" in field.name} == {
        "is_unread"
    }
    assert "已读" not in page(cast.wu.sign_in(), f"{INBOX}log/")


def test_all_are_read_at_once(cast: Cast):
    told(cast, times=3)
    client = cast.sun.sign_in()
    answer = client.post(f"{INBOX}reading/", follow=True)
    assert "3 条消息已标为已读" in answer.content.decode()
    assert Notice.objects.filter(is_unread=True).count() == 0


def test_one_is_read_without_being_opened(cast: Cast):
    first, second = told(cast, times=2)
    cast.sun.sign_in().post(f"{INBOX}{first.pk}/reading/")
    assert [one.is_unread for one in Notice.objects.order_by("id")] == [False, True]
    assert second.is_unread


def test_a_long_inbox_has_pages_and_few_queries(cast: Cast, django_assert_max_num_queries):
    notices = told(cast, times=PAGE + 5)
    client = cast.sun.sign_in()
    page(client)
    with django_assert_max_num_queries(6):
        html = page(client)
    assert html.count('class="notice-title"') == PAGE
    following = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = page(client, INBOX + following)
    assert rest.count('class="notice-title"') == 5
    assert str(notices[0].pk) in rest
    assert page(client, INBOX + "?after=nonsense").count('class="notice-title"') == PAGE


def test_only_the_unread_are_shown_when_asked_for(cast: Cast):
    first, second = told(cast, times=2)
    actions.mark_read(cast.sun.account.pk, first.pk)
    html = page(cast.sun.sign_in(), INBOX + "?show=unread")
    assert str(second.pk) in html
    assert str(first.pk) not in html


def test_many_unread_are_not_counted_to_the_end(cast: Cast):
    told(cast, times=105)
    assert "99+" in page(cast.sun.sign_in())


def test_the_bell_costs_one_query_now_and_then(cast: Cast, django_assert_num_queries):
    from linli.messages.queries.inbox import unread_count

    told(cast)
    with django_assert_num_queries(1):
        assert [unread_count(cast.sun.account.pk) for _ in range(3)] == [1, 1, 1]


# Settings


def test_without_any_channel_the_page_says_so(cast: Cast):
    html = page(cast.sun.sign_in(), SETTINGS)
    assert "还没有接通邮件、短信和浏览器推送" in html
    assert "网站用 https 地址访问后" in html


def test_what_is_chosen_is_kept(cast: Cast):
    client = cast.sun.sign_in()
    answer = client.post(SETTINGS, {**GIVEN, "phone": "138 0013 8000"}, follow=True)
    assert "已保存" in answer.content.decode()
    kept = Preference.objects.get(pk=cast.sun.account.pk)
    assert (kept.mail, kept.sms, kept.push, f"{kept.quiet_from:%H:%M}") == ("urgent", "off", "all", "23:00")
    html = page(client, SETTINGS)
    assert "138******00" in html
    assert "13800138000" not in html


def test_a_number_stays_until_it_is_taken_out(cast: Cast):
    wish_for(cast.sun.account.pk, phone="13800138000")
    client = cast.sun.sign_in()
    client.post(SETTINGS, GIVEN)
    assert Preference.objects.get().phone_sealed
    client.post(SETTINGS, {**GIVEN, "phone_removed": "on"})
    assert Preference.objects.get().phone_sealed == ""


def test_the_usual_hours_are_not_kept_as_one_s_own(cast: Cast):
    cast.sun.sign_in().post(SETTINGS, {**GIVEN, "quiet_from": "22:00", "quiet_to": "07:00"})
    assert Preference.objects.get().quiet_from is None


@pytest.mark.parametrize("wrong", [{"phone": "12"}, {"mail": "loud"}, {"quiet_from": "25:00"}, {"quiet_to": ""}])
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(cast: Cast, wrong):
    answer = cast.sun.sign_in().post(SETTINGS, {**GIVEN, **wrong})
    assert answer.status_code == 422
    assert f'id="id_{next(iter(wrong))}_error"' in answer.content.decode()
    assert Preference.objects.count() == 0


def test_nobody_changes_a_shared_demo_account(cast: Cast):
    set_installation(name="示范", root_code="", is_demo=True)
    type(cast.sun.account).objects.filter(pk=cast.sun.account.pk).update(is_demo=True)
    client = cast.sun.sign_in()
    assert "只能看，不能改" in page(client, SETTINGS)
    for address in (SETTINGS, f"{SETTINGS}test/", f"{SETTINGS}browsers/"):
        assert client.post(address, GIVEN).status_code in {403, 409}
    assert Preference.objects.count() == 0


def test_a_test_message_is_written_to_oneself(cast: Cast):
    answer = cast.sun.sign_in().post(f"{SETTINGS}test/", follow=True)
    assert "没有别的接收方式" in answer.content.decode()
    assert [one.receiver for one in Notice.objects.all()] == [str(cast.sun.account.pk)]
    assert [one.channel for one in Delivery.objects.all()] == [Channel.INBOX]


def test_a_browser_is_added_by_the_page_s_script_and_removed_by_its_owner(cast: Cast, settings, tmp_path):
    settings.LINLI_DATA, settings.LINLI_SITE_URL = tmp_path, "https://linli.example"
    client = cast.sun.sign_in()
    assert "data-push-key" in page(client, SETTINGS)
    given = {"subscription": a_subscription("https://fcm.googleapis.com/fcm/send/x"), "browser": "Edge Win32"}
    assert client.post(f"{SETTINGS}browsers/", given).status_code == 201
    row = PushSubscription.objects.get()
    cast.wei.sign_in().post(f"{SETTINGS}browsers/{row.pk}/removal/")
    assert PushSubscription.objects.count() == 1
    assert "Edge Win32" in page(client, SETTINGS)
    client.post(f"{SETTINGS}browsers/{row.pk}/removal/")
    assert PushSubscription.objects.count() == 0


def test_a_subscription_into_the_office_is_refused(cast: Cast):
    client = cast.sun.sign_in()
    for given in (a_subscription("https://192.168.1.1/x"), json.dumps({"endpoint": "x"}), ""):
        assert client.post(f"{SETTINGS}browsers/", {"subscription": given}).status_code == 400
    assert PushSubscription.objects.count() == 0
