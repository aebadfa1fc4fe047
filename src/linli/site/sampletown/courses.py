"""The course a case took: which steps, by whom, after how long; cut off at the town's present moment."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from linli.cases.actions import NewReport
from linli.cases.actions.past import PastStep
from linli.cases.catalogue import KindDeclaration
from linli.cases.catalogue.shapes import Stage
from linli.cases.queries.kinds import catalogue, usual_lane
from linli.cases.queries.owners import owner_for
from linli.cases.rules import Lane, StepName
from linli.core.calendar import Limit, TimeUnit
from linli.core.installation import installation
from linli.site.sampletown.chance import Choice
from linli.site.sampletown.pictures import picture
from linli.site.sampletown.stories import stories
from linli.site.sampletown.team import Team
from linli.site.sampletown.working_minutes import WorkingMinutes
from linli.staff.rules import RESIDENT, Actor, Permission

MEDIATION = "mediation"
_DECLINED, _VOIDED, _ON_SPOT, _URGENT = 0.05, 0.008, 0.55, 0.35
_RETURNED, _REWORKED, _REOPENED, _RATED, _LATE = 0.04, 0.08, 0.02, 0.4, 0.11
_SCORES = Choice({5: 52, 4: 27, 3: 12, 2: 5, 1: 4})
_DAYS_PAST, _DAYS_AHEAD, _HOURS_A_DAY = 220, 90, 8


class Courses:
    """Tells courses of cases in one town."""

    def __init__(self, *, now: dt.datetime, team: Team, thrown: random.Random, with_photos: bool) -> None:
        self._now, self._team, self._thrown, self._with_photos = now, team, thrown, with_photos
        today = now.astimezone(catalogue().calendar.zone).date()
        first, last = today - dt.timedelta(days=_DAYS_PAST), today + dt.timedelta(days=_DAYS_AHEAD)
        self._minutes = WorkingMinutes(catalogue().calendar, first=first, last=last)

    def course(
        self, kind_code: str, *, report: NewReport, at: dt.datetime, by: Actor, area_code: str
    ) -> tuple[PastStep, ...]:
        """Tell one course to its end, so that the dice fall alike on every day; what lies in the future is left off."""
        kind = catalogue().kinds[kind_code]
        told = _Told(self, kind, report, at, by, area_code or installation().root_code)
        return tuple(step for step in told.steps() if step.at < self._now)

    @property
    def thrown(self) -> random.Random:
        """The dice."""
        return self._thrown

    @property
    def team(self) -> Team:
        """Who acts."""
        return self._team

    @property
    def with_photos(self) -> bool:
        """Whether evidence is attached."""
        return self._with_photos

    def later(self, at: dt.datetime, limit: Limit, share: float) -> dt.datetime:
        """Go on by a share of a limit, in the time that the limit counts."""
        if limit.unit is TimeUnit.HOURS:
            return at + dt.timedelta(minutes=max(round(limit.amount * share * 60), 1))
        hours = limit.amount * (_HOURS_A_DAY if limit.unit is TimeUnit.WORKING_DAYS else 1)
        return self._minutes.after(at, hours * share)


def told_lane(kind: KindDeclaration) -> str:
    """Choose the lane a story takes; what is lived in the mediation room is told there, not step by step here."""
    usual = usual_lane(kind)
    return Lane.DISPATCH.value if usual == MEDIATION and Lane.DISPATCH in kind.lanes else usual


@dataclass
class _Told:
    """One course being told."""

    _courses: Courses
    _kind: KindDeclaration
    _report: NewReport
    _at: dt.datetime
    _by: Actor
    _area_code: str

    def __post_init__(self) -> None:
        self._thrown, self._team, self._last = self._courses.thrown, self._courses.team, self._at
        self._answers, self._has_returned = 0, False

    def steps(self) -> Iterator[PastStep]:
        """Tell the whole course, also what has not happened yet."""
        lanes = set(self._kind.lanes)
        may_settle = self._by.may(Permission.CASES_SETTLE, self._area_code)
        if Lane.ON_SPOT.value in lanes and may_settle and self._chance(_ON_SPOT):
            yield self._settle()
            return
        acceptor, filed_at = self._team.acceptor(self._thrown), self._after(Stage.FILING)
        if self._chance(_DECLINED):
            yield PastStep(StepName.DECLINE, filed_at, acceptor, self._say("declined"))
            return
        yield PastStep(StepName.FILE, filed_at, acceptor, kind_code=self._kind.code, lane=self._lane(lanes))
        if self._chance(_VOIDED) and not self._kind.confidential:
            closer = self._team.closer(self._thrown)
            yield PastStep(StepName.VOID, self._after(Stage.DISPATCH), closer, self._say("voided"))
            return
        yield from self._rounds(acceptor)

    def _lane(self, lanes: set[str]) -> str:
        urgent = Lane.URGENT.value in lanes and (Lane.DISPATCH.value not in lanes or self._chance(_URGENT))
        return Lane.URGENT.value if urgent else told_lane(self._kind)

    def _rounds(self, acceptor: Actor) -> Iterator[PastStep]:
        """Go through it once, now and then twice; what lies outside every grid waits for a person."""
        owner = owner_for(self._kind, self._area_code)
        if owner is None:
            return
        yield from self._round(owner.unit_code)
        if self._chance(_REOPENED) and self._by is RESIDENT:
            away = dt.timedelta(days=self._thrown.randint(1, 9), minutes=self._thrown.randint(0, 600))
            self._last += away
            yield PastStep(StepName.REOPEN, self._last, acceptor, self._say("reopened"))
            yield from self._round(owner.unit_code)

    def _round(self, unit: str) -> Iterator[PastStep]:
        """Dispatch, handle, check, close, rate."""
        dispatcher = self._team.dispatcher(self._thrown)
        yield PastStep(StepName.DISPATCH, self._after(Stage.DISPATCH), dispatcher, unit_code=unit)
        handler = self._team.handler_of(unit, grid_code=self._area_code, thrown=self._thrown)
        start = self._last
        if not self._has_returned and self._chance(_RETURNED):
            self._has_returned = True
            yield PastStep(StepName.RETURN, self._after(Stage.DISPATCH), handler, self._say("returns"))
            yield PastStep(
                StepName.DISPATCH, self._after(Stage.DISPATCH), dispatcher, "核实后维持原派遣", unit_code=unit
            )
            start = self._last
        yield from self._handled(handler, start)
        yield from self._ended()

    def _handled(self, handler: Actor, start: dt.datetime) -> Iterator[PastStep]:
        limit = self._limit(Stage.HANDLING)
        share = self._thrown.uniform(1.05, 2.2) if self._chance(_LATE) else self._thrown.triangular(0.1, 0.97, 0.5)
        self._last = self._courses.later(start, limit, share * self._thrown.uniform(0.05, 0.3))
        yield PastStep(StepName.ACCEPT, self._last, handler)
        self._last = max(self._courses.later(start, limit, share), self._last + dt.timedelta(minutes=2))
        yield from self._photos(handler)
        result = stories().result(self._kind.code, thrown=self._thrown)
        yield PastStep(StepName.RESPOND, self._last, handler, result)
        if self._chance(_REWORKED):
            at = self._after(Stage.CHECKING)
            yield PastStep(StepName.FAIL_CHECK, at, self._checker(), self._say("checks_failed"))
            self._last = self._courses.later(self._last, limit, self._thrown.uniform(0.1, 0.5))
            yield from self._photos(handler)
            yield PastStep(StepName.RESPOND, self._last, handler, f"已返工：{result}")

    def _photos(self, handler: Actor) -> Iterator[PastStep]:
        """Attach the evidence that the kind asks for; each further answer shows the place after the work once more."""
        wanted = {"none": (), "after": ("after",), "before-and-after": ("before", "after")}[self._kind.evidence.value]
        if not self._courses.with_photos:
            return
        again, self._answers = self._answers, self._answers + 1
        wanted = wanted[-1:] if again else wanted
        for place, purpose in enumerate(wanted):
            at = self._last - dt.timedelta(minutes=1) if place + 1 < len(wanted) else self._last
            yield PastStep(
                StepName.ATTACH,
                at,
                handler,
                purpose=purpose,
                photo=picture(self._kind.code, purpose=purpose, again=again),
            )

    def _ended(self) -> Iterator[PastStep]:
        checker = self._checker()
        closer = checker if self._kind.confidential else self._team.closer(self._thrown)
        yield PastStep(StepName.PASS_CHECK, self._after(Stage.CHECKING), checker, self._say("checks_passed"))
        outcome = "explained" if self._kind.code.startswith(("request.inquiry", "request.suggestion")) else "solved"
        yield PastStep(StepName.CLOSE, self._after(Stage.DISPATCH), closer, outcome=outcome)
        if self._report.reporter_phone and self._chance(_RATED):
            yield self._rating()

    def _checker(self) -> Actor:
        choose = self._team.secret_checker if self._kind.confidential else self._team.checker
        return choose(self._thrown)

    def _rating(self) -> PastStep:
        score = _SCORES.throw(self._thrown)
        words = self._say("good" if score > 3 else "fair" if score == 3 else "poor")
        at = self._last = self._last + dt.timedelta(minutes=self._thrown.randint(10, 2_000))
        return PastStep(StepName.RATE, at, RESIDENT, words, score=score, channel="portal")

    def _settle(self) -> PastStep:
        at = self._at + dt.timedelta(minutes=self._thrown.randint(3, 40))
        said = stories().result(self._kind.code, thrown=self._thrown)
        return PastStep(StepName.SETTLE, at, self._by, said, kind_code=self._kind.code)

    def _after(self, stage: Stage) -> dt.datetime:
        self._last = self._courses.later(self._last, self._limit(stage), self._thrown.triangular(0.05, 1.15, 0.3))
        return self._last

    def _limit(self, stage: Stage) -> Limit:
        return self._kind.limit(stage)

    def _say(self, name: str) -> str:
        return stories().phrase(name, thrown=self._thrown)

    def _chance(self, share: float) -> bool:
        return self._thrown.random() < share
