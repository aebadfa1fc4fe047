"""What happened to a household or a resident, newest first: act, day, fields, who and from which source; never a value."""

import datetime as dt
import json
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.core.secrets import unseal
from linli.register.models import RegisterChange
from linli.register.queries.statements import source_name
from linli.register.queries.visible import one_person
from linli.register.rules import ALWAYS

MOST_ROWS = 60
MOST_CHANGES = 600

ACTS: dict[str, str | Promise] = {
    "enter": _("登记"),
    "correct": _("更正"),
    "move-in": _("迁入"),
    "move-out": _("迁出"),
    "birth": _("出生登记"),
    "death": _("死亡登记"),
    "merge": _("合并登记"),
    "split": _("拆分"),
    "join": _("并户"),
    "set-head": _("变更户主"),
    "set-relation": _("变更与户主关系"),
    "set-dwelling": _("更正房屋情况"),
    "end": _("结束"),
    "name-guardian": _("登记监护人"),
    "end-guardian": _("结束监护"),
    "name-contact": _("登记联系人"),
    "end-contact": _("取消联系人"),
    "settle": _("核实来源"),
    "undo": _("撤销"),
    "enrol": _("参加项目"),
    "enrolled": _("参加项目"),
    "renewed": _("项目复核续期"),
    "ended": _("结束参加项目"),
    "consent-withdrawn": _("撤回同意，结束参加项目"),
}


@dataclass(frozen=True)
class TimelineRow:
    """What one command did, as the timeline shows it."""

    command_id: UUID
    at: dt.datetime
    on: dt.date
    act: str
    act_name: str
    fields: tuple[str, ...]
    by_name: str
    source: str
    source_name: str
    reason: str
    is_undone: bool

    @property
    def may_be_undone(self) -> bool:
        """Say whether it makes sense to offer taking it back."""
        return not self.is_undone and self.act != "undo"


def act_name(act: str) -> str:
    """Name an act for people."""
    return str(ACTS.get(act, act))


_NOT_TOLD = (
    "disclosure",
    "membership",
)  # that somebody is a member anywhere is told to nobody here (safeguards, rule 13)


def timeline_of(*, household_id: UUID | None = None, resident_id: UUID | None = None) -> tuple[TimelineRow, ...]:
    """List what happened to a household or a resident, newest first; everything one command did is one row."""
    if resident_id is not None:
        about = RegisterChange.objects.filter(resident_id__in=one_person(resident_id))
    else:
        about = RegisterChange.objects.filter(household_id=household_id)
    kept = about.exclude(subject_kind__in=_NOT_TOLD)
    rows = kept.order_by("-id")[:MOST_CHANGES]
    grouped = [list(group) for _command, group in groupby(rows, key=lambda one: one.command_id)]
    return tuple(_row(group) for group in grouped[:MOST_ROWS])


def fields_of(change: RegisterChange) -> set[str]:
    """Name the fields a change touched."""
    kept = change.after_sealed or change.before_sealed
    return set(json.loads(unseal(kept))) if kept else set()


def _day(change: RegisterChange) -> dt.date:
    """Give the day since which something is true; of what was always so, the day on which it was written."""
    return timezone.localdate(change.at) if change.effective_on == ALWAYS else change.effective_on


def _row(group: list[RegisterChange]) -> TimelineRow:
    """Tell what a command did by the first thing it did; beside it, that somebody said so goes without saying."""
    told = [one for one in group if one.subject_kind != "statement"] or group
    first = told[-1]
    fields = sorted(set[str]().union(*(fields_of(one) for one in told)))
    return TimelineRow(
        command_id=first.command_id, at=first.at, on=_day(first), act=first.act, act_name=act_name(first.act),
        fields=tuple(fields), by_name=first.by_name, source=first.source,
        source_name=source_name(first.source) if first.source else "", reason=first.reason,
        is_undone=first.undone_by is not None,
    )  # fmt: skip
