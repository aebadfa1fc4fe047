"""The case page put together: stages, clocks and steps for all who may open it, the rest for those who may read it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from linli.cases.models import Case
from linli.cases.queries.detail import CaseDetail, case_detail
from linli.cases.queries.kinds import phase_name
from linli.cases.queries.naming import names_for
from linli.cases.rules import STAGE, State
from linli.cases.web.case_clocks import Clocks, clocks
from linli.cases.web.case_content import Content, content
from linli.cases.web.case_steps import Proposed, Rejected, StepPanel, panels
from linli.cases.web.desk_suggesting import suggestion_for
from linli.cases.web.joint_views import unit_codes
from linli.cases.web.step_forms import StepForm
from linli.cases.web.steps import StepSpec
from linli.cases.wording import STAGE_NAMES, STATE_NAMES
from linli.staff.rules import Actor


@dataclass(frozen=True)
class StageView:
    """One of the seven stages."""

    name: str | Promise
    is_current: bool


@dataclass(frozen=True)
class CasePage:
    """What the template of the case page shows; `content` is missing for outsiders of a confidential case."""

    detail: CaseDetail
    state_name: str | Promise
    phase_name: str
    stages: list[StageView]
    clocks: Clocks
    panels: list[StepPanel]
    late_form: StepForm | None
    content: Content | None

    @property
    def may_decline(self) -> bool:
        """Say whether the page has the form that declines: a duplicate is told there."""
        return any(panel.spec.noun == "refusal" for panel in self.panels)

    @property
    def decides_relief(self) -> bool:
        """Say whether the page has the form that grants or refuses what a unit asks for."""
        return any(panel.spec.noun == "relief" for panel in self.panels)

    @property
    def may_merge(self) -> bool:
        """Say whether the page has the form that merges the case into another."""
        return any(panel.spec.noun == "merging" for panel in self.panels)

    @property
    def main_step(self) -> StepSpec | None:
        """The step that moves the case on, for the page's head."""
        return next((panel.spec for panel in self.panels if panel.is_open and not panel.spec.aside), None)


def case_page(
    actor: Actor, case_id: UUID, *, at: dt.datetime, rejected: Rejected | None = None, duplicate_of: str = ""
) -> CasePage:
    """Put the page of a case together for this person."""
    detail = case_detail(actor, case_id)
    case = detail.case
    suggestion = suggestion_for(case) if case.state == State.REPORTED and detail.may_read else None
    proposed = Proposed((suggestion.kind_code or "") if suggestion else "", duplicate_of)
    shown = panels(detail, proposed=proposed, rejected=rejected)
    names = names_for([case.unit_code, case.proposed_unit, case.first_unit, *unit_codes(detail)])
    readable = None
    if detail.may_read:
        readable = content(actor, detail, names, suggestion=suggestion, rejected=rejected, at=at)
    return CasePage(
        detail=detail,
        state_name=STATE_NAMES[case.state],
        phase_name=_phase_said(case),
        stages=_stages(State(case.state)),
        clocks=clocks(case, names if detail.may_read else None, at=at),
        panels=shown,
        late_form=_late(rejected, shown),
        content=readable,
    )


def _phase_said(case: Case) -> str:
    """Name the phase where the workflow has a word of its own for it."""
    name = phase_name(case)
    return "" if name == str(STATE_NAMES[case.state]) else name


def _late(rejected: Rejected | None, shown: list[StepPanel]) -> StepForm | None:
    """Keep what was typed for a step that somebody else has meanwhile made impossible."""
    if rejected is None or rejected.noun == "contact" or rejected.noun in {panel.spec.noun for panel in shown}:
        return None
    return rejected.form


def _stages(state: State) -> list[StageView]:
    stage = STAGE[state]
    return [StageView(name, place == stage) for place, name in enumerate(STAGE_NAMES, start=1)] if stage else []
