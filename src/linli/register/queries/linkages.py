"""Reconciliations as people work on them: the list of jobs, the queue of pairs, one pair side by side, what was decided."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.core.scope import within
from linli.core.secrets import mask_name, unseal
from linli.register import errors
from linli.register.models import LinkageJob, LinkagePair, Resident
from linli.register.rules.linking import Against, Band, Decision, Thresholds, speaks_against
from linli.staff.rules import Actor, Permission

PAGE = 50
FILTERS = ("open", "certain", "second", "unsure", "decided", "not-found")


@dataclass(frozen=True)
class QueueRow:
    """A pair in the queue, masked."""

    pair: LinkagePair
    said: str
    known: str
    band: Band
    needs_second: bool


@dataclass(frozen=True)
class Queue:
    """A page of a job's pairs, and how many there are of each kind."""

    rows: Sequence[QueueRow]
    counts: Mapping[str, int]
    total: int
    page: int
    pages: int = field(default=1)


def jobs_visible_to(actor: Actor) -> QuerySet[LinkageJob]:
    """Select the reconciliations of a scope, the newest first."""
    return LinkageJob.objects.filter(within("area_code", actor.prefixes(Permission.PEOPLE_LINK))).order_by("-id")


def job_for(actor: Actor, job_id: UUID, *, lock: bool = False) -> LinkageJob:
    """Find a reconciliation of the actor's scope."""
    rows = jobs_visible_to(actor).filter(pk=job_id)
    job = (rows.select_for_update() if lock else rows).first()
    if job is None:
        raise errors.LinkageNotFound
    return job


def pair_for(actor: Actor, pair_id: UUID, *, lock: bool = False) -> LinkagePair:
    """Find a pair of a reconciliation of the actor's scope, with its job."""
    rows = LinkagePair.objects.filter(pk=pair_id, job__in=jobs_visible_to(actor)).select_related("job")
    pair = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if pair is None:
        raise errors.LinkageNotFound
    return pair


def thresholds_of(job: LinkageJob) -> Thresholds:
    """Give the thresholds a job was started with."""
    return Thresholds(**job.settings["thresholds"])


def against_of(job: LinkageJob) -> str:
    """Say which finding may speak against people in this job."""
    return str(job.settings.get("against", Against.BOTH.value))


def needs_second_look(pair: LinkagePair) -> bool:
    """Say whether a decision still wants a second pair of eyes."""
    return bool(pair.decision) and not pair.second_at and speaks_against(pair.decision, against_of(pair.job))


def queue_of(job: LinkageJob, *, only: str = "open", page: int = 1) -> Queue:
    """List a page of a job's pairs, masked; four queries however many rows."""
    counts = pair_counts(job)
    found = job_pairs(job).filter(_filter(job, only)).order_by("-probability", "row", "id")
    total = counts[only]
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    pairs = list(found[(page - 1) * PAGE : page * PAGE])
    return Queue(tuple(_queue_rows(job, pairs)), counts, total, page, pages)


def next_pair(job: LinkageJob, *, after: LinkagePair, only: str = "open", step: int = 1) -> UUID | None:
    """Find the pair that comes next (or before) in the queue's order."""
    here = Q(probability=after.probability)
    if step > 0:
        beyond = Q(probability__lt=after.probability) | here & (
            Q(row__gt=after.row) | Q(row=after.row, id__gt=after.pk)
        )
        order = ("-probability", "row", "id")
    else:
        beyond = Q(probability__gt=after.probability) | here & (
            Q(row__lt=after.row) | Q(row=after.row, id__lt=after.pk)
        )
        order = ("probability", "-row", "-id")
    return (
        job_pairs(job).filter(_filter(job, only)).filter(beyond).order_by(*order).values_list("pk", flat=True).first()
    )


def pair_counts(job: LinkageJob) -> dict[str, int]:
    """Count a job's pairs by what is to be done with them; one query."""
    wanted = {name.replace("-", "_"): Count("id", filter=_filter(job, name)) for name in FILTERS}
    found = job_pairs(job).aggregate(**wanted)
    return {name: found[name.replace("-", "_")] for name in FILTERS}


def decided_rows(job: LinkageJob) -> Iterator[LinkagePair]:
    """Walk a job's rows as a workbook shows them: what was decided, else the likeliest candidate, else nobody."""
    seen: set[int] = set()
    rank = {Decision.SAME.value: 0, Decision.UNSURE.value: 1, "": 2, Decision.DIFFERENT.value: 3}
    for pair in sorted(
        job_pairs(job).iterator(), key=lambda one: (one.row, rank.get(one.decision, 4), -one.probability)
    ):
        if pair.row not in seen:
            seen.add(pair.row)
            pair.job = job
            yield pair


def said_in(pair: LinkagePair) -> dict[str, str]:
    """Open what the list says in a row."""
    return dict(json.loads(unseal(pair.row_sealed))) if pair.row_sealed else {}


def decisions_of(job: LinkageJob) -> Counter[str]:
    """Count the decisions of a job."""
    rows = job_pairs(job).exclude(decision="").values_list("decision").annotate(Count("id")).order_by()
    return Counter(dict(rows))


def job_pairs(job: LinkageJob) -> QuerySet[LinkagePair]:
    """Select the pairs of a job."""
    return LinkagePair.objects.filter(job_id=job.pk)


def _filter(job: LinkageJob, only: str) -> Q:
    somebody, undecided = Q(resident_id__isnull=False), Q(decision="")
    certain = Q(probability__gte=thresholds_of(job).certain)
    return {
        "open": somebody & undecided & ~certain,
        "certain": somebody & undecided & certain,
        "second": _second(job),
        "unsure": Q(decision=Decision.UNSURE),
        "decided": Q(decision__in=[Decision.SAME, Decision.DIFFERENT]) & ~_second(job),
        "not-found": ~somebody,
    }[only if only in FILTERS else "open"]


def _second(job: LinkageJob) -> Q:
    told = {Against.BOTH.value: ["same", "different"], Against.NONE.value: []}
    against = told.get(against_of(job), [against_of(job)])
    return Q(decision__in=against, second_at=None)


def _queue_rows(job: LinkageJob, pairs: Sequence[LinkagePair]) -> Iterator[QueueRow]:
    wanted = {pk for pair in pairs for pk in (pair.left_id, pair.resident_id) if pk}
    names = {
        row.pk: f"{mask_name(row.name)} {row.born_on.year}"
        for row in Resident.objects.filter(pk__in=wanted).only("name", "born_on")
    }
    thresholds = thresholds_of(job)
    for pair in pairs:
        pair.job = job
        said = mask_name(said_in(pair).get("name", "")) if pair.row_sealed else _named(names, pair.left_id)
        known = _named(names, pair.resident_id)
        yield QueueRow(pair, said, known, thresholds.band(pair.probability), needs_second_look(pair))


def _named(names: Mapping[UUID, str], resident_id: UUID | None) -> str:
    return names.get(resident_id, "") if resident_id else ""
