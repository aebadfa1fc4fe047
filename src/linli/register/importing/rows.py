"""One row of a file read as a person: every fault of it, so that it is mended in one go."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from linli.core.codes import is_id_number, is_phone
from linli.core.tables import Row
from linli.register.importing import cells
from linli.register.importing.homes import Home, Homes, Said
from linli.register.rules import LONGEST_NAME, Relation
from linli.register.rules.arriving import Arrival, Wrong, check_facts

_PLACE = ("compound", "building", "entrance", "unit", "street", "plate", "address", "grid")
_KEYS = (("household", "u"), ("household_no", "h"))
_TOO_MANY = "cells"
_NOTHING = ("", None)


class RowReader:
    """Reads rows under one mapping of columns; knows the dwellings of the area."""

    def __init__(self, columns: Mapping[str, str], homes: Homes, *, today: dt.date) -> None:
        self._columns, self._homes, self._today = columns, homes, today
        self._place = tuple((part, columns[part]) for part in _PLACE if part in columns)
        self._keys = tuple((mark, columns[field]) for field, mark in _KEYS if field in columns)
        self._last: tuple[tuple[object, ...], Home | Wrong] = ((), Wrong.NO_DWELLING_SAID)

    def read(self, row: Row) -> Arrival:
        """Read one row; what is wrong with it stands in its faults."""
        person = Arrival(row.number, row.cells, row.said)
        if row.trouble:
            person.is_wrong(Wrong.TOO_MANY_CELLS if row.kind == _TOO_MANY else Wrong.UNREADABLE)
            return person
        self._read_name(person)
        self._read_number(person)
        self._read_words(person)
        self._read_home(person)
        self._read_since(person)
        check_facts(person, today=self._today)
        return person

    def key(self, row: Row) -> str:
        """Tell which rows belong to one household: by its number in the file, else by the words for its dwelling."""
        if row.trouble:
            return f"r{row.number}"
        for mark, column in self._keys:
            if said := cells.text_of(row.cells.get(column)):
                return f"{mark}{said}"
        place = "|".join([cells.text_of(row.cells.get(column)) for _part, column in self._place])
        return f"d{place}" if place.strip("|") else f"r{row.number}"

    def _cell(self, person: Arrival, field: str) -> object:
        column = self._columns.get(field)
        return person.cells.get(column, "") if column is not None else ""

    def _read_name(self, person: Arrival) -> None:
        person.name = name = cells.name_of(self._cell(person, "name"))
        if not name or not name.isprintable():
            person.is_wrong(Wrong.NAME_MISSING, "name")
        elif len(name) > LONGEST_NAME:
            person.is_wrong(Wrong.NAME_LONG, "name")

    def _read_number(self, person: Arrival) -> None:
        """Read ID number, birth date and sex, which must agree; what is not written follows from the number."""
        born = self._cell(person, "born_on")
        if born not in _NOTHING:
            person.born_on = cells.day_of(born)
            if person.born_on is None:
                person.is_wrong(Wrong.DATE_IMPOSSIBLE, "born_on")
        sex = self._cell(person, "sex")
        person.sex = cells.one_of(cells.SEXES, sex) or "" if sex not in _NOTHING else ""
        number = cells.number_of(self._cell(person, "id_number"))
        if number and is_id_number(number):
            self._hold_against(number, person, is_sex_said=sex not in _NOTHING)
        elif number:
            person.is_wrong(Wrong.ID_NUMBER, "id_number")
        if not person.sex:
            person.is_wrong(Wrong.SEX_UNKNOWN, "sex")
        if person.born_on is None and not person.faults:
            person.is_wrong(Wrong.BIRTH_MISSING, "born_on")

    def _hold_against(self, number: str, person: Arrival, *, is_sex_said: bool) -> None:
        """Hold a valid number against what else the row says (GB 11643: digits 7-14 birth date, 17 sex)."""
        born_on, sex = cells.day_in_number(number[6:14]), "male" if int(number[16]) % 2 else "female"
        person.id_number = number
        if born_on is None:
            person.is_wrong(Wrong.ID_NUMBER, "id_number")
            return
        if person.born_on is None and not person.faults:
            person.born_on = born_on
        elif person.born_on is not None and person.born_on != born_on:
            person.is_wrong(Wrong.BIRTH_DIFFERS, "born_on")
        if not is_sex_said:
            person.sex = sex
        elif person.sex and person.sex != sex:
            person.is_wrong(Wrong.SEX_DIFFERS, "sex")

    def _read_words(self, person: Arrival) -> None:
        phone = cells.number_of(self._cell(person, "phone"))
        if phone and not is_phone(phone):
            person.is_wrong(Wrong.PHONE, "phone")
        person.phone = phone
        said = self._cell(person, "relation")
        if said not in _NOTHING:
            relation = cells.one_of(cells.RELATIONS, said)
            if relation is None:
                person.is_wrong(Wrong.RELATION, "relation")
            person.relation = relation or Relation.UNKNOWN
        person.registered = self._status(person, "registered", cells.REGISTERED)
        person.lives = self._status(person, "lives", cells.LIVES)

    def _status(self, person: Arrival, field: str, words: Mapping[str, bool]) -> bool:
        said = self._cell(person, field)
        if said in _NOTHING:
            return True
        found = cells.one_of(words, said)
        if found is None:
            person.is_wrong(Wrong.STATUS, field)
        return found is not False

    def _read_home(self, person: Arrival) -> None:
        if known := self._cell(person, "household"):
            self._read_household(person, cells.text_of(known))
        said = tuple([person.cells.get(column, "") for _part, column in self._place])
        if said != self._last[0]:
            words = {part: cells.text_of(cell) for (part, _), cell in zip(self._place, said, strict=True)}
            self._last = said, self._homes.find(Said(**words))
        home = self._last[1]
        if isinstance(home, Home):
            person.dwelling_id, person.area_code = home.id, home.area_code
        elif person.household_id is None:
            person.is_wrong(home, _HOME_FIELDS[home] if home in _HOME_FIELDS else self._named_place())

    def _named_place(self) -> str:
        return next((part for part in ("unit", "address", "building") if part in self._columns), "address")

    def _read_household(self, person: Arrival, said: str) -> None:
        try:
            person.household_id = UUID(said)
        except ValueError:
            person.is_wrong(Wrong.HOUSEHOLD_UNKNOWN, "household")

    def _read_since(self, person: Arrival) -> None:
        cell = self._cell(person, "since")
        if cell in _NOTHING:
            return
        person.since = cells.day_of(cell)
        if person.since is None:
            person.is_wrong(Wrong.DATE_IMPOSSIBLE, "since")


_HOME_FIELDS = {Wrong.DWELLING_OUTSIDE: "building"}
