"""Run a reconciliation: open the rows in memory, weigh them against the register, keep the pairs for people to look at."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import audit
from linli.core.audit import Act
from linli.core.bulk import insert_rows
from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.core.secrets import keyed_hash, unseal
from linli.register.actions.linking import PAIR_COLUMNS, empty_pair, line_of
from linli.register.linking.normalising import said_by
from linli.register.linking.scoring import Order, ScoredPair, score
from linli.register.linking.tables import Table, list_table
from linli.register.linking.weighing import COLUMNS, saved_weights
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
    people = people_of(job.area_code)
    thresholds = Thresholds(**job.settings["thresholds"])
    order = Order(
        saved_weights(), engine=job.settings["engine"], is_within=job.is_within, kept_from=thresholds.review,
        progress=progress,
    )  # fmt: skip
    if not people["unique_id"]:
        return sealed, [], 0
    pairs = score(_list(sealed), people, order, unseal=open_id_numbers)
    return sealed, pairs, len(people["unique_id"])


def _list(sealed: Mapping[int, str]) -> Table:
    if not sealed:
        return {column: [] for column in COLUMNS}
    rows = ((str(number), said_by(json.loads(unseal(token)))) for number, token in sealed.items())
    return list_table(rows, hashed=keyed_hash)


@transaction.atomic
def _keep(job: LinkageJob, sealed: Mapping[int, str], pairs: Sequence[ScoredPair], people: int) -> None:
    """Put the scored pairs in the place of the bare rows; a row that nobody was found for stays as it is."""
    locked = LinkageJob.objects.select_for_update().get(pk=job.pk)
    if locked.state != JobState.RUNNING:  # closed meanwhile: nothing comes back
        return
    LinkagePair.objects.filter(job=job).delete()
    insert_rows(LinkagePair, PAIR_COLUMNS, _within(job, pairs) if job.is_within else _rows(job, sealed, pairs))
    locked.state, locked.finished_at = JobState.REVIEW, timezone.now()
    locked.counts = _counts(locked, sealed, pairs, people)
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


def _counts(job: LinkageJob, sealed: Mapping[int, str], pairs: Sequence[ScoredPair], people: int) -> dict[str, int]:
    thresholds = Thresholds(**job.settings["thresholds"])
    best: dict[str, float] = {}
    for pair in pairs:
        best[pair.left] = max(best.get(pair.left, 0.0), pair.probability)
    bands = [thresholds.band(probability) for probability in best.values()]
    counted = {"people": people, "pairs": len(pairs), "certain": bands.count(Band.CERTAIN)}
    return counted | {"review": bands.count(Band.REVIEW), "not_found": max(0, len(sealed) - len(best))}


@transaction.atomic
def _fail(job_id: UUID, why: str) -> None:
    job = LinkageJob.objects.select_for_update().get(pk=job_id)
    if job.state == JobState.RUNNING:
        job.state, job.trouble = JobState.FAILED, why[:300]
        job.save(update_fields=["state", "trouble"])
