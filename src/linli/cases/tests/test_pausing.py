"""A unit asks for more time with a cause; somebody else grants or refuses it; a pause ends by itself."""

import datetime as dt
from uuid import UUID

import pytest
from django.test import Client

from linli.cases import actions, errors
from linli.cases.actions.pausing import (
    Wish,
    ask_extension,
    ask_pause,
    grant_relief,
    refuse_relief,
    resume_clocks,
    urge_case,
)
from linli.cases.actions.sweeping import sweep_clocks
from linli.cases.models import Case
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import State, clocks
from linli.cases.testing import MONDAY_9, RUBBISH, a_command, a_photo, a_report, make_case, make_places
from linli.cases.tests.desk import send, text_of
from linli.core.calendar import CHINA
from linli.core.errors import LinliError
from linli.staff.testing import Cast

ASKED_AT = MONDAY_9 + dt.timedelta(hours=4)
TOMORROW = MONDAY_9 + dt.timedelta(days=1)


def wish(reason: str = "parts", *, until: dt.datetime = TOMORROW, by: str = "", photo_id: UUID | None = None) -> Wish:
    return Wish(reason, "水泵配件缺货，已订购", until, by, photo_id)


def asked(cast: Cast, given: Wish | None = None, **case: object) -> Case:
    case = make_case(cast, state=State.HANDLING, **case)
    return ask_pause(case.pk, command=a_command(cast.sun.actor, at=ASKED_AT), wish=given or wish())


def granted(cast: Cast, given: Wish | None = None, *, after: int = 1) -> Case:
    case = asked(cast, given)
    return grant_relief(case.pk, command=a_command(cast.wei.actor, at=ASKED_AT + dt.timedelta(hours=after)))


def shown(at: dt.datetime | None) -> str:
    return f"{at.astimezone(CHINA):%m-%d %H:%M}" if at else ""


def whole(case: Case) -> Case:
    case.refresh_from_db()
    assert [found for _number, found in replay_cases((case.number,))] == [[]]
    return case


def test_an_application_changes_no_clock_until_it_is_granted(cast: Cast):
    before = make_case(cast, state=State.HANDLING).due_at
    case = whole(asked(cast, source="t", source_key="2"))
    assert (case.due_at, case.paused_at) == (before, None)
    assert case.asked["reason"] == "parts"


def test_a_granted_pause_begins_when_it_was_asked_for_and_moves_the_due_time(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    before, resident = case.handling_due_at, case.resident_due_at
    ask_pause(case.pk, command=a_command(cast.sun.actor, at=ASKED_AT), wish=wish())
    case = whole(grant_relief(case.pk, command=a_command(cast.wei.actor, at=ASKED_AT + dt.timedelta(hours=3))))
    assert (case.paused_at, case.pause_reason, case.asked) == (ASKED_AT, "parts", {})
    assert (shown(before), shown(case.handling_due_at)) == ("11-17 09:30", "11-17 15:30")
    assert case.resident_due_at == resident
    assert case.sweep_at == TOMORROW


def test_only_waiting_for_the_resident_stops_the_residents_clock(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    resident = case.resident_due_at
    ask_pause(case.pk, command=a_command(cast.sun.actor, at=ASKED_AT), wish=wish("resident"))
    case = whole(grant_relief(case.pk, command=a_command(cast.wei.actor, at=ASKED_AT)))
    assert case.resident_due_at > resident
    assert clocks.read(case.clocks)["resident"].paused.why == "resident"


def test_a_pause_ends_by_itself_and_the_due_time_holds(cast: Cast):
    case = granted(cast)
    due = case.handling_due_at
    swept = sweep_clocks(TOMORROW + dt.timedelta(minutes=1))
    case = whole(case)
    assert swept.resumed == 1
    assert (case.paused_at, case.pause_reason, case.handling_due_at) == (None, "", due)
    assert case.records.get(seq=case.version).name in {"resume", "warn", "escalate"}


def test_a_pause_that_is_ended_sooner_brings_the_due_time_forward(cast: Cast):
    case = granted(cast)
    due = case.handling_due_at
    resume_clocks(case.pk, command=a_command(cast.wei.actor, at=ASKED_AT + dt.timedelta(hours=2)))
    case = whole(case)
    assert case.handling_due_at < due
    assert case.paused_at is None


def test_an_extension_moves_the_units_due_time_alone(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    before, resident = case.handling_due_at, case.resident_due_at
    given = Wish("weather", "连日大雨", by="2 working hours")
    ask_extension(case.pk, command=a_command(cast.sun.actor, at=ASKED_AT), wish=given)
    case = whole(grant_relief(case.pk, command=a_command(cast.wu.actor, at=ASKED_AT)))
    assert case.handling_due_at > before
    assert case.resident_due_at == resident
    assert case.clocks["unit"]["extended"] == ["2 working hours"]


def test_a_refused_application_is_gone_with_its_reason_in_the_history(cast: Cast):
    case = asked(cast)
    refuse_relief(case.pk, command=a_command(cast.wei.actor, at=ASKED_AT), reason="库里有配件")
    case = whole(case)
    assert (case.asked, case.paused_at) == ({}, None)
    assert case.records.get(seq=case.version).note == "库里有配件"


def test_an_answer_ends_the_pause_and_what_was_asked_for(cast: Cast):
    case = granted(cast, wish("resident"))
    for purpose in ("before", "after"):
        photo = a_photo(colour="red" if purpose == "before" else "green")
        actions.attach_photo(
            case.pk, command=a_command(cast.sun.actor, at=ASKED_AT), file=photo, name="p", purpose=purpose
        )
    case = whole(
        actions.respond(
            case.pk, command=a_command(cast.sun.actor, at=ASKED_AT + dt.timedelta(hours=2)), result="已修好水泵"
        )
    )
    assert (case.paused_at, case.pause_reason, case.asked) == (None, "", {})
    assert not any(clock.paused for clock in clocks.read(case.clocks).values())


def test_nobody_decides_their_own_application(cast: Cast):
    case = asked(cast)
    Case.objects.filter(pk=case.pk).update(asked=case.asked | {"by": cast.wei.actor.key[:40]})
    with pytest.raises(errors.OwnApplication):
        grant_relief(case.pk, command=a_command(cast.wei.actor, at=ASKED_AT))


@pytest.mark.parametrize("name", ["sun", "lin", "chen", "zhao"])
def test_who_may_not_approve_may_not_grant(cast: Cast, name: str):
    case = asked(cast)
    with pytest.raises(LinliError):
        grant_relief(case.pk, command=a_command(getattr(cast, name).actor, at=ASKED_AT))


@pytest.mark.parametrize("name", ["wei", "qian", "zhao"])
def test_only_the_unit_that_has_the_case_asks(cast: Cast, name: str):
    case = make_case(cast, state=State.HANDLING)
    with pytest.raises(LinliError):
        ask_pause(case.pk, command=a_command(getattr(cast, name).actor, at=ASKED_AT), wish=wish())


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (wish("no-such"), errors.ReliefReasonUnknown),
        (wish("more-work"), errors.ReliefReasonUnknown),  # a reason for an extension only
        (wish("hang"), errors.ReliefPhotoMissing),
        (wish(until=ASKED_AT), errors.PauseWithoutEnd),
        (wish(until=ASKED_AT + dt.timedelta(days=90)), errors.PauseTooLong),
        (Wish("parts", "", TOMORROW), errors.ReasonMissing),
    ],
)
def test_what_could_not_be_granted_cannot_be_asked(cast: Cast, given: Wish, refusal: type[LinliError]):
    with pytest.raises(refusal):
        asked(cast, given)


def test_there_is_one_application_at_a_time(cast: Cast):
    case = asked(cast)
    with pytest.raises(errors.ReliefAskedAlready):
        ask_pause(case.pk, command=a_command(cast.sun.actor, at=ASKED_AT), wish=wish())


def test_what_has_run_out_is_past_pausing(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    late = case.handling_due_at + dt.timedelta(hours=1)
    with pytest.raises(errors.ClockOverdue):
        ask_pause(case.pk, command=a_command(cast.sun.actor, at=late), wish=wish(until=late + dt.timedelta(hours=1)))


def test_a_hung_case_shows_why_with_a_photo(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    command = a_command(cast.sun.actor, at=ASKED_AT)
    actions.attach_photo(case.pk, command=command, file=a_photo(), name="p.jpg", purpose="before")
    given = wish("hang", photo_id=case.attachments.get().pk)
    case = ask_pause(case.pk, command=a_command(cast.sun.actor, at=ASKED_AT), wish=given)
    assert case.asked["photo"] == str(given.photo_id)


def test_a_command_that_comes_twice_pauses_once(cast: Cast):
    case = asked(cast)
    command = a_command(cast.wei.actor, at=ASKED_AT)
    first, again = grant_relief(case.pk, command=command), grant_relief(case.pk, command=command)
    assert first.version == again.version


def test_urging_is_kept_and_told(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    urge_case(case.pk, command=a_command(cast.wei.actor, at=ASKED_AT), note="居民再次来电")
    assert whole(case).records.get(seq=case.version).note == "居民再次来电"


def test_a_condition_chosen_at_filing_changes_the_limit(cast: Cast):
    plain, on_main_road = make_case(cast), make_case(cast, source="t", source_key="2")
    for case, condition in ((plain, ""), (on_main_road, "main-road")):
        actions.file_case(case.pk, command=a_command(cast.chen.actor), condition=condition)
        actions.dispatch_case(case.pk, command=a_command(cast.wei.actor))
    assert whole(on_main_road).handling_due_at < whole(plain).handling_due_at
    with pytest.raises(errors.ConditionNotForKind):
        other = make_case(cast, source="t", source_key="3")
        actions.file_case(other.pk, command=a_command(cast.chen.actor), condition="blocks-passing")


def test_whoever_files_chooses_the_condition_at_the_desk(cast: Cast):
    case = make_case(cast)
    answer = send(cast.chen, case, "filing", kind=case.kind_code, lane="", condition="main-road")
    assert answer.status_code == 302, text_of(answer)
    assert whole(case).answers == {"condition": "main-road"}


def test_whoever_reported_reads_both_due_times_and_why_it_waits(cast: Cast, client: Client):
    make_places()
    made = actions.report_case(a_report(kind_code=RUBBISH), command=a_command())
    case = made.case
    actions.file_case(case.pk, command=a_command(cast.chen.actor))
    actions.dispatch_case(case.pk, command=a_command(cast.wei.actor))
    actions.accept_task(case.pk, command=a_command(cast.sun.actor))
    ask_pause(case.pk, command=a_command(cast.sun.actor), wish=wish("resident"))
    grant_relief(case.pk, command=a_command(cast.wei.actor))
    page = text_of(client.get(f"/track/{made.tracking_code}/"))
    case.refresh_from_db()
    for due in (case.resident_due_at, case.handling_due_at, TOMORROW):
        assert f"{due.astimezone(CHINA):%Y-%m-%d %H:%M}" in page
    assert "我们在等您答复" in page
