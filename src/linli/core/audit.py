"""The log of reads and writes on people: rows are added, never changed, and chained by keyed hashes (safeguards, rule 12).

A line is stored in the transaction of what it tells of and joined to its chain right after the commit, so that nobody
waits for anybody. There is a chain for each district: the shard key of the whole house. The seal is an HMAC with the
installation's own key, so that whoever can write to the database alone cannot make the chain whole again.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from linli.core.bulk import insert_models, update_rows
from linli.core.models import AuditEntry, AuditHead
from linli.core.secrets import audit_key

DISTRICT_DIGITS = 6
_BATCH = 500
_LATE = dt.timedelta(minutes=10)


class Act(StrEnum):
    """What was done with people's data."""

    READ = "read"  # masked: a list, a page
    REVEAL = "reveal"  # clear, for a stated purpose
    COUNT = "count"
    EXPORT = "export"
    WRITE = "write"
    IMPORT = "import"
    LINK = "link"
    SHARE = "share"
    SIGN = "sign"  # a purpose opened, an agreement signed, a consent given or withdrawn
    DESTROY = "destroy"
    DISPUTE = "dispute"  # sources disagree


@dataclass(frozen=True)
class Line:
    """One line of the log; it names fields and counts, never values."""

    act: Act
    by: str
    by_name: str
    at: dt.datetime
    area_code: str = ""
    purpose: str = ""
    subject_kind: str = ""
    subject_id: str = ""
    count: int = 1
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """A place where a chain is not as it was written."""

    chain: str
    sequence: int
    what: str  # "changed", "missing", "unsealed", "end-cut", "head-differs"


@dataclass(frozen=True)
class Verified:
    """What a walk along every chain found; `heads` are worth writing down elsewhere."""

    entries: int
    heads: Mapping[str, str]
    faults: Sequence[Fault]


def note(*lines: Line) -> None:
    """Store lines in the transaction of what they tell of; they join their chain after the commit."""
    if not lines:
        return
    rows = [_row(line) for line in lines]
    insert_models(rows)
    for chain in {row.chain for row in rows}:
        transaction.on_commit(lambda chain=chain: seal_waiting(chain), robust=True)  # type: ignore[misc]  # bound now


def seal_waiting(chain: str | None = None) -> int:
    """Join stored lines to their chains, oldest first; say how many. The worker does it again for those left over."""
    waiting = AuditEntry.objects.filter(sequence=None)
    chains = [chain] if chain is not None else sorted(set(waiting.values_list("chain", flat=True)))
    return sum(_seal_chain(one) for one in chains)


def seal_left_over() -> int:
    """Join every line that its writer did not come to join, in short transactions; say how many."""
    done = 0
    while sealed := seal_waiting():
        done += sealed
    return done


def verify(since: Mapping[str, str] | None = None) -> Verified:
    """Walk along every chain and name each line that was changed, taken out or cut off.

    `since`: heads written down elsewhere before. A line that stood at the end then must still be the same: so even
    whoever has the database and the key cannot write the past anew unseen.
    """
    faults, heads, count = list[Fault](), dict[str, str](), 0
    for head in AuditHead.objects.order_by("chain"):
        walked, found = _walk(head)
        count += walked
        faults += found
        heads[head.chain] = f"{head.sequence}:{head.seal}"
    late = AuditEntry.objects.filter(sequence=None, at__lt=timezone.now() - _LATE).values_list("chain", flat=True)
    faults += [Fault(chain, 0, "unsealed") for chain in late]
    known = AuditEntry.objects.exclude(sequence=None).exclude(chain__in=list(heads))
    faults += [Fault(chain, 0, "missing") for chain in sorted(set(known.values_list("chain", flat=True)))]
    faults += [Fault(*one, "head-differs") for one in _lost_heads(since or {})]
    return Verified(count, heads, tuple(faults))


def _lost_heads(since: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for chain, head in sorted(since.items()):
        number, _colon, seal = head.partition(":")
        sequence = int(number) if number.isdecimal() else 0
        line = AuditEntry.objects.filter(chain=chain, sequence=sequence).values_list("seal", flat=True).first()
        if sequence and not hmac.compare_digest(line or "", seal):
            yield chain, sequence


def _walk(head: AuditHead) -> tuple[int, Iterable[Fault]]:
    faults, before, expected = list[Fault](), "", 1
    rows = AuditEntry.objects.filter(chain=head.chain).exclude(sequence=None).order_by("sequence")
    for row in rows.iterator(chunk_size=2_000):
        sequence = row.sequence or 0
        faults += [Fault(head.chain, missing, "missing") for missing in range(expected, sequence)]
        if not hmac.compare_digest(row.seal, _seal(row, sequence, before)):
            faults.append(Fault(head.chain, sequence, "changed"))
        before, expected = row.seal, sequence + 1
    if (expected - 1, before) != (head.sequence, head.seal) or head.proof != _proof(head):
        faults.append(Fault(head.chain, head.sequence, "end-cut"))
    return expected - 1, faults


@transaction.atomic
def _seal_chain(chain: str) -> int:
    AuditHead.objects.get_or_create(chain=chain)
    head = AuditHead.objects.select_for_update().get(chain=chain)
    sealed = list[tuple[object, ...]]()
    for row in _waiting(chain):
        head.sequence += 1
        head.seal = _seal(row, head.sequence, head.seal)
        sealed.append((row.pk, head.sequence, head.seal))
    if sealed:
        update_rows(AuditEntry, ("id", "sequence", "seal"), sealed)
        head.proof = _proof(head)
        head.save(update_fields=["sequence", "seal", "proof"])
    return len(sealed)


def _waiting(chain: str) -> Iterator[AuditEntry]:
    return iter(AuditEntry.objects.filter(chain=chain, sequence=None).order_by("id")[:_BATCH])


def _row(line: Line) -> AuditEntry:
    return AuditEntry(
        chain=line.area_code[:DISTRICT_DIGITS], at=line.at, by=line.by[:40], by_name=line.by_name[:40], act=line.act.value,
        purpose=line.purpose[:80], subject_kind=line.subject_kind, subject_id=line.subject_id[:40],
        area_code=line.area_code, count=line.count, detail=dict(line.detail),
    )  # fmt: skip


def _seal(row: AuditEntry, sequence: int, before: str) -> str:
    told = [
        before, sequence, str(row.pk), row.chain, row.at.astimezone(dt.UTC).isoformat(), row.by, row.by_name, row.act,
        row.purpose, row.subject_kind, row.subject_id, row.area_code, row.count, row.detail,
    ]  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(audit_key(), text.encode(), hashlib.sha256).hexdigest()


def _proof(head: AuditHead) -> str:
    """Sign how long a chain is, so that cutting its end off shows."""
    return hmac.new(audit_key(), f"{head.chain}:{head.sequence}:{head.seal}".encode(), hashlib.sha256).hexdigest()
