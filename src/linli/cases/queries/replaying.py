"""Rebuild cases from their history and compare with the stored rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from linli.cases import rules
from linli.cases.models import Case, CaseRecord
from linli.cases.queries.kinds import workflow_at
from linli.cases.queries.projection import EMPTY, plain
from linli.cases.rules import RecordFacts
from linli.core.errors import LinliError


@dataclass(frozen=True)
class Difference:
    """A value of a row that its history does not explain."""

    number: str
    field: str
    stored: object
    replayed: object


def replay_cases(numbers: tuple[str, ...] = ()) -> Iterator[tuple[str, list[Difference]]]:
    """Replay every case, or those named; yield each number with its differences."""
    cases = Case.objects.filter(number__in=numbers) if numbers else Case.objects.all()
    records = CaseRecord.objects.order_by("case_id", "seq")
    if numbers:
        records = records.filter(case__in=cases)
    rows = {}
    for case_id, group in groupby(records.iterator(chunk_size=5_000), key=lambda record: record.case_id):
        rows[case_id] = [RecordFacts(record.seq, record.name, record.changes) for record in group]
        if len(rows) >= 1_000:
            yield from _compare(rows)
            rows = {}
    yield from _compare(rows)


def case_after(case: Case, command_id: UUID) -> Case:
    """Give a case as it stood after a command, from its history; the row itself where nothing has followed."""
    seq = CaseRecord.objects.filter(case=case, command_id=command_id).values_list("seq", flat=True).first()
    if seq is None or seq >= case.version:
        return case
    lines = CaseRecord.objects.filter(case=case, seq__lte=seq).order_by("seq").values_list("seq", "name", "changes")
    values = rules.project([RecordFacts(*line) for line in lines], workflow_at)
    then = Case(id=case.pk, version=seq)
    for field in Case._meta.concrete_fields:
        if field.attname in values:
            setattr(then, field.attname, field.to_python(values[field.attname]))
    return then


def cases_without_history() -> int:
    """Count rows that have no record at all: there must be none."""
    return Case.objects.filter(records=None).count()


def _compare(rows: dict[object, list[RecordFacts]]) -> Iterator[tuple[str, list[Difference]]]:
    for case in Case.objects.filter(pk__in=list(rows)):
        yield case.number, list(_differences(case, rows[case.pk]))


def _differences(case: Case, records: list[RecordFacts]) -> Iterator[Difference]:
    if [record.seq for record in records] != list(range(1, case.version + 1)):
        yield Difference(case.number, "version", case.version, [record.seq for record in records])
        return
    try:
        replayed = rules.project(records, workflow_at)
    except (LinliError, KeyError, ValueError) as error:
        yield Difference(case.number, "history", case.state, str(error))
        return
    for field, empty in EMPTY.items():
        stored, expected = plain(getattr(case, field)), replayed.get(field, plain(empty))
        if stored != expected:
            yield Difference(case.number, field, stored, expected)
