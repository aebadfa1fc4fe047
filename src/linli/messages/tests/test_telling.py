"""Making notices of facts: who is told, once, in which words, over which channels."""

import datetime as dt

import pytest
from django.utils import timezone

from linli.cases import actions as cases
from linli.cases.actions.noting_links import link_duplicate
from linli.cases.facts import CaseDispatched
from linli.cases.rules import State
from linli.cases.testing import a_command, make_case
from linli.core import facts
from linli.core.models import StoredFact
from linli.messages import actions
from linli.messages.listeners import with_notices
from linli.messages.models import Delivery, Notice
from linli.messages.rules import Channel, DeliveryState, ReceiverKind, Wish
from linli.messages.testing import NIGHT, NOON, a_fact, wish_for, with_mail
from linli.staff.actions.absences import NewAbsence, enter_absence
from linli.staff.rules import AwayFor, Role
from linli.staff.testing import CLEANING, Cast, make_member, make_post

pytestmark = pytest.mark.django_db
AT = dt.datetime.fromisoformat(NOON)
NIGHT_AT = dt.datetime.fromisoformat(NIGHT)
PHONE = "13800138000"


def receivers(**wanted) -> set[str]:
    return set(Notice.objects.filter(**wanted).values_list("receiver", flat=True))


def tell(name: str, case, *, at: dt.datetime = AT, **values) -> int:
    return actions.tell(name, a_fact(case, **values), at=at)


def test_a_dispatched_case_is_told_to_the_people_of_the_unit_and_to_nobody_else(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    tell("cases.dispatched", case, unit_code=CLEANING)
    assert receivers() == {str(cast.sun.account.pk)}
    notice = Notice.objects.get()
    assert notice.title == f"新派遣：{case.number}"
    assert "松门区环卫所" in notice.text
    assert notice.link == f"/desk/cases/{case.pk}/"
    assert notice.area_code == case.area_code


def test_a_notice_never_says_what_the_case_is_about(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED, address="竹桥路 12 号", reporter_phone=PHONE, reporter_name="周小姐")
    for name in ("cases.dispatched", "cases.returned", "cases.reopened", "cases.order-given"):
        tell(name, case, unit_code=CLEANING)
    said = " ".join(f"{one.title} {one.text} {one.facts}" for one in Notice.objects.all())
    assert not any(secret in said for secret in ("垃圾", "竹桥路", PHONE, "周小姐", "event."))


def test_a_fact_told_twice_makes_each_notice_once(cast: Cast):
    fact = a_fact(make_case(cast, state=State.DISPATCHED), unit_code=CLEANING)
    assert actions.tell("cases.dispatched", fact, at=AT) == 1
    assert actions.tell("cases.dispatched", fact, at=AT) == 0
    assert Notice.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_the_same_thing_happening_again_is_told_again(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    assert [tell("cases.dispatched", case, unit_code=CLEANING) for _ in range(2)] == [1, 1]


def test_the_bus_carries_facts_to_notices_and_a_failed_telling_leaves_none(cast: Cast, monkeypatch):
    case = make_case(cast, state=State.DISPATCHED)
    StoredFact.objects.all().delete()

    def broken(_payload):
        raise ValueError

    facts.listen(with_notices({}, [CaseDispatched]))
    listeners = facts._listeners["cases.dispatched"]
    facts._listeners["cases.dispatched"] = (*listeners, broken)
    facts.announce(CaseDispatched(str(case.pk), CLEANING))
    facts.tell_facts()
    assert Notice.objects.count() == 0
    facts._listeners["cases.dispatched"] = listeners
    facts.tell_facts()
    assert facts.tell_facts() == 0
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "values", "who"),
    [
        ("cases.returned", {"unit_code": CLEANING}, {"wei"}),
        ("cases.reopened", {}, {"wei"}),
        ("cases.relief-asked", {"unit_code": CLEANING}, {"wei"}),
        ("cases.hand-off", {"came_back": True}, {"wei"}),
        ("cases.hand-off", {"came_back": False}, set()),
        ("cases.rating-low", {"score": 1}, {"sun", "chen", "wu"}),
        ("cases.order-given", {"unit_code": CLEANING}, {"sun"}),
        ("cases.join-called", {"unit_code": "990101-water"}, set()),
        ("cases.clock-rang", {"to_role": "handler", "rung": "warn", "unit_code": CLEANING}, {"sun"}),
        ("cases.clock-rang", {"to_role": "unit-head", "rung": "late", "unit_code": CLEANING}, {"sun"}),
        ("cases.clock-rang", {"to_role": "command", "rung": "late", "unit_code": CLEANING}, {"wei"}),
        ("cases.clock-rang", {"to_role": "leader", "rung": "late", "unit_code": CLEANING}, {"feng"}),
    ],
)
def test_who_is_told(cast: Cast, name, values, who):
    case = make_case(cast, state=State.DISPATCHED)
    tell(name, case, **values)
    assert receivers() == {str(getattr(cast, one).account.pk) for one in who}


def test_a_case_between_two_units_is_in_the_hands_of_a_centre(cast: Cast):
    for state, who in (
        (State.REPORTED, "chen"),
        (State.FILED, "wei"),
        (State.RESPONDED, "qian"),
        (State.CHECKED, "wu"),
    ):
        Notice.objects.all().delete()
        tell("cases.clock-rang", make_case(cast, state=state), to_role="handler", rung="warn", unit_code="")
        assert str(getattr(cast, who).account.pk) in receivers(), state


def test_the_head_of_a_unit_is_told_alone_where_there_is_one(cast: Cast):
    head = make_member("tang", "唐主任", Role.UNIT_HEAD, "990101", CLEANING)
    tell("cases.clock-rang", make_case(cast, state=State.DISPATCHED), to_role="unit-head", unit_code=CLEANING)
    assert receivers() == {str(head.account.pk)}


def test_of_one_fact_each_receiver_gets_one_notice(cast: Cast):
    head = make_member("tang", "唐主任", Role.UNIT_HEAD, "990101", CLEANING)
    tell("cases.order-given", make_case(cast, state=State.DISPATCHED), unit_code=CLEANING)
    assert receivers(code="case.order-to-head") == {str(head.account.pk)}
    assert receivers(code="case.order-to-unit") == {str(cast.sun.account.pk)}


def test_a_case_sent_to_a_person_is_told_to_that_person(cast: Cast):
    mate = make_member("he", "何师傅", Role.HANDLER, "990101", CLEANING)
    case = make_case(cast, state=State.DISPATCHED)
    tell("cases.dispatched", case, unit_code=CLEANING, handler_id=str(mate.account.pk))
    assert receivers() == {str(mate.account.pk)}


def test_each_is_told_in_their_own_language(cast: Cast):
    type(cast.sun.account).objects.filter(pk=cast.sun.account.pk).update(language="en")
    case = make_case(cast, state=State.DISPATCHED)
    tell("cases.clock-rang", case, to_role="handler", unit_code=CLEANING)
    assert Notice.objects.get().text.startswith(f"Case {case.number} (Dispatched)")


def test_an_unknown_case_or_a_fact_nobody_is_told_of_makes_nothing(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    assert tell("cases.unheard-of", case) == 0
    type(case).objects.filter(pk=case.pk).delete()
    assert tell("cases.returned", case) == 0


# Residents


def test_whoever_reported_is_told_by_sms_where_they_left_a_phone(cast: Cast, gateway):
    case = make_case(cast, state=State.CLOSED, reporter_phone=PHONE)
    tell("cases.closed", case)
    notice = Notice.objects.get(receiver_kind=ReceiverKind.REPORTER)
    assert (notice.receiver, notice.link) == (str(case.pk), "/track/")
    assert case.number in notice.text
    assert [one.channel for one in notice.deliveries.all()] == [Channel.SMS]
    assert not notice.is_unread


def test_without_a_phone_or_a_gateway_residents_get_nothing(cast: Cast, settings):
    tell("cases.closed", make_case(cast, state=State.CLOSED, reporter_phone=PHONE))
    settings.LINLI_SMS_URL = "http://127.0.0.1:9/sms"
    tell("cases.closed", make_case(cast, state=State.CLOSED))
    assert Notice.objects.count() == 0


def test_every_reporter_of_merged_cases_is_told_under_the_number_they_know(cast: Cast, gateway):
    kept = make_case(cast, state=State.CLOSED, reporter_phone=PHONE)
    merged = make_case(cast, reporter_phone="13900139000")
    link_duplicate(merged, kept.pk, a_command())
    tell("cases.merged", merged, into_id=str(kept.pk))
    told = Notice.objects.get()
    assert merged.number in told.text
    assert kept.number in told.text
    tell("cases.closed", kept)
    texts = {one.receiver: one.text for one in Notice.objects.filter(code="report.closed")}
    assert set(texts) == {str(kept.pk), str(merged.pk)}
    assert all(number in texts[key] for key, number in ((str(kept.pk), kept.number), (str(merged.pk), merged.number)))


# Over which channels


def channels() -> dict[str, str]:
    return dict(Delivery.objects.values_list("channel", "state"))


def test_with_no_channel_set_up_there_is_the_inbox_alone(cast: Cast):
    with_mail(cast.sun.account)
    tell("cases.dispatched", make_case(cast, state=State.DISPATCHED), unit_code=CLEANING)
    assert channels() == {Channel.INBOX: DeliveryState.SENT}


def test_channels_set_up_are_used_as_each_person_wants(cast: Cast, post_office, gateway):
    with_mail(cast.sun.account)
    wish_for(cast.sun.account.pk, phone=PHONE)
    case = make_case(cast, state=State.DISPATCHED)
    tell("cases.dispatched", case, unit_code=CLEANING)
    assert set(channels()) == {Channel.INBOX, Channel.MAIL}
    Notice.objects.all().delete()
    tell("cases.order-given", case, unit_code=CLEANING)  # urgent
    assert set(channels()) == {Channel.INBOX, Channel.MAIL, Channel.SMS}
    Notice.objects.all().delete()
    wish_for(cast.sun.account.pk, mail=Wish.OFF, sms=Wish.OFF)
    tell("cases.order-given", case, unit_code=CLEANING)
    assert set(channels()) == {Channel.INBOX}


def test_at_night_only_the_urgent_is_sent_at_once(cast: Cast, post_office):
    with_mail(cast.sun.account)
    case = make_case(cast, state=State.DISPATCHED)
    tell("cases.dispatched", case, at=NIGHT_AT, unit_code=CLEANING)
    held = Delivery.objects.get(channel=Channel.MAIL)
    assert held.state == DeliveryState.HELD
    assert held.next_try == dt.datetime(2026, 11, 16, 23, 0, tzinfo=dt.UTC)  # seven o'clock
    Notice.objects.all().delete()
    tell("cases.order-given", case, at=NIGHT_AT, unit_code=CLEANING)
    assert Delivery.objects.get(channel=Channel.MAIL).state == DeliveryState.WAITING


def test_a_unit_s_group_is_told_beside_its_people(cast: Cast):
    actions.set_bot(CLEANING, address="wecombot://693a91f6", at=AT)
    tell("cases.dispatched", make_case(cast, state=State.DISPATCHED), unit_code=CLEANING)
    group = Notice.objects.get(receiver_kind=ReceiverKind.UNIT)
    assert (group.receiver, [one.channel for one in group.deliveries.all()]) == (CLEANING, [Channel.BOT])


def test_telling_a_big_unit_takes_as_many_queries_as_a_small_one(
    cast: Cast, django_assert_max_num_queries, post_office
):
    for number in range(30):
        make_member(f"mate{number}", f"工{number}", Role.HANDLER, "990101", CLEANING)
    type(cast.sun.account).objects.update(email="someone@office.example")
    fact = a_fact(make_case(cast, state=State.DISPATCHED), unit_code=CLEANING)
    with django_assert_max_num_queries(16):
        assert actions.tell("cases.dispatched", fact, at=AT) == 31
    assert Delivery.objects.filter(channel=Channel.MAIL).count() == 31


def test_whoever_stands_in_is_told_and_the_one_away_finds_it_when_back(cast: Cast, post_office):
    other = make_member("shi", "施师傅", Role.UNIT_HEAD, "990101", "990101-water")
    make_post(other.account, Role.HANDLER, unit_code=CLEANING)
    for member, address in ((cast.sun, "sun@office.example"), (other, "shi@office.example")):
        with_mail(member.account, address)
    today = timezone.localdate()
    new = NewAbsence(from_on=today, to_on=today, away_for=AwayFor.LEAVE, stand_in_id=other.account.pk)
    enter_absence(cast.sun.account.pk, new=new, by=cast.sun.actor, at=timezone.now())
    tell("cases.dispatched", make_case(cast, state=State.DISPATCHED), unit_code=CLEANING)
    assert receivers() == {str(one.account.pk) for one in (cast.sun, other)}
    mailed = Delivery.objects.filter(channel=Channel.MAIL).values_list("notice__receiver", flat=True)
    assert set(mailed) == {str(other.account.pk)}


def test_an_urgent_case_makes_its_notices_urgent(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    type(case).objects.filter(pk=case.pk).update(lane="urgent")
    tell("cases.dispatched", case, unit_code=CLEANING)
    assert Notice.objects.get().is_urgent


def test_real_steps_are_told_through_the_bus(cast: Cast):
    case = make_case(cast, state=State.FILED)
    cases.dispatch_case(case.pk, command=a_command(cast.wei.actor))
    facts.tell_facts()
    assert str(cast.sun.account.pk) in receivers(code="case.dispatched")
