"""The two tables that are compared: what the list says and what the register says, column by column in one spelling."""

from collections.abc import Callable, Iterable

from linli.register.linking.normalising import Said, numbers_of, short_id_number, sound_of, street_of
from linli.register.linking.weighing import COLUMNS

Table = dict[str, list[str | None]]
Hash = Callable[[str], str]
Person = tuple[
    str, str, str, str, str, str, str, str
]  # id, name, sound, sex, born_on, hash of ID number, of phone, address


def list_table(rows: Iterable[tuple[str, Said]], *, hashed: Hash) -> Table:
    """Make the table of a list; its numbers stay clear in memory, to be held against those that are opened."""
    columns: list[list[str | None]] = [[] for _ in COLUMNS]
    for key, said in rows:
        number, name = said.id_number, said.name
        cells = (
            key, name, sound_of(name), name[:1], said.born_on, said.sex, hashed(number), number, short_id_number(number),
            said.address, numbers_of(said.address), street_of(said.address), hashed(said.phone),
        )  # fmt: skip
        for column, cell in zip(columns, cells, strict=True):
            column.append(cell or None)
    return dict(zip(COLUMNS, columns, strict=True))


def people_table(people: Iterable[Person]) -> Table:
    """Make the table of the register: ID numbers and phones by their hash alone."""
    columns: list[list[str | None]] = [[] for _ in COLUMNS]
    homes: dict[str, tuple[str, str]] = {}  # many live at one address
    for pk, name, sound, sex, born_on, id_hash, phone_hash, address in people:
        home = homes.get(address) or homes.setdefault(address, (numbers_of(address), street_of(address)))
        cells = (pk, name, sound, name[:1], born_on, sex, id_hash, "", "", address, *home, phone_hash)
        for column, cell in zip(columns, cells, strict=True):
            column.append(cell or None)
    return dict(zip(COLUMNS, columns, strict=True))
