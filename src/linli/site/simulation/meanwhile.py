"""What happens while a unit works on a case: declared steps, other units called in, clocks stopped or lengthened, orders."""

import datetime as dt
from collections.abc import Callable, Generator
from functools import partial
from typing import TYPE_CHECKING

from linli.cases import actions
from linli.cases.actions import pausing
from linli.cases.catalogue.timing import Relief
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import Answer, Step, StepName, allowed_steps
from linli.cases.rules.joint import AT_WORK
from linli.core.calendar import Limit, TimeUnit
from linli.core.errors import LinliError
from linli.site.simulation.life import Life, Nobody

if TYPE_CHECKING:
    from linli.cases.models import Case

Ask = Callable[..., "Case"]
Course = Generator[dt.datetime, None, None]


def meanwhile(life: Life) -> Course:
    """Let what else happens to a case happen, one thing after the other."""
    habits = life.habits
    if life.dice(habits.declared_step):
        _declared(life)
    if life.dice(habits.joined) and not life.standing.is_confidential:
        yield from _joined(life)
    if life.dice(habits.relief):
        yield from _relief(life)
    if life.dice(habits.ordered):
        yield from _ordered(life)


def _declared(life: Life) -> None:
    """Take one of the steps that the workflow declares for the unit, and say what it asks for."""
    able = allowed_steps(life.workflow, life.standing, life.handler)
    names = [name for name in able if life.workflow.steps[name].does is StepName.ADVANCE]
    if not names:
        return
    step = life.workflow.steps[life.dice.one_of(names)]
    advance = partial(actions.advance_case, step=step.name, answers=_said(life, step))
    life.take(StepName.ADVANCE, life.handler, advance)


def _said(life: Life, step: Step) -> dict[str, object]:
    today = life.town.local_day(life.at)
    given: dict[Answer, object] = {
        Answer.TEXT: "已按规定办理，情况属实",
        Answer.DATE: (today + dt.timedelta(days=7)).isoformat(),
        Answer.TIME: life.at.isoformat(),
        Answer.NUMBER: "1",
        Answer.YES_NO: "yes",
    }
    return {
        one.name: life.dice.one_of(one.choices) if one.takes is Answer.CHOICE else given[one.takes]
        for one in step.asks
        if one.required or one.takes is Answer.CHOICE
    }


def _joined(life: Life) -> Course:
    """Call another unit in; it accepts, answers, and now and then gives the order back."""
    others = [unit for unit in life.town.crew.units if unit != life.standing.unit_code]
    if not others:
        return
    unit = life.dice.one_of(others)
    call = actions.Call((unit,), "请配合现场处置")
    life.take(StepName.JOIN, life.who(StepName.JOIN), actions.join_case, call=call)
    yield _after(life, 1, 6)
    helper = life.town.crew.of_unit(unit, life.dice)
    if helper is None or life.standing.state not in AT_WORK:
        return
    if life.dice(life.habits.join_returned):
        life.take(StepName.CO_RETURN, helper, actions.co_return, reason="本单位没有可配合的人员和设备")
        return
    life.take(StepName.CO_ACCEPT, helper, actions.co_accept)
    yield _after(life, 1, 12)
    if life.standing.state in AT_WORK:
        life.take(StepName.CO_ANSWER, helper, actions.co_answer, result="已派人到场配合，完成分工部分")


def _relief(life: Life) -> Course:
    """Ask for a pause or more time; command grants it or not; a pause ends by itself, or sooner when work goes on."""
    wish, ask, step = _wish(life)
    if wish is None or not life.may(step, life.handler):
        return
    try:
        life.take(step, life.handler, ask, wish=wish)
    except LinliError:  # past its ceiling, or a photo is asked for that nobody has: then it is not asked
        return
    yield _after(life, 1, 5)
    if life.standing.state not in AT_WORK:
        return
    if life.dice(life.habits.relief_refused):
        life.take(StepName.REFUSE, life.who(StepName.REFUSE), pausing.refuse_relief, reason="理由不充分，请按期办理")
        return
    life.take(StepName.GRANT, life.who(StepName.GRANT), pausing.grant_relief)
    if step is StepName.ASK_PAUSE and life.dice(0.5):
        yield _after(life, 8, 24)
        if life.is_paused():
            life.take(StepName.RESUME, life.who(StepName.RESUME), pausing.resume_clocks)


def _wish(life: Life) -> tuple[pausing.Wish | None, Ask, StepName]:
    what = Relief.PAUSE if life.dice(0.6) else Relief.EXTENSION
    reasons = [one for one in catalogue().pause_reasons.values() if what in one.allows and not one.photo_required]
    if not reasons:
        return None, pausing.ask_pause, StepName.ASK_PAUSE
    reason = life.dice.one_of(reasons)
    if what is Relief.PAUSE:
        until = life.at + dt.timedelta(days=int(life.dice.between(2, 6)))
        return pausing.Wish(reason.code, "材料未到，需等待", until=until), pausing.ask_pause, StepName.ASK_PAUSE
    by = life.unit_limit()
    return pausing.Wish(reason.code, "工程量较大，需延长", by=by), pausing.ask_extension, StepName.ASK_EXTENSION


def _ordered(life: Life) -> Course:
    """Let a leader order the unit to see to it, and the unit answer."""
    try:
        leader = life.who(StepName.ORDER)
    except Nobody:
        return
    order = actions.NewOrder("请加快办理，办结后报告", life.standing.unit_code, life.at + dt.timedelta(days=3))
    order_id = life.take(StepName.ORDER, leader, actions.give_order, order=order)
    yield _after(life, 2, 16)
    if life.may(StepName.ANSWER_ORDER, life.handler):
        said = {"order_id": order_id, "answer": "已安排专人办理，将按期完成"}
        life.take(StepName.ANSWER_ORDER, life.handler, actions.answer_order, **said)


def _after(life: Life, least: float, most: float) -> dt.datetime:
    """Give a moment some working hours later."""
    return life.town.calendar.due(life.at, Limit(life.dice.between(least, most), TimeUnit.WORKING_HOURS))
