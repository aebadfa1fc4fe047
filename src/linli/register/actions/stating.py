"""A source says something of a resident: it agrees, it fills what was empty, or it differs, and then somebody looks."""

from uuid import UUID

from django.db import transaction

from linli.core import audit
from linli.core.audit import Act
from linli.core.facts import announce
from linli.core.ids import new_id
from linli.core.secrets import unseal
from linli.core.statements import insert_row
from linli.register import errors, rules
from linli.register.actions.correcting import Written, as_field, correct_within
from linli.register.actions.finding import check_source, resident_to_edit
from linli.register.actions.recording import begin
from linli.register.actions.saying import AGREES, DIFFERS, SETTLED, hash_of, settle_alike, statement_of
from linli.register.actions.writing import Book, plain_values
from linli.register.facts import SourcesDisagree
from linli.register.models import Resident, Statement
from linli.register.queries.statements import statement_for
from linli.register.rules import Verdict
from linli.staff.rules import Command


@transaction.atomic
def state_value(
    resident_id: UUID, field: str, value: Written, *, source: str, command: Command, batch_id: UUID | None = None
) -> Statement:
    """Keep what a source says of a field; where it says something else, nothing changes and somebody is asked to look."""
    rules.check_values({field: value})
    row, area_code = resident_to_edit(resident_id, command)
    said = str(as_field(field, rules.plain_value(field, value)))
    stands = str(plain_values(row, [field])[field])
    verdict = rules.verdict(said, stands, field=field, source=check_source(source))
    known = _said_before(row.pk, field, said, source=source, verdict=verdict)
    if known is not None:
        return known
    pk = new_id()
    if (first := begin(command, "state-value", answer=pk)) is not None:
        return Statement.objects.get(pk=first)
    fits = verdict is not Verdict.FILLS or _fill(row, field, said, book=Book(command, area_code), source=source)
    state = DIFFERS if verdict is Verdict.DIFFERS or not fits else AGREES
    new = statement_of(row.pk, field, said, source=source, state=state, command=command)
    new.id, new.batch_id = pk, batch_id
    insert_row(new)
    if state == DIFFERS:
        _ask_to_look(row, field, source, area_code=area_code, command=command)
    return new


@transaction.atomic
def settle_statement(statement_id: UUID, *, command: Command, take: bool, source: str = "doorstep") -> Statement:
    """Settle what a source said after somebody looked: take it over as a correction, or keep what stands."""
    if (first := begin(command, "settle-statement", answer=statement_id)) is not None:
        return Statement.objects.get(pk=first)
    found = statement_for(command.by, statement_id)
    row, area_code = resident_to_edit(found.resident_id, command)
    said = Statement.objects.select_for_update().get(pk=found.pk)
    if said.state != DIFFERS:
        raise errors.StatementSettled
    book = Book(command, area_code)
    if take:
        correct_within(book, row, {said.field: unseal(said.value_sealed)}, source=check_source(source))
    settle_alike(book, row.pk, said.field, said.value_hash)
    book.close(on=rules.ALWAYS, source=check_source(source))
    said.refresh_from_db()
    return said


def _said_before(resident_id: UUID, field: str, said: str, *, source: str, verdict: Verdict) -> Statement | None:
    """Find the same word of the same source: nobody is sent to the door twice for what was settled once."""
    states = [AGREES] if verdict is Verdict.AGREES else [DIFFERS, SETTLED]
    same = Statement.objects.filter(
        resident_id=resident_id, field=field, source=source, value_hash=hash_of(field, said)
    )
    return same.filter(state__in=states).order_by("-id").first()


def _fill(row: Resident, field: str, said: str, *, book: Book, source: str) -> bool:
    """Write down what nobody had said before; a number that is another's, or does not fit, is for somebody to look at."""
    try:
        with transaction.atomic():
            correct_within(book, row, {field: said}, source=source, is_kept=True)
            book.close(on=rules.ALWAYS, source=source)
    except (errors.IdNumberTaken, errors.IdNumberDiffers):
        return False
    return True


def _ask_to_look(row: Resident, field: str, source: str, *, area_code: str, command: Command) -> None:
    by = command.by
    audit.note(
        audit.Line(
            Act.DISPUTE, by.key, by.name, command.at, area_code=area_code, subject_kind="resident",
            subject_id=str(row.pk), detail={"fields": [field], "source": source},
        )
    )  # fmt: skip
    announce(SourcesDisagree(resident_id=str(row.pk), field=field, area_code=area_code))
