"""Who said what of a field: kept beside the field itself, sealed; what was open about the same value is thereby settled."""

from collections.abc import Mapping
from uuid import UUID

from linli.core.ids import new_id
from linli.core.secrets import keyed_hash, seal
from linli.register.actions.writing import Book
from linli.register.models import Resident, Statement
from linli.staff.rules import Command

AGREES, DIFFERS, SETTLED = "agrees", "differs", "settled"


def note_said(book: Book, row: Resident, values: Mapping[str, object], *, source: str) -> None:
    """Keep that a source said what now stands, and settle what other sources said alike."""
    for name, value in values.items():
        book.add(statement_of(row.pk, name, str(value), source=source, state=AGREES, command=book.command), "say")
        settle_alike(book, row.pk, name, hash_of(name, str(value)))


def settle_alike(book: Book, resident_id: UUID, name: str, value_hash: str) -> None:
    """Settle what stood open about one value of a field."""
    alike = Statement.objects.select_for_update().filter(
        resident_id=resident_id, field=name, state=DIFFERS, value_hash=value_hash
    )
    for one in alike.order_by("id"):
        book.change(one, "settle", state=SETTLED, settled_at=book.command.at)


def statement_of(resident_id: UUID, name: str, value: str, *, source: str, state: str, command: Command) -> Statement:
    """Write down what a source said of a field."""
    return Statement(
        id=new_id(), resident_id=resident_id, field=name, value_sealed=seal(value), value_hash=hash_of(name, value),
        source=source, said_at=command.at, by=command.by.key[:40], state=state,
    )  # fmt: skip


def hash_of(name: str, value: str) -> str:
    """Hash a value with its field, so that the same number in two fields is not the same."""
    return keyed_hash(f"{name}:{value}") if value else ""
