"""Sending what waits: retries, giving up, quiet hours, sending again; one stuck gateway holds up no other."""

import datetime as dt
import gc
import json
import threading
import time

import pytest
import time_machine
from django.db import OperationalError, connection

from linli.cases.rules import State
from linli.cases.testing import make_case
from linli.core.errors import NotFound
from linli.messages import actions, tasks
from linli.messages.channels import bot_services, sms
from linli.messages.errors import NothingToResend
from linli.messages.models import Delivery, Notice, PushSubscription
from linli.messages.queries.deliveries import due_channels, due_ids
from linli.messages.rules import CLAIM, KEEP_DAYS, MOST_TRIES, Channel, DeliveryState, ReceiverKind, Wish
from linli.messages.tasks import Senders
from linli.messages.testing import NIGHT, NOON, a_fact, wish_for, with_mail
from linli.messages.tests.test_channels import a_subscription
from linli.staff.rules import SYSTEM
from linli.staff.testing import CLEANING, Cast

pytestmark = pytest.mark.django_db
AT = dt.datetime.fromisoformat(NOON)
NIGHT_AT = dt.datetime.fromisoformat(NIGHT)
PHONE = "13800138000"


@pytest.fixture
def sun(cast: Cast):
    return with_mail(cast.sun.account)


def dispatched(cast: Cast, *, at: dt.datetime = AT) -> Notice:
    case = make_case(cast, state=State.DISPATCHED)
    actions.tell("cases.dispatched", a_fact(case, unit_code=CLEANING), at=at)
    return Notice.objects.get(case_id=case.pk, receiver_kind=ReceiverKind.PERSON)


def the(channel: Channel) -> Delivery:
    return Delivery.objects.get(channel=channel)


def test_a_letter_goes_out_and_the_log_says_so_with_the_address_masked(cast: Cast, sun, post_office, settings):
    settings.LINLI_SITE_URL = "https://linli.example"
    notice = dispatched(cast)
    assert actions.send_due(Channel.MAIL, at=AT) == 1
    found = the(Channel.MAIL)
    assert (found.state, found.tries, found.next_try, found.why) == (DeliveryState.SENT, 1, None, "")
    assert found.address_masked == "s***@office.example"
    assert f"https://linli.example{notice.link}".encode() in post_office.letters[0].content.replace(b"=\r\n", b"")
    assert actions.send_due(Channel.MAIL, at=AT) == 0
    assert len(post_office.letters) == 1


def test_what_fails_is_tried_again_later_and_given_up_in_the_end(cast: Cast, sun, post_office):
    dispatched(cast)
    post_office.refusal, now, pauses = "451 mailbox busy", AT, []
    for _ in range(MOST_TRIES):
        actions.send_due(Channel.MAIL, at=now)
        found = the(Channel.MAIL)
        if found.next_try:
            pauses.append(found.next_try - now)
            assert found.state == DeliveryState.FAILED
            assert actions.send_due(Channel.MAIL, at=found.next_try - dt.timedelta(seconds=1)) == 0
            now = found.next_try
    assert (found.state, found.next_try, found.tries) == (DeliveryState.GIVEN_UP, None, MOST_TRIES)
    assert "451 mailbox busy" in found.why
    assert pauses == sorted(pauses)
    assert due_channels(AT + dt.timedelta(days=30)) == []


def test_what_will_never_be_taken_is_given_up_at_once(cast: Cast, sun, post_office):
    dispatched(cast)
    post_office.refusal = "550 no such user"
    actions.send_due(Channel.MAIL, at=AT)
    assert (the(Channel.MAIL).state, the(Channel.MAIL).tries) == (DeliveryState.GIVEN_UP, 1)


def test_a_failed_message_is_sent_when_the_server_is_back(cast: Cast, sun, post_office):
    dispatched(cast)
    post_office.refusal = "451 later"
    actions.send_due(Channel.MAIL, at=AT)
    post_office.refusal = ""
    assert actions.send_due(Channel.MAIL, at=the(Channel.MAIL).next_try) == 1
    assert (the(Channel.MAIL).state, the(Channel.MAIL).why) == (DeliveryState.SENT, "")


def test_what_waits_for_the_morning_is_sent_in_the_morning(cast: Cast, sun, post_office):
    dispatched(cast, at=NIGHT_AT)
    assert actions.send_due(Channel.MAIL, at=NIGHT_AT) == 0
    morning = the(Channel.MAIL).next_try
    assert actions.send_due(Channel.MAIL, at=morning) == 1


def test_a_second_try_that_falls_into_the_night_waits_too(cast: Cast, sun, post_office):
    dispatched(cast)
    post_office.refusal = "451 later"
    actions.send_due(Channel.MAIL, at=AT)
    actions.send_due(Channel.MAIL, at=NIGHT_AT)
    held = the(Channel.MAIL)
    assert (held.state, held.tries) == (DeliveryState.HELD, 1)
    assert held.next_try > NIGHT_AT


def test_one_s_own_quiet_hours_count(cast: Cast, sun, post_office):
    from linli.messages.rules import USUAL_WISHES, QuietHours

    actions.choose(sun, wishes=USUAL_WISHES, quiet=QuietHours.parse("11:00-14:00"))
    dispatched(cast)
    assert the(Channel.MAIL).state == DeliveryState.HELD
    assert the(Channel.MAIL).next_try == AT + dt.timedelta(hours=2)


def test_two_workers_send_a_message_once(cast: Cast, sun, post_office):
    dispatched(cast)
    (pk,) = due_ids(Channel.MAIL, AT, limit=10)
    assert [actions.send_now(pk, at=AT), actions.send_now(pk, at=AT)] == [True, False]
    assert len(post_office.letters) == 1


def test_a_message_in_the_hands_of_a_worker_that_died_is_sent_by_the_next(cast: Cast, sun, post_office, monkeypatch):
    dispatched(cast)

    def dies(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("linli.messages.actions.sending.hand_over", dies)
    with pytest.raises(KeyboardInterrupt):
        actions.send_due(Channel.MAIL, at=AT)
    monkeypatch.undo()
    assert actions.send_due(Channel.MAIL, at=AT + CLAIM - dt.timedelta(seconds=1)) == 0
    assert actions.send_due(Channel.MAIL, at=AT + CLAIM) == 1


def test_a_fault_of_a_library_spoils_one_message_and_not_the_next(cast: Cast, sun, post_office, monkeypatch):
    first, second = dispatched(cast), dispatched(cast)
    Notice.objects.filter(pk=first.pk).update(title="x\ny")  # no letter can have such a head
    assert actions.send_due(Channel.MAIL, at=AT) == 1
    states = {one.notice_id: one.state for one in Delivery.objects.filter(channel=Channel.MAIL)}
    assert states == {first.pk: DeliveryState.FAILED, second.pk: DeliveryState.SENT}


def test_whoever_has_left_is_sent_nothing(cast: Cast, sun, post_office):
    dispatched(cast)
    type(cast.sun.account).objects.filter(pk=sun).update(is_active=False)
    actions.send_due(Channel.MAIL, at=AT)
    assert the(Channel.MAIL).state == DeliveryState.GIVEN_UP
    assert post_office.letters == []


def test_a_channel_taken_away_meanwhile_is_told(cast: Cast, sun, post_office, settings):
    dispatched(cast)
    settings.LINLI_SMTP_URL = ""
    actions.send_due(Channel.MAIL, at=AT)
    assert the(Channel.MAIL).state == DeliveryState.GIVEN_UP
    assert "电子邮件" in the(Channel.MAIL).why


def test_the_number_for_sms_is_sealed_and_opened_only_to_send(cast: Cast, sun, gateway):
    wish_for(sun, phone=PHONE, sms=Wish.ALL)
    with connection.cursor() as cursor:
        cursor.execute("select phone_sealed from notices_preference")
        assert PHONE not in cursor.fetchone()[0]
    dispatched(cast)
    actions.send_due(Channel.SMS, at=AT)
    assert gateway.heard[0].json()["phone"] == PHONE
    assert the(Channel.SMS).address_masked == "138******00"


def test_a_resident_s_phone_is_used_and_the_use_is_kept_for_them_to_read(cast: Cast, gateway):
    case = make_case(cast, state=State.CLOSED, reporter_phone=PHONE)
    actions.tell("cases.closed", a_fact(case), at=AT)
    actions.send_due(Channel.SMS, at=AT)
    assert gateway.heard[0].json()["phone"] == PHONE
    assert case.number in gateway.heard[0].json()["text"]
    kept = case.disclosures.get()
    assert (kept.field, kept.by) == ("phone", SYSTEM.key)


def test_a_resident_with_an_account_and_no_phone_is_written_to(cast: Cast, post_office):
    with_mail(cast.zhao.account, "zhao@home.example")
    case = make_case(cast, state=State.CLOSED, account_id=cast.zhao.account.pk)
    actions.tell("cases.closed", a_fact(case), at=AT)
    assert actions.send_due(Channel.MAIL, at=AT) == 1
    assert post_office.letters[0].rcpt_tos == ["zhao@home.example"]


def test_a_unit_s_group_hears_it(cast: Cast, web, monkeypatch):
    monkeypatch.setattr(bot_services.WeCom, "notify_url", web.url + "/wecom?key={key}")
    actions.set_bot(CLEANING, address="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6", at=AT)
    dispatched(cast)
    assert actions.send_due(Channel.BOT, at=AT) == 1
    assert "新派遣" in web.heard[0].json()["text"]["content"]
    assert the(Channel.BOT).address_masked == "WeCom Bot"
    with connection.cursor() as cursor:
        cursor.execute("select address_sealed from notices_unitbot")
        assert "693a91f6" not in cursor.fetchone()[0]


def test_a_note_reaches_every_browser_and_those_that_are_gone_are_forgotten(cast: Cast, sun, web, settings):
    settings.LINLI_PUSH_HOSTS = (web.url.removeprefix("http://"),)
    settings.LINLI_SITE_URL = "http://localhost:8000"
    for name in ("old", "new"):
        subscription = a_subscription(f"{web.url}/{name}")
        actions.subscribe_browser(sun, subscription=subscription, browser=name, at=AT)
    web.answers = [(410, ""), (201, "")]
    dispatched(cast)
    assert actions.send_due(Channel.PUSH, at=AT) == 1
    assert {heard.path for heard in web.heard} == {"/old", "/new"}
    assert [one.browser for one in PushSubscription.objects.all()] == ["new"]


def test_a_browser_subscribes_once_and_has_one_owner(cast: Cast, sun, settings):
    subscription = a_subscription("https://fcm.googleapis.com/fcm/send/x")
    for account in (sun, sun, cast.wei.account.pk):
        actions.subscribe_browser(account, subscription=subscription, browser="Chrome", at=AT)
    assert PushSubscription.objects.get().account_id == cast.wei.account.pk
    assert "fcm.googleapis" not in PushSubscription.objects.get().subscription_sealed


def test_only_so_many_browsers_are_kept(sun):
    for number in range(10):
        at = AT + dt.timedelta(minutes=number)
        subscription = a_subscription(f"https://fcm.googleapis.com/{number}")
        actions.subscribe_browser(sun, subscription=subscription, browser=str(number), at=at)
    assert {one.browser for one in PushSubscription.objects.all()} == set("23456789")


# Sending again


def given_up(cast: Cast, post_office) -> Delivery:
    dispatched(cast)
    post_office.refusal = "550 no such user"
    actions.send_due(Channel.MAIL, at=AT)
    post_office.refusal = ""
    return the(Channel.MAIL)


def test_what_was_given_up_can_be_sent_again_by_those_who_read_the_log(cast: Cast, sun, post_office):
    delivery = given_up(cast, post_office)
    actions.resend(delivery.pk, by=cast.wu.actor, at=AT)
    assert actions.send_due(Channel.MAIL, at=AT) == 1
    assert the(Channel.MAIL).state == DeliveryState.SENT


def test_what_was_sent_is_not_sent_again(cast: Cast, sun, post_office):
    delivery = given_up(cast, post_office)
    actions.resend(delivery.pk, by=SYSTEM, at=AT)
    for _ in range(2):
        with pytest.raises(NothingToResend):
            actions.resend(delivery.pk, by=SYSTEM, at=AT)
        actions.send_due(Channel.MAIL, at=AT)
    assert len(post_office.letters) == 1


def test_strangers_and_people_without_the_log_resend_nothing(cast: Cast, sun, post_office):
    delivery = given_up(cast, post_office)
    for stranger in (cast.zhao, cast.sun, cast.lin, cast.feng):
        with pytest.raises(NotFound):
            actions.resend(delivery.pk, by=stranger.actor, at=AT)


# The worker


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # a thread's connection to a store in memory
def test_a_stuck_gateway_holds_up_no_other_channel(transactional_db, cast: Cast, sun, post_office, gateway):
    gateway.hold.clear()
    senders = Senders()
    with time_machine.travel(AT, tick=True):
        wish_for(sun, phone=PHONE, sms=Wish.ALL, mail=Wish.OFF)
        dispatched(cast)
        assert senders.start_due() == [Channel.SMS]
        _until(lambda: gateway.heard)
        wish_for(sun, sms=Wish.ALL)
        dispatched(cast)
        assert senders.start_due() == [Channel.MAIL]  # SMS is due as well, and still at its first message
        senders.wait(2)
        assert the(Channel.MAIL).state == DeliveryState.SENT
        gateway.hold.set()
        senders.wait(10)
        senders.start_due()
        senders.wait(10)
    assert len(gateway.heard) == 2
    assert Delivery.objects.filter(channel=Channel.SMS, state=DeliveryState.SENT).count() == 2
    gc.collect()


def test_the_worker_goes_on_after_trouble_and_forgets_old_notices(cast: Cast, sun, post_office, monkeypatch):
    old = dispatched(cast)
    Notice.objects.filter(pk=old.pk).update(made_at=AT - dt.timedelta(days=KEEP_DAYS + 1))
    pauses = []

    def pause(_seconds):
        pauses.append(Notice.objects.filter(pk=old.pk).exists())
        if len(pauses) == 2:
            raise KeyboardInterrupt

    def away(*_args):
        monkeypatch.setattr(tasks, "due_channels", lambda _at: [])
        raise OperationalError

    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)  # the test lives in one transaction
    monkeypatch.setattr(tasks.time, "sleep", pause)
    monkeypatch.setattr(tasks, "due_channels", away)
    with time_machine.travel(AT, tick=True), pytest.raises(KeyboardInterrupt):
        tasks.send_for_ever()
    assert pauses == [True, False]


def _until(is_so) -> None:
    end = time.monotonic() + 10
    while not is_so() and time.monotonic() < end:
        threading.Event().wait(0.05)
    assert is_so()


def test_old_notices_are_forgotten_with_their_deliveries(cast: Cast, sun):
    old, new = dispatched(cast), dispatched(cast)
    Notice.objects.filter(pk=old.pk).update(made_at=AT - dt.timedelta(days=KEEP_DAYS + 1))
    assert actions.forget_old(at=AT) == 1
    assert [one.pk for one in Notice.objects.all()] == [new.pk]
    assert Delivery.objects.filter(notice_id=old.pk).count() == 0


def test_a_test_message_goes_over_every_channel_one_has(cast: Cast, sun, post_office, gateway):
    wish_for(sun, phone=PHONE, mail=Wish.OFF, sms=Wish.OFF)
    made = actions.send_test(sun, at=NIGHT_AT)
    assert len(made) == 2
    assert [actions.send_due(channel, at=NIGHT_AT) for channel in (Channel.MAIL, Channel.SMS)] == [1, 1]
    assert json.loads(gateway.heard[0].body)["phone"] == PHONE


def test_the_signature_depends_on_key_time_and_body(settings):
    settings.LINLI_SMS_KEY = "a"
    first = sms.signature(b"x", stamp="1")
    assert first != sms.signature(b"y", stamp="1")
    assert first != sms.signature(b"x", stamp="2")
    settings.LINLI_SMS_KEY = "b"
    assert first != sms.signature(b"x", stamp="1")
