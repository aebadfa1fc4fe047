"""The course of a simulated case, told as it goes: each part yields the moment of its next step, then takes it."""

import datetime as dt
from collections.abc import Generator
from uuid import UUID

from linli.cases import actions
from linli.cases.catalogue import KindDeclaration
from linli.cases.catalogue.shapes import Stage
from linli.cases.queries.kinds import catalogue, kind_named
from linli.cases.rules import Lane, StepName
from linli.core.calendar import Limit, TimeUnit
from linli.site.sampletown.courses import told_lane
from linli.site.sampletown.stories import stories
from linli.site.simulation.aftermath import comes_back
from linli.site.simulation.life import Life
from linli.site.simulation.meanwhile import meanwhile
from linli.staff import queries as staff

Course = Generator[dt.datetime, None, None]
Part = Generator[dt.datetime, None, bool]
URGENT_MINUTES = (4, 25)


def course(life: Life) -> Course:
    """Live a case: report, settle or file, dispatch, handle, check, close, rate; as often as it comes back."""
    life.report()
    if life.plan.is_settled:
        yield from _settle(life)
        return
    if not (yield from _file(life)):
        return
    while (yield from _handle(life)):
        yield from _check_and_close(life)
        if not (yield from comes_back(life)):
            return


def _settle(life: Life) -> Course:
    yield life.at + dt.timedelta(minutes=int(life.dice.between(5, 45)))
    for purpose in ("before", "after"):
        if life.dice(0.5):
            life.attach(life.plan.by, purpose)
    life.settle(life.plan.by)


def _file(life: Life) -> Part:
    """Decide about a report: another kind, no case, or a case."""
    is_urgent = Lane.URGENT in kind_named(life.plan.kind_code).lanes and life.dice(life.habits.urgent)
    yield _soon(life) if is_urgent else life.within(Stage.FILING, life.share(life.habits.filed_in_time))
    by = life.who(StepName.FILE)
    if why := _why_not(life):
        reason, duplicate_of = why
        life.take(StepName.DECLINE, by, actions.decline_case, reason=reason, duplicate_of=duplicate_of)
        return False
    kind = _kind_found(life)
    if life.kind is not None and life.kind.code != kind.code and life.dice(0.5):
        life.choose_kind(by, kind)
    if life.dice(life.habits.noted) and life.may(StepName.NOTE, by):
        life.take(StepName.NOTE, by, actions.add_note, text="已电话联系反映人，核实了地点和情况")
    life.file(by, kind, _lane(kind, is_urgent=is_urgent))
    return True


def _why_not(life: Life) -> tuple[str, UUID | None] | None:
    """Say why a report does not become a case: told before, outside, without content, or not found on the spot."""
    dice, habits, plan = life.dice, life.habits, life.plan
    seen, declined, empty = dice(habits.duplicate_seen), dice(habits.declined), dice(habits.vague_declined)
    if plan.again and seen:
        return _told("same-matter", life), plan.again
    if life.standing.area_code == life.town.root_code and not plan.is_vague and dice(0.5):
        return _told("outside-area", life), None
    if plan.is_vague and empty:
        return _told("test-or-empty", life), None
    if declined and not plan.is_patrol:
        return stories().phrase("declined", thrown=dice.thrown), None
    return None


def _told(code: str, life: Life) -> str:
    reason = catalogue().decline_reasons.get(code)
    return str(reason.tell.zh_hans) if reason else stories().phrase("declined", thrown=life.dice.thrown)


def _kind_found(life: Life) -> KindDeclaration:
    """Find the right kind, at times a wrong one."""
    wrong = stories().kinds.throw(life.dice.thrown)
    is_wrong = life.dice(life.habits.filed_wrong) and not life.plan.is_patrol
    kind = kind_named(wrong if is_wrong else life.plan.kind_code)
    return kind if kind.is_valid_on(life.town.local_day(life.at)) else kind_named(life.plan.kind_code)


def _lane(kind: KindDeclaration, *, is_urgent: bool) -> str:
    return Lane.URGENT.value if is_urgent and Lane.URGENT in kind.lanes else told_lane(kind)


def _handle(life: Life) -> Part:
    """Send the case until a unit keeps it and answers; False when it was voided instead."""
    while True:
        yield _at_dispatch(life)
        if life.dice(life.habits.voided):
            reason = stories().phrase("voided", thrown=life.dice.thrown)
            life.take(StepName.VOID, life.who(StepName.VOID), actions.void_case, reason=reason)
            return False
        is_right = _send(life)
        start, share = life.at, life.share(life.habits.answered_in_time)
        begun, done = life.within(Stage.HANDLING, min(share * 0.25, 0.3)), life.within(Stage.HANDLING, share)
        yield begun
        if _returns(life, is_right=is_right):
            yield from _return(life)
            continue
        life.take(StepName.ACCEPT, life.who(StepName.ACCEPT), actions.accept_task)
        life.attach_evidence("before")
        yield from meanwhile(life)
        yield max(done, begun, start, life.at)
        _answer(life)
        return True


def _send(life: Life) -> bool:
    """Dispatch, or rule where units dispute who is responsible; say whether it is the unit that ought to have it."""
    unit_code, is_right = _unit(life)
    if StepName.RULE.value not in life.workflow.steps or not life.is_disputed():
        life.dispatch(life.who(StepName.DISPATCH), unit_code)
        return is_right
    ruling = actions.NewRuling(unit_code, "按职责清单和属地原则裁定")
    life.take(StepName.RULE, life.who(StepName.RULE), actions.rule_case, ruling=ruling)
    return True


def _unit(life: Life) -> tuple[str, bool]:
    """Choose the unit: the one proposed, at times another; after a return the one that ought to have it."""
    ought, units = _ought(life), life.town.crew.units
    sent = ought if life.proposed_unit in life.returned_by else life.proposed_unit or ought
    other, is_wrong = life.dice.one_of(units), life.dice(life.habits.sent_wrong)
    if sent not in units or (is_wrong and not life.returned_by and not life.standing.is_confidential):
        sent = other
    return sent, ought in {"", sent}


def _ought(life: Life) -> str:
    """Say which unit has the duty that the matter is about, whatever was ruled or proposed since."""
    owner = staff.unit_for_duty(kind_named(life.plan.kind_code).duty, life.standing.area_code)
    return owner.unit_code if owner else ""


def _returns(life: Life, *, is_right: bool) -> bool:
    share = life.habits.right_returned if is_right else life.habits.wrong_returned
    return life.dice(share) and life.standing.unit_code not in life.returned_by and not life.was_ruled


def _return(life: Life) -> Course:
    """Give the order back with the reason; supervision looks at the kind once more, unless it may not read the case."""
    reason = stories().phrase("returns", thrown=life.dice.thrown)
    is_disputed = life.dice(life.habits.disputed) and life.standing.area_code != life.town.root_code
    code = "not-ours" if is_disputed else ""
    life.take(StepName.RETURN, life.who(StepName.RETURN), actions.return_task, reason=reason, reason_code=code)
    right = kind_named(life.plan.kind_code)
    may_correct = not life.standing.is_confidential and not life.is_disputed()
    if life.kind is not None and life.kind.code != right.code and may_correct:
        yield life.within(Stage.DISPATCH, 0.2)
        life.choose_kind(life.who(StepName.CORRECT_KIND), right)


def _answer(life: Life) -> None:
    life.attach_evidence("after")
    life.take(StepName.RESPOND, life.handler, actions.respond, result=life.result())


def _check_and_close(life: Life) -> Course:
    """Look on the spot whether the answer is true; what is not done goes back to the unit."""
    while True:
        yield life.within(Stage.CHECKING, life.share(life.habits.checked_in_time))
        by = life.who(StepName.PASS_CHECK)
        if not life.dice(life.habits.check_failed):
            break
        reason = stories().phrase("checks_failed", thrown=life.dice.thrown)
        life.take(StepName.FAIL_CHECK, by, actions.fail_check, reason=reason)
        yield life.within(Stage.HANDLING, life.dice.between(0.1, 0.5))
        _answer(life)
    note = stories().phrase("checks_passed", thrown=life.dice.thrown)
    life.take(StepName.PASS_CHECK, by, actions.pass_check, note=note)
    yield life.town.calendar.due(life.at, Limit(life.dice.between(0.1, 2.0), TimeUnit.WORKING_HOURS))
    outcome, said = _outcome(life)
    life.take(StepName.CLOSE, life.who(StepName.CLOSE), actions.close_case, outcome=outcome, note=said)


def _outcome(life: Life) -> tuple[str, str]:
    is_explained, is_not_fixable = life.dice(life.habits.explained), life.dice(life.habits.not_fixable)
    if is_not_fixable:
        return "not-fixable", "目前条件下不能解决，已向反映人说明原因和其他途径"
    if is_explained:
        return "explained", stories().phrase("explained", thrown=life.dice.thrown)
    return "solved", ""


def _at_dispatch(life: Life) -> dt.datetime:
    if life.standing.lane == Lane.URGENT:
        return _soon(life)
    return life.within(Stage.DISPATCH, life.share(life.habits.dispatched_in_time))


def _soon(life: Life) -> dt.datetime:
    return life.at + dt.timedelta(minutes=int(life.dice.between(*URGENT_MINUTES)))
