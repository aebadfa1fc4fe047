"""A case's history told in the words of the trade: who did what, when, and why."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from linli.cases.models import CaseRecord
from linli.cases.queries.naming import PURPOSE_NAMES, Names
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
    lane_name,
)
from linli.staff.rules import RESIDENT, SYSTEM


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


def timeline(records: list[CaseRecord], names: Names, photos: Mapping[str, PhotoView]) -> list[Entry]:
    """Tell a history, the newest line first."""
    declared = declared_lines(records)
    return [_entry(record, names, photos, declared.get(record.seq)) for record in reversed(records)]


def _entry(record: CaseRecord, names: Names, photos: Mapping[str, PhotoView], declared: DeclaredLine | None) -> Entry:
    look = _look(record, declared)
    shown = _photos_of(record, photos)
    by = _by(record)
    told = declared.text if declared else None
    said = (_change_said(record, names) if told is None else told, _note_said(record, names))
    text = "\n".join(part for part in said if part)
    return Entry(look.title or record.name, look.icon, look.colour, record.at, by, text, shown)


def _look(record: CaseRecord, declared: DeclaredLine | None) -> StepLook:
    """How a line looks: a step the workflow names under that name, one without an action as any other advance."""
    if declared is None:
        return STEP_LOOKS.get(record.name, UNKNOWN_STEP)
    return replace(STEP_LOOKS.get(record.name, STEP_LOOKS[StepName.ADVANCE]), title=declared.title)


def _by(record: CaseRecord) -> str:
    return {RESIDENT.name: _("居民"), SYSTEM.name: _("系统")}.get(record.by_name, record.by_name)


def _photos_of(record: CaseRecord, photos: Mapping[str, PhotoView]) -> list[PhotoView]:
    if record.name != StepName.ATTACH:
        return []
    photo = photos.get(record.note.partition(":")[2])
    return [photo] if photo else []


def _note_said(record: CaseRecord, names: Names) -> str:
    if record.name == StepName.ATTACH:
        purpose = record.note.partition(":")[0]
        return str(PURPOSE_NAMES.get(purpose, purpose))
    if record.name == StepName.DISPATCH and is_rule(record.note):
        unit = names.unit(str(record.changes.get("unit_code", "")))
        return _("依据：%(rule)s") % {"rule": rule_said(record.note, unit)}
    return record.note


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
