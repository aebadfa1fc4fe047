"""A mediation's page put together: state and dates for all who may know of it, the rest for its readers."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from linli.cases.queries.kinds import catalogue
from linli.cases.queries.naming import names_for
from linli.core.listing import listed
from linli.mediation import rules
from linli.mediation.actions.disclosing import PartyContact
from linli.mediation.models import Mediation
from linli.mediation.queries.detail import MediationDetail, mediation_detail
from linli.mediation.queries.naming import (
    PAPER_NAMES,
    PHASE_LOOKS,
    PHASE_NAMES,
    STEP_LOOKS,
    STEP_NAMES,
    TYPE_NAMES,
    WAY_NAMES,
    Word,
)
from linli.mediation.rules import Need, WindowState, dossier_number
from linli.mediation.web.step_forms import MediationForm
from linli.mediation.web.step_specs import StepSpec, specs_for
from linli.staff.rules import Actor

SMALL = frozenset({"identity", "inquiry", "documents", "parties", "longer", "step-back", "referral", "failure", "withdrawal", "refusal", "remarks"})  # fmt: skip


@dataclass(frozen=True)
class Rejected:
    """A form that was sent in and refused: shown again with what was typed."""

    noun: str
    form: MediationForm


@dataclass(frozen=True)
class Panel:
    """One step and its form."""

    spec: StepSpec
    form: MediationForm
    is_open: bool


@dataclass(frozen=True)
class PaperView:
    """One paper of the dossier: its mark, and whether it is there."""

    code: str
    place: int
    name: Word
    is_must: bool
    is_there: bool


@dataclass(frozen=True)
class WindowView:
    """The window for judicial confirmation as a clock."""

    last_day: dt.date
    text: str
    is_late: bool
    is_soon: bool


@dataclass(frozen=True)
class Entry:
    """One line of the history, for the shared timeline."""

    title: Word
    icon: str
    colour: str
    at: dt.datetime
    by: str
    text: str
    photos: list[object] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """What the template of a mediation's page shows."""

    detail: MediationDetail
    number: str
    phase_name: Word
    phase_look: str
    kind: Word
    area: str
    panels: list[Panel]
    papers: list[PaperView]
    missing: str
    window: WindowView | None
    is_overdue: bool
    ways: list[Word]
    history: list[Entry]
    contact: PartyContact | None
    late_form: MediationForm | None = None


def mediation_page(
    actor: Actor,
    mediation_id: UUID,
    *,
    today: dt.date,
    rejected: Rejected | None = None,
    contact: PartyContact | None = None,
) -> Page:
    """Put the page of a mediation together for this person."""
    detail = mediation_detail(actor, mediation_id)
    mediation, content = detail.mediation, detail.content
    missing = rules.missing_papers(content.facts) if content else ()
    panels = _panels(detail, rejected)
    return Page(
        detail=detail,
        number=number_said(mediation) if content else "",
        phase_name=PHASE_NAMES[mediation.phase],
        phase_look=PHASE_LOOKS.get(mediation.phase, "voided"),
        kind=TYPE_NAMES[rules.type_of(mediation.kind_code)] if content else "",
        area=names_for([]).area(mediation.area_code),
        panels=panels,
        papers=_papers(detail),
        missing=listed(PAPER_NAMES[code] for code in missing),
        window=window_said(mediation.effective_on, asked_on=mediation.court_asked_on, today=today) if content else None,
        is_overdue=_is_overdue(mediation, today),
        ways=[WAY_NAMES[way] for way in mediation.ways_told] if content else [],
        history=_history(detail),
        contact=contact,
        late_form=_late(rejected, panels),
    )


def _late(rejected: Rejected | None, panels: list[Panel]) -> MediationForm | None:
    """Keep what was typed for a step that is no longer, or never was, to be taken here."""
    if rejected is None or rejected.noun in {panel.spec.noun for panel in panels}:
        return None
    return rejected.form


def number_said(mediation: Mediation) -> str:
    """Write the dossier's number; nothing before it is registered."""
    return dossier_number(mediation.year, mediation.number) if mediation.year and mediation.number else ""


def window_said(effective_on: dt.date | None, *, asked_on: dt.date | None, today: dt.date) -> WindowView | None:
    """Say how the window for judicial confirmation stands."""
    if effective_on is None:
        return None
    window = rules.court_window(effective_on, is_working_day=catalogue().calendar.is_working_day)
    state = window.state(today, asked_on=asked_on)
    texts = {
        WindowState.ASKED: _("已于期限内共同申请"),
        WindowState.OVER: _("期限已过"),
        WindowState.OPEN: _("还剩 %(days)s 天") % {"days": window.days_left(today)},
    }
    texts[WindowState.SOON] = texts[WindowState.OPEN]
    return WindowView(window.last_day, texts[state], state is WindowState.OVER, state is WindowState.SOON)


def _is_overdue(mediation: Mediation, today: dt.date) -> bool:
    return mediation.due_on is not None and mediation.due_on < today and mediation.phase in rules.RUNNING


def _panels(detail: MediationDetail, rejected: Rejected | None) -> list[Panel]:
    specs = specs_for(detail)
    main = next((spec.noun for spec in specs if spec.noun not in SMALL), "")
    opened = rejected.noun if rejected else main
    return [Panel(spec, _form(spec, detail, rejected), spec.noun == opened) for spec in specs]


def _form(spec: StepSpec, detail: MediationDetail, rejected: Rejected | None) -> MediationForm:
    if rejected and rejected.noun == spec.noun:
        form = rejected.form
    else:
        initial = {"court": detail.mediation.committee.court} if spec.noun == "court" else {}
        form = spec.form.fresh(spec.noun, **initial)
    form.fit(detail)
    return form


def _papers(detail: MediationDetail) -> list[PaperView]:
    if detail.content is None:
        return []
    return [
        PaperView(paper.code, paper.place, PAPER_NAMES[paper.code], paper.need is Need.MUST, is_there)
        for paper, is_there in rules.papers_of(detail.content.facts)
    ]


def _history(detail: MediationDetail) -> list[Entry]:
    lines = detail.content.history if detail.content else []
    found = []
    for line in reversed(lines):
        icon, colour = STEP_LOOKS.get(line.name, ("pencil", "gray"))
        found.append(Entry(STEP_NAMES[line.name], icon, colour, line.at, line.by_name, line.note))
    return found
