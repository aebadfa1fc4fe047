"""A case's history told in the words of the trade: who did what, when, and why."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from linli.cases.models import CaseRecord
from linli.cases.queries.naming import Names
from linli.cases.queries.owners import is_rule, rule_said
from linli.cases.rules import StepName
from linli.cases.web.declared_history import DeclaredLine, declared_lines
from linli.cases.wording import (
    OUTCOME_NAMES,
    SCORE_NAMES,
    STEP_LOOKS,
    UNKNOWN_STEP,
    StepLook,
    Word,
    by_said,
    lane_name,
    note_said,
)
from linli.core.moments import to_the_minute


@dataclass(frozen=True)
class PhotoView:
    """One photo as a page shows it."""

    url: str
    label: str
    purpose: str


@dataclass(frozen=True)
class Entry:
    """One line of the history, for the shared timeline."""

    title: Word
    icon: str
    colour: str
    at: dt.datetime
    by: str
    text: str
    photos: list[PhotoView] = field(default_factory=list)
    late: str = ""


def timeline(records: list[CaseRecord], names: Names, photos: Mapping[str, PhotoView]) -> list[Entry]:
    """Tell a history, the newest line first."""
    declared = declared_lines(records)
    return [_entry(record, names, photos, declared.get(record.seq)) for record in reversed(records)]


def _entry(record: CaseRecord, names: Names, photos: Mapping[str, PhotoView], declared: DeclaredLine | None) -> Entry:
    look = _look(record, declared)
    shown = _photos_of(record, photos)
    by = by_said(record.by_name)
    told = declared.text if declared else None
    said = (_change_said(record, names) if told is None else told, _note_said(record, names))
    text = "\n".join(part for part in said if part)
    return Entry(look.title or record.name, look.icon, look.colour, record.at, by, text, shown, _late_said(record))


def _look(record: CaseRecord, declared: DeclaredLine | None) -> StepLook:
    """How a line looks: a step the workflow names under that name, one without an action as any other advance."""
    if declared is None:
        return STEP_LOOKS.get(record.name, UNKNOWN_STEP)
    return replace(STEP_LOOKS.get(record.name, STEP_LOOKS[StepName.ADVANCE]), title=declared.title)


def _late_said(record: CaseRecord) -> str:
    """Tell both times of a line that came late: its place in the history follows the order in which lines came."""
    if record.done_at is None or record.received_at is None:
        return ""
    told = {"done": to_the_minute(record.done_at), "received": to_the_minute(record.received_at)}
    return _("%(done)s 在手机上完成，%(received)s 传到") % told


def _photos_of(record: CaseRecord, photos: Mapping[str, PhotoView]) -> list[PhotoView]:
    if record.name != StepName.ATTACH:
        return []
    photo = photos.get(record.note.partition(":")[2])
    return [photo] if photo else []


def _note_said(record: CaseRecord, names: Names) -> str:
    if record.name == StepName.DISPATCH and is_rule(record.note):
        unit = names.unit(str(record.changes.get("unit_code", "")))
        return _("依据：%(rule)s") % {"rule": rule_said(record.note, unit)}
    return note_said(record.name, record.note)


def _change_said(record: CaseRecord, names: Names) -> str:
    changes = record.changes
    name = record.name
    if name == StepName.REPORT:
        return _("来源：%(channel)s") % {"channel": names.channel(str(changes.get("channel", "")))}
    if name in {StepName.FILE, StepName.CORRECT_KIND} and changes.get("kind_code"):
        lane = lane_name(str(changes.get("lane", "")))
        return _("，").join(str(part) for part in (names.kind(str(changes["kind_code"])), lane) if part)
    if name == StepName.DISPATCH:
        return _("派给%(unit)s") % {"unit": names.unit(str(changes.get("unit_code", "")))}
    if name == StepName.CLOSE:
        return str(OUTCOME_NAMES.get(str(changes.get("outcome", "")), ""))
    if name in {StepName.RATE, StepName.VISIT_BACK}:
        return str(SCORE_NAMES.get(int(str(changes.get("score") or 0)), ""))
    if name == StepName.RESPOND and (despite := _despite(changes)):
        return _("没有等协办单位全部反馈，理由：%(why)s") % {"why": despite}
    if name == StepName.RELOCATE:
        return _("移到%(area)s") % {"area": names.area(str(changes.get("area_code", "")))}
    return ""


def _despite(changes: Mapping[str, object]) -> str:
    """Read why the leading unit did not wait for those it called in."""
    answers = changes.get("answers")
    return str(answers.get("despite", "")) if isinstance(answers, dict) else ""
