"""Invented people and lists as the tables that are compared: for training, measuring and tests."""

from collections.abc import Callable

from linli.register.linking.columns import by_usual_heads
from linli.register.linking.invented import Listed, People, write_address
from linli.register.linking.normalising import plain_address, said_by, sound_of
from linli.register.linking.tables import Table, list_table, people_table

Hash = Callable[[str], str]


def sample_tables(people: People, listed: Listed, *, hashed: Hash = str) -> tuple[Table, Table]:
    """Make both tables; rows and people are named by their place. Without a hash the numbers stand for themselves."""
    return sample_list(listed, hashed=hashed), sample_people(people, hashed=hashed)


def sample_list(listed: Listed, *, hashed: Hash = str) -> Table:
    """Make the table of an invented list, read as a spreadsheet is."""
    columns = by_usual_heads(tuple(listed.columns))
    rows = ({field: row[column] for field, column in columns.items()} for row in listed.rows())
    return list_table(((str(place), said_by(row)) for place, row in enumerate(rows)), hashed=hashed)


def sample_people(people: People, *, hashed: Hash = str) -> Table:
    """Make the table of an invented register."""
    homes = {home: plain_address(write_address(home)) for home in set(map(int, people.home))}
    return people_table(
        (
            str(place), people.name[place], sound_of(people.name[place]), people.sex[place], people.born_on[place],
            hashed(people.id_number[place]), hashed(people.phone[place]), homes[int(people.home[place])],
        )
        for place in range(people.size)
    )  # fmt: skip
