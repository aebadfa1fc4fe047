"""What residents do once their case is closed: say what they think, and open it again when it was not solved."""

import datetime as dt
from collections.abc import Generator

from linli.cases import actions
from linli.cases.rules import StepName
from linli.core.calendar import Limit, TimeUnit
from linli.site.sampletown.chance import Choice
from linli.site.sampletown.stories import stories
from linli.site.simulation.life import Life
from linli.staff.rules import RESIDENT

UNHAPPY = 2
GOOD = 4
IN_TIME = Choice({5: 46, 4: 34, 3: 13, 2: 5, 1: 2})
LATE = Choice({5: 14, 4: 26, 3: 32, 2: 18, 1: 10})
DAYTIME = (7, 22)


def comes_back(life: Life) -> Generator[dt.datetime, None, bool]:
    """Let whoever reported rate and, unhappy or not, open the case again; True when it was opened."""
    if life.plan.is_patrol:
        return False
    score = 0
    if life.dice(life.habits.rated):
        yield _by_day(life, life.at + dt.timedelta(hours=life.dice.between(0.3, 72)))
        score = _rate(life)
    if 0 < score <= UNHAPPY and life.dice(life.habits.low_answered):
        yield life.town.calendar.due(life.at, Limit(life.dice.between(4, 40), TimeUnit.WORKING_HOURS))
        life.take(
            StepName.ANSWER_RATING,
            life.who(StepName.ANSWER_RATING),
            actions.answer_rating,
            text="已电话回访，说明情况并跟进处理",
        )
    again = life.habits.reopened_unhappy if 0 < score <= UNHAPPY else life.habits.reopened_otherwise
    if not life.dice(again):
        return False
    yield _by_day(life, life.at + dt.timedelta(hours=life.dice.between(0.2, 120)))
    reason = stories().phrase("reopened", thrown=life.dice.thrown)
    life.take(StepName.REOPEN, RESIDENT, actions.reopen_case, reason=reason, tracked=True)
    return True


def _rate(life: Life) -> int:
    score = (LATE if life.closed_late else IN_TIME).throw(life.dice.thrown)
    mood = "good" if score >= GOOD else "poor" if score <= UNHAPPY else "fair"
    life.rate(score, stories().phrase(mood, thrown=life.dice.thrown))
    return score


def _by_day(life: Life, at: dt.datetime) -> dt.datetime:
    """Residents write by day: what falls into the night waits for the morning."""
    local = at.astimezone(life.town.calendar.zone)
    if DAYTIME[0] <= local.hour < DAYTIME[1]:
        return at
    return at + dt.timedelta(hours=(DAYTIME[0] - local.hour) % 24, minutes=int(life.dice.between(0, 59)))
