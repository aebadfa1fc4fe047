"""Workflows as a catalogue declares them: phases and steps, made from other workflows where they say so."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field, StrictBool

from linli.cases.catalogue.declarations import digest
from linli.cases.catalogue.shapes import Stage, TimeLimit
from linli.cases.rules import ENDED, OPEN, Answer, Asked, Party, Phase, State, Step, StepName, Workflow
from linli.core.declared import Shape, Slug, Text, Word
from linli.staff.rules import Permission, Role

_EFFECTS = {name.value: name for name in StepName}
EVERY_OPEN, EVERY_ENDED = "open", "ended"
LIMIT_NAMES = tuple(stage.value for stage in Stage if stage is not Stage.RESIDENT)


class PhaseDeclaration(Shape):
    """One phase (环节): the stage it stands at, and the limit that runs there (a stage's name, or an amount of time)."""

    code: Slug
    name: Text
    stage: State
    limit: str = ""
    clock: Slug = "stage"
    aside: StrictBool = False  # drawn beside the usual course


class ChoiceDeclaration(Shape):
    """One value that may be chosen."""

    code: Slug
    name: Text


class FieldDeclaration(Shape):
    """One field a step asks for."""

    code: Slug
    name: Text
    takes: Answer = Answer.TEXT
    required: StrictBool = True
    choices: tuple[ChoiceDeclaration, ...] = ()
    hint: Text | None = None


class StepDeclaration(Shape):
    """One step: what it does, from and to which phases, who may take it and what it asks."""

    code: Slug
    does: StepName | None = None
    name: Text | None = None
    start: tuple[Slug, ...] = Field(default=(), alias="from")
    at: tuple[State, ...] | Literal["open", "ended"] = ()
    to: tuple[Slug, ...] = ()
    keeps_clock: StrictBool = False
    may: tuple[Permission, ...] = ()
    roles: tuple[Role, ...] = ()
    by: Party = Party.AREA
    other_person: StrictBool = False
    lane: Slug | Literal[""] = ""
    fields: tuple[FieldDeclaration, ...] = ()

    @property
    def effect(self) -> StepName:
        """What the step does: its own code where that is the name of an effect."""
        return self.does or _EFFECTS.get(self.code, StepName.ADVANCE)

    def starts(self, phases: Iterable[PhaseDeclaration]) -> frozenset[str]:
        """List the phases it starts from: those named, and those at the stages named."""
        if self.at == EVERY_OPEN:
            stages = OPEN
        else:
            stages = ENDED if self.at == EVERY_ENDED else frozenset(State(stage) for stage in self.at)
        return frozenset(self.start) | {phase.code for phase in phases if phase.stage in stages}


class WorkflowDeclaration(Shape):
    """One lane's workflow: its own phases and steps over those of the ones it is made from."""

    code: Slug
    name: Text
    about: Text
    source: Word
    valid_from: dt.date
    abstract: StrictBool = False
    confidential: StrictBool = False  # only confidential kinds may run in it
    longest_extension: TimeLimit | None = None  # the most that all extensions of the unit's clock may come to
    made_from: tuple[Slug, ...] = ()
    without: tuple[Slug, ...] = ()
    phase: tuple[PhaseDeclaration, ...] = ()
    step: tuple[StepDeclaration, ...] = ()

    def phase_named(self, code: str) -> PhaseDeclaration | None:
        """Find a phase by its code."""
        return next((phase for phase in self.phase if phase.code == code), None)

    def step_named(self, code: str) -> StepDeclaration | None:
        """Find a step by its code."""
        return next((step for step in self.step if step.code == code), None)

    def declared(self) -> dict[str, object]:
        """Give what was declared as plain JSON values; reading it again gives an equal workflow and version."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @cached_property
    def version(self) -> str:
        """A hash of the declaration: a case keeps the one it runs under."""
        return digest(self.declared())

    @cached_property
    def compiled(self) -> Workflow:
        """The workflow as the rules see it."""
        return Workflow(
            code=self.code,
            version=self.version,
            phases={phase.code: Phase(phase.code, phase.stage, phase.limit, phase.clock) for phase in self.phase},
            steps={step.code: _compiled(step, self.phase) for step in _in_order(self.step)},
            longest_extension=str(self.longest_extension or ""),
        )


def put_together(code: str, declared: Mapping[str, WorkflowDeclaration]) -> WorkflowDeclaration:
    """Lay a workflow over those it is made from: phases and steps of the same code are replaced, those in `without` left out."""
    own = declared[code]
    bases = [put_together(base, declared) for base in own.made_from]
    phases = _laid_over((base.phase for base in bases), own.phase, own.without)
    steps = _laid_over((base.step for base in bases), own.step, own.without)
    return own.model_copy(update={"phase": phases, "step": steps, "made_from": (), "without": ()})


def _laid_over[D: (PhaseDeclaration, StepDeclaration)](
    bases: Iterable[tuple[D, ...]], own: tuple[D, ...], without: tuple[str, ...]
) -> tuple[D, ...]:
    found: dict[str, D] = {}
    for entries in bases:
        found |= {entry.code: entry for entry in entries}
    found |= {entry.code: entry for entry in own}
    return tuple(entry for code, entry in found.items() if code not in without)


def _in_order(steps: tuple[StepDeclaration, ...]) -> list[StepDeclaration]:
    """Sort steps in the order of a case's course, as the effects are listed."""
    order = list(StepName)
    return sorted(steps, key=lambda step: order.index(step.effect))


def _compiled(step: StepDeclaration, phases: tuple[PhaseDeclaration, ...]) -> Step:
    return Step(
        name=step.code,
        does=step.effect,
        starts=step.starts(phases),
        leads_to=step.to,
        permissions=step.may,
        roles=frozenset(step.roles),
        party=step.by,
        other_person=step.other_person,
        keeps_clock=step.keeps_clock,
        lane=step.lane,
        asks=tuple(
            Asked(field.code, field.takes, field.required, tuple(choice.code for choice in field.choices))
            for field in step.fields
        ),
    )
