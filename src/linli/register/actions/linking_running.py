"""Run a reconciliation: open the rows in memory, weigh them against the register, keep the pairs for people to look at."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import audit
from linli.core.audit import Act
from linli.core.bulk import insert_rows
from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.core.secrets import keyed_hash, unseal
from linli.core.tables import Row
from linli.register.actions.linking import (
    PAIR_COLUMNS,
    NewLinkage,
    check_linkage,
    empty_pair,
    line_of,
    read_rows,
)
from linli.register.linking.normalising import said_by
from linli.register.linking.scoring import Order, ScoredPair, score
from linli.register.linking.tables import Table, list_table
from linli.register.linking.weighing import saved_weights
from linli.register.models import LinkageJob, LinkagePair
from linli.register.queries.linkage_people import open_id_numbers, people_of
from linli.register.rules.linking import Band, JobState, Thresholds
from linli.staff.rules import SYSTEM, Command

log = logging.getLogger(__name__)
Progress = Callable[[str], None]
PROBABILITY_DIGITS = 6


def run_reconciliation(job_id: UUID, *, progress: Progress | None = None) -> LinkageJob | None:
    """Run a waiting job; None where it is not waiting. What goes wrong is told on the job, and it can be tried again."""
    job = _claim(job_id)
    if job is None:
        return None
    try:
        _keep(job, *_scored(job, progress or _told_on(job.pk)))
    except LinliError as refusal:
        _fail(job.pk, str(refusal))
    except Exception as error:
        log.exception("reconciliation failed", extra={"job": str(job_id)})
        _fail(job.pk, _("比对时出错（%(what)s），可以再试一次。") % {"what": type(error).__name__})
    return LinkageJob.objects.get(pk=job_id)


def weigh_only(
    wanted: NewLinkage, rows: Sequence[Row], columns: Mapping[str, str], *, command: Command, progress: Progress
) -> dict[str, object]:
    """Weigh a list and tell the counts alone; nothing of it is kept but the line in the log that it was done."""
    purpose = check_linkage(wanted, command, is_within=False)
    said = read_rows(rows, columns)
    order = Order(
        saved_weights(), engine=settings.LINLI_LINKAGE, kept_from=wanted.thresholds.review, progress=progress
    )  # fmt: skip
    pairs, people = _weigh(wanted.area_code, _list(said), order)
    by = command.by
    detail = {"act": "dry-run", "fields": sorted(columns)}
    audit.note(
        audit.Line(
            Act.LINK, by.key, by.name, command.at, area_code=wanted.area_code, purpose=purpose.code,
            subject_kind="linkage", count=len(said), detail=detail,
        )
    )  # fmt: skip
    return {"rows": len(said), "dry_run": True, **_counts(wanted.thresholds, len(said), pairs, people)}


@transaction.atomic
def _claim(job_id: UUID) -> LinkageJob | None:
    job = LinkageJob.objects.select_for_update().filter(pk=job_id, state=JobState.WAITING).first()
    if job is not None:
        job.state, job.counts = JobState.RUNNING, {"step": "reading"}
        job.save(update_fields=["state", "counts"])
    return job


def _told_on(job_id: UUID) -> Progress:
    return lambda step: _tell(job_id, step)


def _tell(job_id: UUID, step: str) -> None:
    LinkageJob.objects.filter(pk=job_id, state=JobState.RUNNING).update(counts={"step": step})


def _scored(job: LinkageJob, progress: Progress) -> tuple[dict[int, str], list[ScoredPair], int]:
    sealed = dict(LinkagePair.objects.filter(job=job, left_id=None).values_list("row", "row_sealed"))
    pairs, people = _weigh(job.area_code, _list(_opened(sealed)), _order(job, progress))
    return sealed, pairs, people


def _order(job: LinkageJob, progress: Progress) -> Order:
    return Order(
        saved_weights(), engine=job.settings["engine"], is_within=job.is_within, kept_from=_thresholds(job).review,
        progress=progress,
    )  # fmt: skip


def _weigh(area_code: str, rows: Table, order: Order) -> tuple[list[ScoredPair], int]:
    people = people_of(area_code)
    if not people["unique_id"]:
        return [], 0
    return score(rows, people, order, unseal=open_id_numbers), len(people["unique_id"])


def _opened(sealed: Mapping[int, str]) -> Iterator[tuple[int, dict[str, str]]]:
    return ((number, json.loads(unseal(token))) for number, token in sealed.items())


def _list(said: Iterable[tuple[int, Mapping[str, str]]]) -> Table:
    rows = ((str(number), said_by(dict(cells))) for number, cells in said)
    return list_table(rows, hashed=keyed_hash)


def _thresholds(job: LinkageJob) -> Thresholds:
    return Thresholds(**job.settings["thresholds"])


@transaction.atomic
def _keep(job: LinkageJob, sealed: Mapping[int, str], pairs: Sequence[ScoredPair], people: int) -> None:
    """Put the scored pairs in the place of the bare rows; a row that nobody was found for stays as it is."""
    locked = LinkageJob.objects.select_for_update().get(pk=job.pk)
    if locked.state != JobState.RUNNING.value:  # closed meanwhile: nothing comes back
        return
    LinkagePair.objects.filter(job=job).delete()
    insert_rows(LinkagePair, PAIR_COLUMNS, _within(job, pairs) if job.is_within else _rows(job, sealed, pairs))
    locked.state, locked.finished_at = JobState.REVIEW, timezone.now()
    locked.counts = _counts(_thresholds(job), len(sealed), pairs, people)
    locked.save(update_fields=["state", "finished_at", "counts"])
    command = Command(new_id(), SYSTEM, locked.finished_at)
    audit.note(line_of(locked, Act.LINK, command, count=len(pairs), act="weighed", rows=len(sealed), people=people))


def _rows(job: LinkageJob, sealed: Mapping[int, str], pairs: Sequence[ScoredPair]) -> Iterator[tuple[object, ...]]:
    found = set()
    for pair in pairs:
        number = int(pair.left)
        found.add(number)
        yield _row(job, pair, number, sealed[number], None)
    for number, token in sealed.items():
        if number not in found:
            yield empty_pair(job.pk, number, token)


def _within(job: LinkageJob, pairs: Sequence[ScoredPair]) -> Iterator[tuple[object, ...]]:
    ordered = sorted(pairs, key=lambda pair: -pair.bits)
    for number, pair in enumerate(ordered, start=1):
        yield _row(job, pair, number, "", UUID(pair.left))


def _row(job: LinkageJob, pair: ScoredPair, number: int, sealed: str, left: UUID | None) -> tuple[object, ...]:
    parts = [list(part) for part in pair.parts]
    probability = round(pair.probability, PROBABILITY_DIGITS)
    about = (probability, round(pair.bits, 3), parts)
    return (new_id(), job.pk, number, sealed, left, UUID(pair.right), *about, "", "", "", None, "", "", "", None)


def _counts(thresholds: Thresholds, rows: int, pairs: Sequence[ScoredPair], people: int) -> dict[str, int]:
    best: dict[str, float] = {}
    for pair in pairs:
        best[pair.left] = max(best.get(pair.left, 0.0), pair.probability)
    bands = [thresholds.band(probability) for probability in best.values()]
    counted = {"people": people, "pairs": len(pairs), "certain": bands.count(Band.CERTAIN)}
    return counted | {"review": bands.count(Band.REVIEW), "not_found": max(0, rows - len(best))}


@transaction.atomic
def _fail(job_id: UUID, why: str) -> None:
    job = LinkageJob.objects.select_for_update().get(pk=job_id)
    if job.state == JobState.RUNNING:
        job.state, job.trouble = JobState.FAILED, why[:300]
        job.save(update_fields=["state", "trouble"])
