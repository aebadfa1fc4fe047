"""Drawing up the voter rolls of an area, all communities in one run, each compared with the last one of its kind.

A roll is published by law, so that it can be objected to: one line in the chained log for each community, and no
disclosure row for each resident. Residents read of it from the run itself (decision 16).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core import audit
from linli.core.audit import Act
from linli.core.bulk import insert_models
from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.register.actions.recording import begin
from linli.register.models import RollRun
from linli.register.queries.comparing import Compared, compare_rolls
from linli.register.queries.drafting import RollDraft, draft_rolls
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.rolls import roll_for
from linli.register.rules.rolls import VOTERS, Reason, RollRule, check_election_day
from linli.staff.rules import Actor, Command, Permission

PURPOSE = "voter-roll"
FIELDS = ("name", "sex", "born-on", "address")


@dataclass(frozen=True)
class Drawn:
    """The rolls of one run, and their lines as CSV by community; a repeated command has the runs alone."""

    runs: Sequence[RollRun]
    lines: Mapping[str, str]


def draw_rolls(area_code: str, *, on: dt.date, rule: RollRule, command: Command) -> Drawn:
    """Draw up the roll of every community under an area for an election day, and say what changed since the last ones."""
    if not command.by.may(Permission.PEOPLE_EXPORT, area_code):
        raise NotAllowed
    purpose_for(PURPOSE, use=Use.ASKING)
    check_election_day(on, today=timezone.localdate(command.at))
    drafts = draft_rolls(area_code, on=on, rule=rule)  # reads the snapshot: before the transaction
    runs = _store(drafts, on=on, rule=rule, command=command)
    return Drawn(runs, {draft.area_code: draft.lines for draft in drafts})


def take_out_roll(roll_id: UUID, form: str, *, by: Actor, at: dt.datetime) -> RollRun:
    """Give a roll to be taken out with clear names, as a paper or a workbook, and note who took it."""
    purpose_for(PURPOSE, use=Use.ASKING)
    run = roll_for(by, roll_id)
    audit.note(_line(run, by=by, at=at, form=form))
    return run


@transaction.atomic
def _store(drafts: Sequence[RollDraft], *, on: dt.date, rule: RollRule, command: Command) -> Sequence[RollRun]:
    if begin(command, "draw_rolls", answer=command.id):
        return tuple(
            RollRun.objects.filter(at=command.at, by=command.by.key[:40]).defer("members").order_by("area_code")
        )
    compared = compare_rolls(drafts, on=on)
    runs = [_run(draft, compared[draft.area_code], on=on, rule=rule, command=command) for draft in drafts]
    insert_models(runs)
    audit.note(*(_line(run, by=command.by, at=command.at, form="drawn") for run in runs))
    return runs


def _run(draft: RollDraft, compared: Compared, *, on: dt.date, rule: RollRule, command: Command) -> RollRun:
    return RollRun(
        id=new_id(), area_code=draft.area_code, roll=VOTERS, rule=rule.value, on=on, at=command.at, by=command.by.key[:40],
        count=draft.count, added=len(compared.added), removed=len(compared.removed), members=draft.members,
        changes=[*_changes("added", compared.added), *_changes("removed", compared.removed)],
    )  # fmt: skip


def _changes(what: str, found: Mapping[UUID, Reason]) -> Iterable[list[str]]:
    return ([str(pk), what, reason.value] for pk, reason in found.items())


def _line(run: RollRun, *, by: Actor, at: dt.datetime, form: str) -> audit.Line:
    return audit.Line(
        Act.EXPORT, by.key, by.name, at, area_code=run.area_code, purpose=PURPOSE,
        subject_kind="roll", subject_id=str(run.pk), count=run.count,
        detail={"on": str(run.on), "rule": run.rule, "form": form, "fields": list(FIELDS)},
    )  # fmt: skip
