"""Decide over pairs: look, say same, different or unsure with a reason, look again with other eyes. Nothing follows by itself."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from linli.core import audit
from linli.core.audit import Act
from linli.register import errors
from linli.register.actions.linking import line_of
from linli.register.actions.merging import merge_residents
from linli.register.actions.recording import Reading, begin, keep_reading
from linli.register.models import LinkageJob, LinkagePair, Resident
from linli.register.queries.linkage_pairs import Compared, compare
from linli.register.queries.linkages import against_of, job_for, job_pairs, needs_second_look, pair_for, thresholds_of
from linli.register.queries.visible import area_of
from linli.register.rules.linking import (
    LONGEST_REASON,
    Decision,
    JobState,
    check_decision,
    check_second_look,
    speaks_against,
)
from linli.staff.rules import Command

READ = ("name", "sex", "born_on", "id_number", "phone", "address")


@dataclass(frozen=True)
class Verdict:
    """What somebody says of a pair, and why."""

    decision: str
    reason: str


@transaction.atomic
def look_at_pair(pair_id: UUID, *, command: Command) -> tuple[LinkagePair, Compared]:
    """Show a pair side by side; that it was read is kept in the log of the resident it may be."""
    pair = pair_for(command.by, pair_id)
    if pair.resident_id is None or not Resident.objects.filter(pk=pair.resident_id).exists():
        raise errors.LinkageNotFound
    _keep_reading(pair.job, [pk for pk in (pair.resident_id, pair.left_id) if pk], command)
    return pair, compare(pair)


@transaction.atomic
def decide_pair(pair_id: UUID, verdict: Verdict, *, command: Command) -> LinkagePair:
    """Decide over a pair; it may be decided anew, with another reason, until the reconciliation is closed."""
    pair = _open_pair(pair_id, command)
    decision = check_decision(verdict.decision, verdict.reason)
    if begin(command, "decide", answer=pair.pk):
        return pair
    _write(pair, decision, verdict.reason, command)
    _settle_row(pair, decision, command)
    audit.note(line_of(pair.job, Act.LINK, command, act="decide", pair=str(pair.pk), decision=decision.value))
    return pair


@transaction.atomic
def look_again(pair_id: UUID, *, agrees: bool, reason: str, command: Command) -> LinkagePair:
    """Look again at a decision that may speak against somebody: another person agrees, or it is open again."""
    pair = _open_pair(pair_id, command)
    if not needs_second_look(pair):
        raise errors.LinkageNotOpen
    check_second_look(pair.decided_by, command.by.key[:40])
    if not agrees and not reason.strip():
        raise errors.LinkageReasonMissing(field="reason")
    if begin(command, "look-again", answer=pair.pk):
        return pair
    _keep_reading(pair.job, [pk for pk in (pair.resident_id, pair.left_id) if pk], command)
    if agrees:
        pair.second_by, pair.second_by_name, pair.second_at = command.by.key[:40], command.by.name[:40], command.at
        pair.save(update_fields=["second_by", "second_by_name", "second_at"])
    else:
        _write(pair, Decision.UNSURE, reason, command)
        _settle_row(pair, Decision.UNSURE, command)
    audit.note(line_of(pair.job, Act.LINK, command, act="look-again", pair=str(pair.pk), agrees=agrees))
    return pair


@transaction.atomic
def confirm_certain(job_id: UUID, *, reason: str, command: Command) -> int:
    """Say that all pairs above the upper threshold are the same, where that can speak against nobody; say how many.

    A person answers for it by name; the pairs of rows with two such candidates are left to be looked at one by one.
    """
    job = job_for(command.by, job_id, lock=True)
    if job.state != JobState.REVIEW or job.is_within:
        raise errors.LinkageNotOpen
    if speaks_against(Decision.SAME.value, against_of(job)):
        raise errors.LinkageOneByOne
    check_decision(Decision.SAME.value, reason)
    if begin(command, "confirm-certain", answer=job.pk):
        return 0
    likely = job_pairs(job).filter(decision="", probability__gte=thresholds_of(job).certain, resident_id__isnull=False)
    rows: dict[int, list[LinkagePair]] = {}
    for pair in likely.order_by("row"):
        rows.setdefault(pair.row, []).append(pair)
    alone = [pairs[0] for pairs in rows.values() if len(pairs) == 1]
    for pair in alone:
        _say(pair, Decision.SAME, reason, command)
    LinkagePair.objects.bulk_update(alone, ["decision", "decided_by", "decided_by_name", "decided_at", "reason"], 500)
    _pass_over_others(job, [pair.row for pair in alone], command)
    if alone:
        _keep_reading(job, [pair.resident_id for pair in alone if pair.resident_id], command)
        audit.note(line_of(job, Act.LINK, command, count=len(alone), act="confirm-certain", decision="same"))
    return len(alone)


def _open_pair(pair_id: UUID, command: Command) -> LinkagePair:
    pair = pair_for(command.by, pair_id, lock=True)
    if pair.job.state != JobState.REVIEW or pair.resident_id is None:
        raise errors.LinkageNotOpen
    return pair


def _write(pair: LinkagePair, decision: Decision, reason: str, command: Command) -> None:
    _say(pair, decision, reason, command)
    pair.second_by = pair.second_by_name = ""
    pair.second_at = None
    pair.save(
        update_fields=["decision", "decided_by", "decided_by_name", "decided_at", "reason", "second_by", "second_by_name", "second_at"]
    )  # fmt: skip


def _say(pair: LinkagePair, decision: Decision, reason: str, command: Command) -> None:
    pair.decision, pair.reason = decision.value, reason.strip()[:LONGEST_REASON]
    pair.decided_by, pair.decided_by_name, pair.decided_at = command.by.key[:40], command.by.name[:40], command.at


def _settle_row(pair: LinkagePair, decision: Decision, command: Command) -> None:
    """Where one candidate of a row is the one, the others are passed over; they come back when it no longer is."""
    if pair.job.is_within:
        return
    if decision is Decision.SAME:
        _pass_over_others(pair.job, [pair.row], command)
    elif not job_pairs(pair.job).filter(row=pair.row, decision=Decision.SAME).exists():
        job_pairs(pair.job).filter(row=pair.row, decision=Decision.OTHER).update(
            decision="", decided_by="", decided_at=None
        )


def _pass_over_others(job: LinkageJob, rows: list[int], command: Command) -> None:
    by = {"decided_by": command.by.key[:40], "decided_by_name": command.by.name[:40], "decided_at": command.at}
    for start in range(0, len(rows), 500):
        here = job_pairs(job).filter(row__in=rows[start : start + 500], decision="")
        here.update(decision=Decision.OTHER, **by)


def _keep_reading(job: LinkageJob, residents: list[UUID], command: Command) -> None:
    area = area_of(residents[0]) if len(residents) == 1 else job.area_code
    reading = Reading(residents, READ, job.purpose_code, "link", area or job.area_code, job.title)
    keep_reading(reading, by=command.by, at=command.at)


@transaction.atomic
def merge_pair(pair_id: UUID, *, kept_id: UUID, command: Command) -> Resident:
    """Make one record of two that a person found to be the same; the merge keeps history and can be undone."""
    pair = _open_pair(pair_id, command)
    both = [pk for pk in (pair.left_id, pair.resident_id) if pk]
    if not pair.job.is_within or pair.decision != Decision.SAME or kept_id not in both or needs_second_look(pair):
        raise errors.LinkageNotOpen
    other = next(pk for pk in both if pk != kept_id)
    kept = merge_residents(kept_id, other, command=command, reason=pair.reason)
    audit.note(line_of(pair.job, Act.LINK, command, act="merge", pair=str(pair.pk)))
    return kept
