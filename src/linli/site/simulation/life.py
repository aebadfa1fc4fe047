"""One simulated case: what its actors know of it, and the steps they take through the public actions."""

import dataclasses
import datetime as dt
import io
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from linli.cases import actions
from linli.cases.actions.clocks import grade_of
from linli.cases.catalogue import KindDeclaration
from linli.cases.catalogue.shapes import Stage
from linli.cases.queries.kinds import first_workflow, kind_named, workflow_of
from linli.cases.queries.replaying import case_after
from linli.cases.rules import LEAST_TEXT, Evidence, Standing, State, StepName, allowed_steps
from linli.cases.rules.joint import AT_WORK
from linli.core.calendar import Limit, TimeUnit
from linli.site.sampletown.stories import stories
from linli.site.simulation.chance import Dice
from linli.site.simulation.habits import Habits
from linli.site.simulation.ledger import Ledger
from linli.site.simulation.pictures import PICTURES, album
from linli.site.simulation.telling import PlannedReport
from linli.site.simulation.town import Town
from linli.staff.rules import RESIDENT, Actor, Command

if TYPE_CHECKING:
    from linli.cases.models import Case

UNKNOWN_KIND_HOURS = 2.0  # the default filing limit of a report without a kind


class Nobody(Exception):  # a finding about the town, told at the end, no error of the program
    """No post in the town allows the next step of this case."""

    def __init__(self, step: StepName) -> None:
        super().__init__(step.value)
        self.step = step


class Life:
    """A case from its report on; what it knows follows the rules, never a look into the future."""

    def __init__(self, plan: PlannedReport, *, town: Town, habits: Habits, ledger: Ledger, dice: Dice) -> None:
        self.plan, self.town, self.habits, self.ledger, self.dice = plan, town, habits, ledger, dice
        self.at = plan.at
        self.case_id: UUID = plan.case_id
        self.kind: KindDeclaration | None = None
        self.standing, self.workflow = Standing(State.REPORTED, town.root_code), first_workflow(None)
        self.handler: Actor = RESIDENT
        self.returned_by: set[str] = set()
        self.photos = {"before": 0, "after": 0, "check": 0}
        self.close_due_at: dt.datetime | None = None
        self.closed_late = False
        self.was_ruled = False
        self._case: Case | None = None

    # What the actors ask

    def who(self, step: StepName) -> Actor:
        """Choose who takes a step, by their posts."""
        found = self.town.crew.who(self.workflow.step(step), self.workflow, self.standing, self.dice)
        if found is None:
            raise Nobody(step)
        return found

    def may(self, step: StepName, by: Actor) -> bool:
        """Say whether somebody may take a step now."""
        return step in allowed_steps(self.workflow, self.standing, by)

    def within(self, stage: Stage, share: float) -> dt.datetime:
        """Give the moment at which a share of a stage's limit, beginning now, has run."""
        calendar = self.town.calendar
        if self.kind is None:
            return calendar.due(self.at, Limit(UNKNOWN_KIND_HOURS * share, TimeUnit.WORKING_HOURS))
        limit = self.kind.limit(stage, grade=grade_of(self.standing.area_code))
        if limit.unit is TimeUnit.HOURS:
            return self.at + dt.timedelta(hours=limit.amount * share)
        hours = calendar.working_hours_between(self.at, calendar.due(self.at, limit))
        return calendar.due(self.at, Limit(hours * share, TimeUnit.WORKING_HOURS))

    def share(self, in_time: float) -> float:
        """Throw which share of a limit somebody takes: mostly less than half, at times more than all of it."""
        prompt = self.dice(in_time)
        return self.dice.thrown.betavariate(1.8, 3.2) * 0.97 if prompt else self.dice.between(1.05, 2.0)

    def result(self) -> str:
        """Find the words for what was done."""
        said = stories().result(self.kind.code if self.kind else self.plan.kind_code, thrown=self.dice.thrown)
        return said if len(said) >= LEAST_TEXT else f"已办理：{said}"

    # What the actors do

    def report(self) -> None:
        """Hand the report in, with a photo where there is one."""
        plan = self.plan
        command = Command(plan.command_id, plan.by, self.at)
        case = case_after(actions.report_case(plan.report, command=command, case_id=plan.case_id).case, command.id)
        self._case = case
        if plan.report.kind_code:
            self.kind = kind_named(plan.report.kind_code)
        self.standing = dataclasses.replace(self.standing, area_code=case.area_code, is_confidential=self._is_secret)
        self.ledger.report(self.town.local_day(self.at), case_id=case.pk)
        if plan.has_photo:
            self.attach(plan.by, "report")

    def attach(self, by: Actor, purpose: str) -> None:
        """Add a drawn picture; whoever reported adds to their own report."""
        shown = "before" if purpose in {"report", "before"} else "after"
        number = self.photos.get(shown, 0) % PICTURES
        self.photos[shown] = self.photos.get(shown, 0) + 1
        actions.attach_photo(
            self.case_id,
            command=self.command(by),
            file=io.BytesIO(album()[shown][number]),
            name=f"{purpose}.jpg",
            purpose=purpose,
            tracked=purpose == "report",
        )

    def attach_evidence(self, purpose: str) -> None:
        """Take the photo that the kind asks for, and no other."""
        needed = self.kind.evidence if self.kind else Evidence.NONE
        wants = needed is Evidence.BEFORE_AND_AFTER or (needed is Evidence.AFTER and purpose == "after")
        if wants and not (purpose == "before" and self.photos["before"]):
            self.attach(self.handler, purpose)

    def take(self, step: StepName, by: Actor, do: Callable[..., "Case"], **values: object) -> UUID:
        """Take a step through its action, and know of it only once it was allowed; give the command's id."""
        command = self.command(by)
        self._follow(case_after(do(self.case_id, command=command, **values), command.id), step, by)
        return command.id

    def file(self, by: Actor, kind: KindDeclaration, lane: str) -> None:
        """File under a kind, on a lane it allows."""
        self.take(StepName.FILE, by, actions.file_case, kind_code=kind.code, lane=lane)
        self.kind = kind

    def choose_kind(self, by: Actor, kind: KindDeclaration) -> None:
        """Correct the kind before the case is sent."""
        self.take(StepName.CORRECT_KIND, by, actions.correct_kind, kind_code=kind.code)
        self.kind = kind

    def dispatch(self, by: Actor, unit_code: str) -> None:
        """Send the case to a unit."""
        self.take(StepName.DISPATCH, by, actions.dispatch_case, unit_code=unit_code)

    def settle(self, by: Actor) -> None:
        """Put it right on the spot."""
        self.kind = kind_named(self.plan.kind_code)
        self.take(StepName.SETTLE, by, actions.settle_on_spot, result=self.result(), kind_code=self.kind.code)

    def rate(self, score: int, text: str) -> None:
        """Let whoever reported say in five levels what they think."""
        actions.rate_case(self.case_id, command=self.command(RESIDENT), score=score, text=text)
        self._count(StepName.RATE)
        self.ledger.rating(self.town.local_day(self.at), score=score)

    @property
    def _is_secret(self) -> bool:
        return self.kind is not None and self.kind.confidential

    def command(self, by: Actor) -> Command:
        """Make a command of this case's own ids."""
        return Command(self.dice.new_id(self.at), by, self.at)

    def _follow(self, case: "Case", step: StepName, by: Actor) -> None:
        """Know how the case stands after a step, from the case itself: as it was then, when the step was taken by an earlier run."""
        if step in {StepName.ACCEPT, StepName.RESPOND, StepName.SETTLE}:
            self.handler = by
        self.was_ruled = self.was_ruled or step is StepName.RULE
        if step is StepName.RETURN:
            self.returned_by.add(self.standing.unit_code)
        self.standing, self.workflow, self.close_due_at = case.standing, workflow_of(case), case.close_due_at
        self._case = case
        self._count(step)

    @property
    def proposed_unit(self) -> str:
        """The unit the case proposes, as of the last step its actors know of."""
        return self._case.proposed_unit if self._case else ""

    def is_disputed(self) -> bool:
        """Say whether it is to be ruled who is responsible."""
        return self.standing.place in self.workflow.step(StepName.RULE).starts

    def is_paused(self) -> bool:
        """Say whether the unit's clock stands still by now: a pause ends by itself."""
        until = self._case.clocks.get("unit", {}).get("until") if self._case else None
        return self.standing.state in AT_WORK and until is not None and dt.datetime.fromisoformat(until) > self.at

    def unit_limit(self) -> str:
        """Say the limit on the unit's clock, as an extension by it is written."""
        return str(self._case.clocks["unit"]["limit"]) if self._case and "unit" in self._case.clocks else ""

    def _count(self, step: StepName) -> None:
        day = self.town.local_day(self.at)
        self.ledger.step(step, day)
        if step in {StepName.CLOSE, StepName.SETTLE}:
            self.closed_late = self.close_due_at is not None and self.at > self.close_due_at
            self.ledger.closing(day, took=self.at - self.plan.at, in_time=not self.closed_late)
