"""The open cases of the own grids, of the own unit, and those to check: with what this person may do with each now."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from linli.cases.queries.carrying import Carried, Reach, carried_cases, carried_versions
from linli.cases.queries.kinds import phase_name, step_name
from linli.cases.queries.naming import names_for
from linli.cases.queries.owners import is_rule
from linli.cases.rules import Evidence, StepName
from linli.cases.wording import STATE_NAMES, STEP_LOOKS, by_said, note_said
from linli.fieldsync.parts.shapes import Holder, Part, Row, Stored, full
from linli.staff import queries as staff
from linli.visits.queries.matters import households_behind

HANDLING = frozenset(
    {StepName.ACCEPT, StepName.RESPOND, StepName.CO_ACCEPT, StepName.CO_ANSWER, StepName.ARRIVE, StepName.RETURN}
)
_CHECKING = frozenset({StepName.PASS_CHECK, StepName.FAIL_CHECK})
_RECORD_CHECK = "service.record-resident"  # a field of a resident's record that is asked after at the door
_DECIMALS = 6


def _cases(holder: Holder) -> list[Stored]:
    """Name the cases, each with its unit's name: a unit that is renamed goes out again."""
    return [(*row, _unit_name(row[3])) for row in carried_versions(_reach(holder))]


def _reach(holder: Holder) -> Reach:
    scope = holder.scope
    return Reach(scope.grids, scope.units, scope.checks, holder.actor.key)


def _unit_name(code: str) -> str:
    unit = staff.known_unit(code) if code else None
    return unit.name if unit else code


def _rows(holder: Holder, stored: Sequence[Stored]) -> list[Row]:
    found = carried_cases(holder.actor, (UUID(str(row[0])) for row in stored))
    names = names_for(one.case.unit_code for one in found)
    homes = households_behind([one.case.pk for one in found], holder.scope.people) if holder.scope.people else {}
    return [
        _row(one, names.unit(one.case.unit_code)) | full(household=str(homes.get(one.case.pk, ""))) for one in found
    ]


def _row(one: Carried, unit_name: str) -> Row:
    case, kind = one.case, one.kind
    row = full(
        id=str(case.pk), number=case.number, title=case.title, text=case.text, kind=case.kind_code,
        kind_name=str(kind.name) if kind else "", state=case.state, state_name=str(STATE_NAMES[case.state]),
        phase_name=phase_name(case), area=case.area_code, lon=_rounded(case.lon_cgcs2000),
        lat=_rounded(case.lat_cgcs2000), address=case.address, reported_at=said(case.reported_at),
        due_at=said(case.due_at), is_open=case.is_open, mine=mine(one), evidence=kind.evidence.value if kind else "",
        asks=one.asks, unit=case.unit_code, unit_name=unit_name, v=case.version,
        photos=[_photo(photo) for photo in one.photos], lines=[_line(line, case) for line in one.lines],
    )  # fmt: skip
    row["steps"] = list(one.steps)
    row["pair"] = kind is not None and kind.evidence is Evidence.BEFORE_AND_AFTER
    row["round"] = case.source.startswith("round:")
    return row


def mine(one: Carried) -> str:
    """Say what this person has to do with a case: handle it, check it, ask at a door, or only know of it."""
    if one.does & _CHECKING:
        return "check"
    if not one.does & HANDLING and not one.asks:
        return "view"
    return "verify" if one.case.kind_code == _RECORD_CHECK else "handle"


def _photo(photo: Any) -> Row:
    at = said(photo.taken_at)
    return full(sha=photo.sha256, purpose=photo.purpose, w=photo.width_px, h=photo.height_px, taken_at=at)


def _line(line: Any, case: Any) -> Row:
    look = STEP_LOOKS.get(line.name)
    title = str(look.title) if look else step_name(case, line.name)
    return full(
        at=said(line.at), by=by_said(line.by_name), name=line.name, name_text=title, note=_note(line),
        done_at=said(line.done_at), received_at=said(line.received_at),
    )  # fmt: skip


def _note(line: Any) -> str:
    """Say what was noted in words: what a photo shows, how a receipt was given; a rule of dispatch is the desk's business."""
    is_rule_of_dispatch = line.name == StepName.DISPATCH and is_rule(line.note)
    return "" if is_rule_of_dispatch else note_said(line.name, line.note)


def said(at: dt.datetime | None) -> str:
    """Write a moment as the phone reads it."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else ""


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _DECIMALS)


CASES = Part("cases", _cases, _rows)
