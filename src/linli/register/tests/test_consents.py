"""A yes, a no and a withdrawal are records; whoever said no is left in peace; at 14 one answers for oneself."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from linli.core.models import AuditEntry
from linli.register import catalogue, errors
from linli.register.actions.consents import Asked, give_consent, refuse_consent, withdraw_consent
from linli.register.actions.programmes import NewEnrolment, end_enrolment, enrol, renew_enrolment
from linli.register.models import Consent, Enrolment, Guardianship, Resident
from linli.register.queries import consents as asked_of
from linli.register.queries.consents import consents_due, consents_of, rows_of
from linli.register.rules.consents import Channel, ConsentState
from linli.register.testing import AT, a_command, make_resident
from linli.staff.testing import GRID_ELSEWHERE

COUNTER = Asked(Channel.COUNTER)
TODAY = dt.date(2026, 11, 16)
CARE, VOLUNTEERS = NewEnrolment("care-visits"), NewEnrolment("volunteers")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def granny(cast):
    return make_resident()


@pytest.fixture
def child(cast):
    return make_resident("何宇轩", sex="male", born_on=dt.date(2016, 9, 1))


def make_guardian(ward: Resident, *, basis: str = "parent", guardian: Resident | None = None) -> Guardianship:
    return Guardianship.objects.create(ward=ward, guardian=guardian, basis=basis, since=dt.date(2016, 9, 1))


def later(cast, days: int, who: str = "lin"):
    return a_command(getattr(cast, who).actor, at=AT + dt.timedelta(days=days))


@pytest.fixture
def newer_notice(monkeypatch):
    """Declare a second version of the notice about care visits, and forget it afterwards."""
    content = catalogue.declared()
    first = content.notices["care-visits"][0]
    second = first.model_copy(update={"version": "2", "valid_from": dt.date(2026, 11, 20)})
    changed = replace(content, notices={**content.notices, "care-visits": (second, first)})
    monkeypatch.setattr(asked_of, "declared", lambda: changed)


def test_a_consent_keeps_the_notice_as_it_was_shown(cast, granny):
    consent = give_consent(granny.pk, "elder-visits", command=a_command(cast.lin.actor), asked=COUNTER)
    assert (consent.notice_code, consent.notice_version, consent.channel) == ("care-visits", "1", "counter")
    (row,) = consents_of(granny.pk)
    assert (row.state, row.by_guardian, str(row.purpose.name)) == (ConsentState.IN_FORCE, False, "老年人探访关爱")
    line = AuditEntry.objects.get(act="sign")
    assert (line.purpose, line.subject_id, line.detail) == ("elder-visits", str(granny.pk), {"act": "consent-given"})


def test_the_same_command_gives_one_consent(cast, granny):
    command = a_command(cast.lin.actor)
    first = give_consent(granny.pk, "elder-visits", command=command, asked=COUNTER)
    assert give_consent(granny.pk, "elder-visits", command=command, asked=COUNTER) == first
    assert Consent.objects.count() == 1
    with pytest.raises(errors.ConsentExists):
        give_consent(granny.pk, "elder-visits", command=a_command(cast.lin.actor), asked=COUNTER)


@pytest.mark.parametrize(
    ("purpose", "refusal"),
    [
        ("register", errors.ConsentNotAsked),
        ("membership", errors.ConsentNotAsked),
        ("minimum-living", errors.PurposeClosed),
        ("nothing", errors.PurposeUnknown),
    ],
)
def test_consent_is_asked_for_open_purposes_that_rest_on_it(cast, granny, purpose, refusal):
    with pytest.raises(refusal):
        give_consent(granny.pk, purpose, command=a_command(cast.lin.actor), asked=COUNTER)


@pytest.mark.parametrize("who", ["zhao", "root", "luo", "han", "feng", "wei"])
def test_strangers_and_those_without_the_register_record_nothing(cast, granny, who):
    with pytest.raises(errors.ResidentNotFound):
        give_consent(granny.pk, "elder-visits", command=a_command(getattr(cast, who).actor), asked=COUNTER)
    with pytest.raises(errors.ResidentNotFound):
        enrol(granny.pk, NewEnrolment("elder-allowance"), command=a_command(getattr(cast, who).actor))


def test_a_worker_speaks_for_nobody_elsewhere_and_never_as_the_person(cast, granny):
    far = make_resident("远方", area_code=GRID_ELSEWHERE)
    with pytest.raises(errors.ResidentNotFound):
        give_consent(far.pk, "elder-visits", command=a_command(cast.lin.actor), asked=COUNTER)
    with pytest.raises(errors.ChannelUnknown):
        give_consent(granny.pk, "elder-visits", command=a_command(cast.lin.actor), asked=Asked(Channel.SELF))


def test_a_resident_consents_and_withdraws_alone(cast, granny):
    Resident.objects.filter(pk=granny.pk).update(account_id=cast.zhao.account.pk)
    own = Asked(Channel.SELF)
    consent = give_consent(granny.pk, "elder-visits", command=a_command(cast.zhao.actor), asked=own)
    enrol(granny.pk, CARE, command=a_command(cast.lin.actor))
    withdraw_consent(consent.pk, command=later(cast, 1, "zhao"))
    assert Enrolment.objects.get().ended_because == "consent-withdrawn"
    with pytest.raises(errors.ChannelUnknown):
        give_consent(granny.pk, "elder-visits", command=later(cast, 2, "zhao"), asked=COUNTER)


def test_withdrawal_ends_what_rests_on_the_consent_and_nothing_else(cast, granny):
    for purpose in ("elder-visits", "volunteering"):
        give_consent(granny.pk, purpose, command=a_command(cast.lin.actor), asked=COUNTER)
    for new in (CARE, VOLUNTEERS, NewEnrolment("elder-allowance")):
        enrol(granny.pk, new, command=a_command(cast.lin.actor))
    command = later(cast, 3)
    withdraw_consent(Consent.objects.get(purpose_code="elder-visits").pk, command=command)
    withdraw_consent(Consent.objects.get(purpose_code="elder-visits").pk, command=command)
    left = {row.programme_code: row.until for row in Enrolment.objects.all()}
    assert left == {"care-visits": dt.date(2026, 11, 19), "volunteers": None, "elder-allowance": None}
    with pytest.raises(errors.ConsentMissing):
        enrol(granny.pk, CARE, command=later(cast, 3))


@pytest.mark.parametrize("who", ["zhao", "root", "luo"])
def test_a_stranger_withdraws_nothing(cast, granny, who):
    consent = give_consent(granny.pk, "elder-visits", command=a_command(cast.lin.actor), asked=COUNTER)
    with pytest.raises(errors.ResidentNotFound):
        withdraw_consent(consent.pk, command=later(cast, 1, who))
    with pytest.raises(errors.ConsentNotFound):
        withdraw_consent(granny.pk, command=later(cast, 1))


def test_nobody_asks_again_soon_after_a_no_but_who_comes_is_heard(cast, granny):
    refuse_consent(granny.pk, "elder-visits", command=a_command(cast.lin.actor), asked=COUNTER)
    (row,) = consents_of(granny.pk)
    assert (row.state, row.holds) == (ConsentState.REFUSED, False)
    with pytest.raises(errors.AskedTooSoon, match="2027-05-15"):
        give_consent(granny.pk, "elder-visits", command=later(cast, 30), asked=COUNTER)
    came = replace(COUNTER, on_own_wish=True)
    assert give_consent(granny.pk, "elder-visits", command=later(cast, 30), asked=came).withdrawn_at is None


def test_after_the_quiet_time_one_may_ask_again(cast, granny):
    refuse_consent(granny.pk, "elder-visits", command=a_command(cast.lin.actor), asked=COUNTER)
    give_consent(granny.pk, "elder-visits", command=later(cast, 180), asked=COUNTER)
    assert Consent.objects.filter(withdrawn_at=None).count() == 1


def test_a_no_to_the_new_notice_takes_the_old_yes_back(cast, granny):
    give_consent(granny.pk, "elder-visits", command=a_command(cast.lin.actor), asked=COUNTER)
    enrol(granny.pk, CARE, command=a_command(cast.lin.actor))
    refuse_consent(granny.pk, "elder-visits", command=later(cast, 5), asked=COUNTER)
    assert [row.state for row in consents_of(granny.pk)] == [ConsentState.REFUSED, ConsentState.WITHDRAWN]
    assert Enrolment.objects.get().until == dt.date(2026, 11, 21)


def test_a_child_under_14_needs_a_guardian_on_record(cast, child):
    for asked in (COUNTER, replace(COUNTER, by_guardian=True)):
        with pytest.raises(errors.GuardianMissing):
            give_consent(child.pk, "volunteering", command=a_command(cast.lin.actor), asked=asked)
    guardianship = make_guardian(child)
    with pytest.raises(errors.GuardianMissing):
        give_consent(child.pk, "volunteering", command=a_command(cast.lin.actor), asked=COUNTER)
    by_guardian = replace(COUNTER, by_guardian=True)
    consent = give_consent(child.pk, "volunteering", command=a_command(cast.lin.actor), asked=by_guardian)
    assert consent.guardianship_id == guardianship.pk
    enrol(child.pk, VOLUNTEERS, command=a_command(cast.lin.actor))


def test_a_guardianship_that_has_ended_gives_no_consent(cast, child):
    Guardianship.objects.filter(pk=make_guardian(child).pk).update(until=dt.date(2026, 11, 15))
    with pytest.raises(errors.GuardianMissing):
        give_consent(
            child.pk, "volunteering", command=a_command(cast.lin.actor), asked=replace(COUNTER, by_guardian=True)
        )


def test_a_guardian_consents_from_their_own_account_for_their_own_ward_alone(cast, granny, child):
    Resident.objects.filter(pk=granny.pk).update(account_id=cast.zhao.account.pk)
    for_ward = Asked(Channel.SELF, by_guardian=True)
    with pytest.raises((errors.ResidentNotFound, errors.ChannelUnknown)):
        give_consent(child.pk, "volunteering", command=a_command(cast.zhao.actor), asked=for_ward)
    make_guardian(child, guardian=granny)
    assert give_consent(child.pk, "volunteering", command=a_command(cast.zhao.actor), asked=for_ward).guardianship_id


def test_at_14_the_parents_consent_is_asked_for_again_from_the_person(cast):
    child = make_resident("何宇轩", sex="male", born_on=dt.date(2012, 11, 18))
    make_guardian(child)
    by_guardian = replace(COUNTER, by_guardian=True)
    give_consent(child.pk, "volunteering", command=a_command(cast.lin.actor), asked=by_guardian)
    enrol(child.pk, VOLUNTEERS, command=a_command(cast.lin.actor))
    birthday = dt.date(2026, 11, 18)
    assert not consents_due(cast.lin.actor, on=dt.date(2026, 11, 17))
    due = consents_due(cast.lin.actor, on=birthday)
    assert [row.state for row in rows_of(due, on=birthday)] == [ConsentState.GROWN_UP]
    assert Enrolment.objects.get().until is None  # nothing ends by itself
    with pytest.raises(errors.ConsentMissing):
        renew_enrolment(Enrolment.objects.get().pk, command=later(cast, 2))
    with pytest.raises(errors.GuardianNotNeeded):
        give_consent(child.pk, "volunteering", command=later(cast, 2), asked=by_guardian)
    own = give_consent(child.pk, "volunteering", command=later(cast, 2), asked=COUNTER)
    assert renew_enrolment(Enrolment.objects.get().pk, command=later(cast, 2)).consent_id == own.pk
    assert not consents_due(cast.lin.actor, on=birthday)


def test_a_parent_takes_nothing_back_for_a_child_of_14(cast, granny):
    Resident.objects.filter(pk=granny.pk).update(account_id=cast.zhao.account.pk)
    child = make_resident("何宇轩", sex="male", born_on=dt.date(2012, 11, 18))
    make_guardian(child, guardian=granny)
    by_guardian = replace(COUNTER, by_guardian=True)
    consent = give_consent(child.pk, "volunteering", command=a_command(cast.lin.actor), asked=by_guardian)
    with pytest.raises(errors.ResidentNotFound):
        withdraw_consent(consent.pk, command=later(cast, 2, "zhao"))
    assert withdraw_consent(consent.pk, command=later(cast, 1, "zhao")).withdrawn_at


def test_a_courts_guardian_goes_on_consenting_after_14(cast):
    ward = make_resident("何大山", sex="male", born_on=dt.date(1990, 1, 1))
    make_guardian(ward, basis="court")
    give_consent(ward.pk, "elder-visits", command=a_command(cast.lin.actor), asked=replace(COUNTER, by_guardian=True))
    assert not consents_due(cast.lin.actor, on=TODAY)


def test_a_new_notice_asks_again_those_who_agreed_to_the_old_one(cast, granny, newer_notice):
    old = give_consent(granny.pk, "elder-visits", command=a_command(cast.lin.actor), asked=COUNTER)
    enrol(granny.pk, CARE, command=a_command(cast.lin.actor))
    changed = dt.date(2026, 11, 20)
    assert not consents_due(cast.lin.actor, on=dt.date(2026, 11, 19))
    (row,) = rows_of(consents_due(cast.lin.actor, on=changed), on=changed)
    assert (row.state, row.notice_version, row.newest_version) == (ConsentState.NOTICE_CHANGED, "1", "2")
    with pytest.raises(errors.ConsentMissing):
        renew_enrolment(Enrolment.objects.get().pk, command=later(cast, 4))
    newer = give_consent(granny.pk, "elder-visits", command=later(cast, 4), asked=COUNTER)
    assert (newer.notice_version, Enrolment.objects.get().consent_id) == ("2", newer.pk)
    old.refresh_from_db()
    assert (old.withdrawn_by, Enrolment.objects.get().until) == ("replaced", None)
    assert not consents_due(cast.lin.actor, on=changed)


@pytest.mark.parametrize("who", ["zhao", "root", "luo", "han"])
def test_whom_to_ask_again_is_shown_within_ones_area_alone(cast, granny, newer_notice, who):
    give_consent(granny.pk, "elder-visits", command=a_command(cast.lin.actor), asked=COUNTER)
    assert not consents_due(getattr(cast, who).actor, on=dt.date(2026, 12, 1))
    assert consents_due(cast.jiang.actor, on=dt.date(2026, 12, 1)).count() == 1


def test_an_enrolment_by_law_names_it_and_has_an_end(cast, granny):
    row = enrol(granny.pk, NewEnrolment("elder-allowance"), command=a_command(cast.lin.actor))
    assert (row.basis, row.review_by, row.consent_id) == ("老年人权益保障法 art. 33", dt.date(2027, 11, 16), None)
    with pytest.raises(errors.AlreadyEnrolled):
        enrol(granny.pk, NewEnrolment("elder-allowance"), command=a_command(cast.lin.actor))
    ended = end_enrolment(row.pk, command=later(cast, 1), reason="本人放弃")
    assert (ended.until, ended.ended_because) == (dt.date(2026, 11, 17), "ended")
    with pytest.raises(errors.EnrolmentEnded):
        renew_enrolment(row.pk, command=later(cast, 1))


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (CARE, errors.ConsentMissing),
        (NewEnrolment("minimum-living"), errors.PurposeClosed),
        (NewEnrolment("elder-allowance", review_by=dt.date(2027, 11, 17)), errors.ReviewDateWrong),
        (NewEnrolment("elder-allowance", review_by=dt.date(2026, 11, 16)), errors.ReviewDateWrong),
        (NewEnrolment("key-people"), errors.ProgrammeUnknown),
    ],
)
def test_an_enrolment_without_its_ground_or_end_is_refused(cast, granny, new, refusal):
    with pytest.raises(refusal):
        enrol(granny.pk, new, command=a_command(cast.lin.actor))
    assert not Enrolment.objects.exists()


def test_an_enrolment_elsewhere_is_not_found(cast, granny):
    row = enrol(granny.pk, NewEnrolment("elder-allowance"), command=a_command(cast.lin.actor))
    for who in ("zhao", "root", "luo"):
        with pytest.raises(errors.EnrolmentNotFound):
            end_enrolment(row.pk, command=later(cast, 1, who), reason="x")
