"""Dispatch to a person and to units beside, return, ruling, delegation, standing in, and many cases at once."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine

from linli.cases import actions, errors
from linli.cases.actions import Bulk, NewRuling, SentTo
from linli.cases.models import Case, CaseRecord, Ruling, Task
from linli.cases.queries.kinds import kind_named
from linli.cases.queries.owners import owner_for
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, RUBBISH, a_command, make_case
from linli.core.errors import NotAllowed, NotFound
from linli.places.testing import make_component
from linli.staff import actions as staff_actions
from linli.staff import queries as staff
from linli.staff.actions import NewAbsence
from linli.staff.rules import SYSTEM, Role
from linli.staff.testing import (
    CLEANING,
    COMMUNITY,
    COMMUNITY_OFFICE,
    DISTRICT,
    GRID,
    OTHER_DISTRICT,
    STREET,
    STREET_OFFICE,
    WATER,
    Cast,
    make_actor,
    make_member,
)

LATER = MONDAY_9 + dt.timedelta(hours=8)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture(name="he")
def colleague(cast):
    return make_member("he", "何力", Role.HANDLER, DISTRICT, CLEANING)


def a_filed(cast: Cast, **more) -> Case:
    return make_case(cast, state=State.FILED, **more)


def dispatched(cast: Cast, case: Case, **more) -> Case:
    return actions.dispatch_case(case.pk, command=a_command(cast.wei.actor, at=LATER), **more)


def returned(cast: Cast, case: Case, **more) -> Case:
    return actions.return_task(case.pk, command=a_command(cast.sun.actor, at=LATER), **more)


def ruled(cast: Cast, case: Case, *, unit=WATER, area="", by=None) -> Case:
    ruling = NewRuling(unit, "河道护栏以内由供水公司负责", area)
    return actions.rule_case(case.pk, command=a_command(by or cast.wei.actor, at=LATER), ruling=ruling)


def away(member, stand_in=None):
    new = NewAbsence(LATER.date(), LATER.date(), stand_in_id=stand_in.account.pk if stand_in else None)
    staff_actions.enter_absence(member.account.pk, new=new, by=member.actor, at=LATER)


def differences() -> list[object]:
    return [found for _number, those in replay_cases() for found in those]


def last(case: Case) -> CaseRecord:
    return CaseRecord.objects.filter(case=case).latest("seq")


# to a person, and to units beside


def test_a_case_goes_straight_to_a_worker_of_the_unit(cast: Cast, he):
    case = dispatched(cast, a_filed(cast), to=SentTo(handler_id=he.account.pk), note="尽快")
    assert case.tasks.get().handler_id == he.account.pk
    assert last(case).note == "何力：尽快"


def test_who_is_away_is_skipped_for_who_stands_in(cast: Cast, he):
    away(cast.sun, he)
    case = dispatched(cast, a_filed(cast), to=SentTo(handler_id=cast.sun.account.pk))
    assert case.tasks.get().handler_id == he.account.pk


def test_who_is_away_without_a_stand_in_gets_nothing(cast: Cast):
    away(cast.sun)
    case = a_filed(cast)
    with pytest.raises(errors.HandlerAway, match="孙大海"):
        dispatched(cast, case, to=SentTo(handler_id=cast.sun.account.pk))
    assert Case.objects.get(pk=case.pk).state == State.FILED


def test_a_task_goes_to_nobody_of_another_unit(cast: Cast):
    with pytest.raises(errors.HandlerNotOfUnit):
        dispatched(cast, a_filed(cast), to=SentTo(handler_id=cast.lin.account.pk))
    with pytest.raises(errors.HandlerNotOfUnit):
        dispatched(cast, a_filed(cast), to=SentTo(handler_id=uuid4()))


def test_units_beside_are_called_in_with_the_same_click_once(cast: Cast):
    case = a_filed(cast)
    command = a_command(cast.wei.actor, at=LATER)
    for _twice in range(2):
        actions.dispatch_case(case.pk, command=command, to=SentTo(co_units=(WATER, STREET_OFFICE), asks="配合关阀"))
    case.refresh_from_db()
    assert case.co_units == [WATER, STREET_OFFICE]
    assert [(task.unit_code, task.is_lead) for task in case.tasks.order_by("-is_lead", "-unit_code")] == [
        (CLEANING, True),
        (STREET_OFFICE, False),
        (WATER, False),
    ]
    assert differences() == []


def page_of(member, case: Case) -> str:
    return member.sign_in().get(f"/desk/cases/{case.pk}/").content.decode()


def test_the_page_says_which_rule_sent_the_case_and_none_for_a_unit_named_by_hand(cast: Cast):
    by_duty = dispatched(cast, a_filed(cast))
    assert "“环卫”在松门区由松门区环卫所负责" in page_of(cast.wei, by_duty)
    by_hand = dispatched(cast, a_filed(cast), unit_code=WATER)
    page = page_of(cast.wei, by_hand)
    assert "松门区供水公司" in page
    assert "依据：" not in page


def test_the_page_names_the_first_unit_until_another_accepts(cast: Cast):
    case = returned(cast, make_case(cast, state=State.DISPATCHED), reason_code="not-ours", reason="不是我们的")
    page = page_of(cast.wei, case)
    assert "首接单位" in page
    assert "裁定责任单位" in page
    fan = make_member("fan", "范水", Role.HANDLER, DISTRICT, WATER)
    case = actions.accept_task(ruled(cast, case).pk, command=a_command(fan.actor, at=LATER))
    assert "首接单位" not in page_of(cast.wei, case)


def test_a_ruling_and_a_hand_over_are_made_on_the_page(cast: Cast, he):
    case = returned(cast, make_case(cast, state=State.DISPATCHED), reason_code="not-ours", reason="不是我们的")
    form = {"command_id": str(uuid4()), "unit": CLEANING, "area": COMMUNITY, "reason": "属于道路保洁"}
    assert cast.wei.sign_in().post(f"/desk/cases/{case.pk}/ruling", form).status_code == 302
    form = {"command_id": str(uuid4()), "handler": str(he.account.pk), "note": ""}
    assert cast.sun.sign_in().post(f"/desk/cases/{case.pk}/delegation", form).status_code == 302
    case.refresh_from_db()
    assert (case.unit_code, case.tasks.get(state="waiting").handler_id) == (CLEANING, he.account.pk)
    for wrong in ("", "x", str(uuid4())):
        form = {"command_id": str(uuid4()), "handler": wrong, "note": ""}
        assert cast.sun.sign_in().post(f"/desk/cases/{case.pk}/delegation", form).status_code == 400


def test_a_case_is_sent_to_a_person_on_the_page(cast: Cast, he):
    case = a_filed(cast)
    away(cast.sun, he)
    page = page_of(cast.wei, case)
    assert "何力" in page
    assert "孙大海（今天不在，有人代办）" in page
    form = {"command_id": str(uuid4()), "unit": "", "handler": str(he.account.pk), "note": ""}
    assert cast.wei.sign_in().post(f"/desk/cases/{case.pk}/dispatch", form).status_code == 302
    assert case.tasks.get().handler_id == he.account.pk


def test_the_dispatcher_may_name_the_component(cast: Cast):
    case = a_filed(cast, kind_code="component.water-cover")
    make_component("9901010101000009", column=3, care_unit=CLEANING)
    case = dispatched(cast, case, to=SentTo(component_code="9901010101000009"))
    assert (case.component_code, case.unit_code) == ("9901010101000009", CLEANING)
    with pytest.raises(NotFound):
        dispatched(cast, a_filed(cast), to=SentTo(component_code="1"))


def test_a_closed_unit_gets_nothing(cast: Cast):
    staff_actions.close_unit(WATER, by=SYSTEM, at=LATER)
    with pytest.raises(errors.UnitNotActive):
        dispatched(cast, a_filed(cast), unit_code=WATER)


def test_a_return_that_disputes_the_owner_goes_to_be_ruled_with_a_clock_of_its_own(cast: Cast):
    case = returned(cast, make_case(cast, state=State.HANDLING), reason_code="not-ours", reason="属河道管理")
    case.refresh_from_db()
    assert (case.state, case.phase, case.unit_code) == (State.FILED, "disputed", "")
    assert case.clocks["ruling"]["due"]
    assert last(case).note.endswith("：属河道管理")


def test_not_on_the_list_of_a_community_is_one_click_and_the_next_unit_is_proposed(cast: Cast):
    case = returned(cast, make_case(cast, state=State.DISPATCHED), reason_code="not-on-list")
    assert (case.phase, case.proposed_unit) == ("filed", STREET_OFFICE)
    assert last(case).note == "不在社区工作准入清单内"
    again = dispatched(cast, case)
    assert (again.unit_code, again.tasks.get(state="waiting").rule) == (STREET_OFFICE, f"place:sanitation@{STREET}")


def test_a_reason_that_needs_a_note_is_refused_without_one_and_an_unknown_one_always(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    with pytest.raises(errors.ReasonMissing):
        returned(cast, case, reason_code="not-ours")
    with pytest.raises(errors.ReasonMissing):
        returned(cast, case)
    with pytest.raises(errors.ReturnReasonUnknown):
        returned(cast, case, reason_code="tired", reason="不想办")


def test_a_unit_returns_once(cast: Cast):
    case = returned(cast, make_case(cast, state=State.DISPATCHED), reason="不是我们的")
    dispatched(cast, case, unit_code=CLEANING)
    with pytest.raises(errors.ReturnedBefore):
        returned(cast, case, reason="还是不是我们的")


def test_the_first_unit_stays_the_one_to_ask_until_another_accepts(cast: Cast):
    case = returned(cast, make_case(cast, state=State.DISPATCHED), reason_code="not-ours", reason="不是我们的")
    assert case.first_unit == CLEANING
    case = ruled(cast, case)
    assert (case.unit_code, case.first_unit) == (WATER, CLEANING)
    fan = make_member("fan", "范水", Role.HANDLER, DISTRICT, WATER)
    case = actions.accept_task(case.pk, command=a_command(fan.actor, at=LATER))
    assert case.first_unit == WATER


# ruling


def test_a_ruling_sends_the_case_on_and_is_proposed_next_time(cast: Cast):
    case = ruled(cast, returned(cast, make_case(cast, state=State.DISPATCHED), reason_code="not-ours", reason="不是"))
    assert (case.state, case.unit_code) == (State.DISPATCHED, WATER)
    assert case.tasks.get(state="waiting").rule == f"ruling:{RUBBISH}@{COMMUNITY}"
    kept = Ruling.objects.get()
    assert (kept.area_code, kept.unit_code, kept.by_name) == (COMMUNITY, WATER, "魏立新")
    assert owner_for(kind_named(RUBBISH), GRID).unit_code == WATER
    assert a_filed(cast).proposed_unit == WATER
    assert differences() == []


def test_after_a_ruling_nothing_is_returned_any_more(cast: Cast):
    case = ruled(cast, returned(cast, make_case(cast, state=State.DISPATCHED), reason_code="not-ours", reason="不是"))
    fan = make_member("fan", "范水", Role.HANDLER, DISTRICT, WATER)
    with pytest.raises(errors.RuledAlready):
        actions.return_task(case.pk, command=a_command(fan.actor, at=LATER), reason="也不是我们的")


def test_a_new_ruling_takes_the_place_of_an_older_one_and_an_ended_one_is_forgotten(cast: Cast):
    for unit in (WATER, STREET_OFFICE):
        case = make_case(cast, state=State.FILED)
        dispatched(cast, case, unit_code=CLEANING)
        ruled(cast, returned(cast, case, reason_code="not-ours", reason="不是"), unit=unit)
    current = Ruling.objects.get(ended_at=None)
    assert (Ruling.objects.count(), current.unit_code) == (2, STREET_OFFICE)
    with pytest.raises(errors.RulingUnknown):
        actions.end_ruling(current.pk, command=a_command(cast.sun.actor, at=LATER))
    actions.end_ruling(current.pk, command=a_command(cast.wei.actor, at=LATER))
    assert owner_for(kind_named(RUBBISH), GRID).unit_code == CLEANING


def test_a_ruling_holds_around_the_case_and_within_the_area_of_who_rules(cast: Cast):
    case = returned(cast, make_case(cast, state=State.DISPATCHED), reason_code="not-ours", reason="不是")
    for area in (OTHER_DISTRICT, "9901"):
        with pytest.raises(errors.RulingAreaWrong):
            ruled(cast, case, area=area)
    assert ruled(cast, case, area=DISTRICT).rulings.get().area_code == DISTRICT


def test_who_may_not_approve_rules_nothing(cast: Cast):
    case = returned(cast, make_case(cast, state=State.DISPATCHED), reason_code="not-ours", reason="不是")
    with pytest.raises(errors.CaseNotFound):
        ruled(cast, case, by=cast.zhao.actor)
    with pytest.raises(NotAllowed):
        ruled(cast, case, by=cast.chen.actor)
    with pytest.raises(errors.ReasonMissing):
        actions.rule_case(case.pk, command=a_command(cast.wei.actor), ruling=NewRuling(WATER, ""))


def test_a_repeated_ruling_does_nothing_twice(cast: Cast):
    case = returned(cast, make_case(cast, state=State.DISPATCHED), reason_code="not-ours", reason="不是")
    command = a_command(cast.wei.actor, at=LATER)
    for _twice in range(2):
        actions.rule_case(case.pk, command=command, ruling=NewRuling(WATER, "裁定"))
    assert (Ruling.objects.count(), Task.objects.filter(case=case, state="waiting").count()) == (1, 1)


# delegate and stand in


def test_a_task_is_handed_to_a_colleague_who_then_counts_as_its_handler(cast: Cast, he):
    case = make_case(cast, state=State.HANDLING)
    command = a_command(cast.sun.actor, at=LATER)
    for _twice in range(2):
        case = actions.delegate_task(case.pk, command=command, handler_id=he.account.pk, note="我去开会")
    assert (case.tasks.get().handler_id, case.handled_by) == (he.account.pk, str(he.account.pk))
    assert (last(case).name, last(case).note) == ("delegate", "何力：我去开会")
    assert differences() == []


def test_a_task_not_yet_accepted_is_handed_on_without_anybody_working_on_it(cast: Cast, he):
    case = make_case(cast, state=State.DISPATCHED)
    case = actions.delegate_task(case.pk, command=a_command(cast.sun.actor, at=LATER), handler_id=he.account.pk)
    assert (case.tasks.get().handler_id, case.handled_by) == (he.account.pk, "")


def test_a_task_is_handed_to_nobody_else_and_by_nobody_else(cast: Cast, he):
    case = make_case(cast, state=State.HANDLING)
    with pytest.raises(errors.DelegatedToOneself):
        actions.delegate_task(case.pk, command=a_command(cast.sun.actor), handler_id=cast.sun.account.pk)
    with pytest.raises(errors.HandlerNotOfUnit):
        actions.delegate_task(case.pk, command=a_command(cast.sun.actor), handler_id=cast.wei.account.pk)
    with pytest.raises(errors.CaseNotFound):
        actions.delegate_task(case.pk, command=a_command(cast.zhao.actor), handler_id=he.account.pk)
    with pytest.raises(NotAllowed):
        actions.delegate_task(case.pk, command=a_command(cast.wei.actor), handler_id=he.account.pk)


def test_a_stand_in_works_on_and_history_says_for_whom(cast: Cast):
    lin = cast.lin
    hu = make_member("hu", "胡一", Role.LEADER, COMMUNITY, COMMUNITY_OFFICE)
    case = make_case(cast, state=State.FILED)
    dispatched(cast, case, unit_code=COMMUNITY_OFFICE)
    with pytest.raises(NotAllowed):
        actions.accept_task(case.pk, command=a_command(staff.actor_of(hu.account), at=LATER))
    away(lin, hu)
    case = actions.accept_task(case.pk, command=a_command(staff.actor_of(hu.account), at=LATER))
    line = last(case)
    assert (line.by, line.by_name, case.handled_by) == (hu.actor.key, "胡一（代林小满）", hu.actor.key)


def test_what_one_may_do_anyway_is_signed_with_ones_own_name(cast: Cast, he):
    away(cast.sun, he)
    case = make_case(cast, state=State.DISPATCHED)
    actions.accept_task(case.pk, command=a_command(staff.actor_of(he.account), at=LATER))
    assert last(case).by_name == "何力"


# many at once


def bulk(by, act="dispatch", **more) -> Bulk:
    return Bulk(uuid4(), act, by, LATER, **more)


def test_many_cases_are_sent_to_the_units_proposed_and_one_bad_never_blocks_the_rest(cast: Cast):
    good, bad = [a_filed(cast) for _ in range(3)], make_case(cast)
    outcome = actions.do_with_many([good[0].pk, bad.pk, good[1].pk, good[2].pk, uuid4()], bulk=bulk(cast.wei.actor))
    assert list(outcome.done) == [case.pk for case in good]
    assert [(one.case_id == bad.pk, one.code) for one in outcome.refused] == [
        (True, "case.wrong-state"),
        (False, "case.not-found"),
    ]
    assert set(Case.objects.filter(pk__in=outcome.done).values_list("unit_code", flat=True)) == {CLEANING}


def test_a_repeat_of_many_does_nothing_twice(cast: Cast):
    case, order = a_filed(cast), bulk(cast.wei.actor)
    first = actions.do_with_many([case.pk, case.pk], bulk=order)
    assert actions.do_with_many([case.pk], bulk=order) == first
    assert CaseRecord.objects.filter(case=case, name="dispatch").count() == 1


@pytest.mark.parametrize(
    ("act", "state", "who", "after"),
    [
        ("file", State.REPORTED, "chen", State.FILED),
        ("urge", State.DISPATCHED, "wei", State.DISPATCHED),
        ("close", State.CHECKED, "wu", State.CLOSED),
    ],
)
def test_many_are_filed_urged_and_closed(cast: Cast, act, state, who, after):
    case = make_case(cast, state=state)
    actor = getattr(cast, who).actor
    assert actions.do_with_many([case.pk], bulk=bulk(actor, act)).refused == ()
    assert Case.objects.get(pk=case.pk).state == after
    assert last(case).name == act


def test_too_many_none_and_unknown_acts_are_refused_before_anything_is_done(cast: Cast):
    with pytest.raises(errors.TooManyAtOnce):
        actions.do_with_many([uuid4() for _ in range(201)], bulk=bulk(cast.wei.actor))
    with pytest.raises(errors.TooManyAtOnce):
        actions.do_with_many([], bulk=bulk(cast.wei.actor))
    with pytest.raises(errors.BulkUnknown):
        actions.do_with_many([uuid4()], bulk=bulk(cast.wei.actor, "void"))


def test_a_stranger_changes_nothing_of_many(cast: Cast):
    case = a_filed(cast)
    outcome = actions.do_with_many([case.pk], bulk=bulk(cast.zhao.actor))
    assert (outcome.done, [one.code for one in outcome.refused]) == ((), ["case.not-found"])
    elsewhere = make_actor(Role.DISPATCHER, area_code=OTHER_DISTRICT)
    assert actions.do_with_many([case.pk], bulk=bulk(elsewhere)).done == ()
