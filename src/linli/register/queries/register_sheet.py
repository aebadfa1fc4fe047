"""The household register sheet of one community: home by home, household by household, with everybody in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from linli.core.scope import within
from linli.core.secrets import mask_name
from linli.places import queries as places
from linli.register.models import Household, Residency
from linli.register.rules import Relation

_NUMBERS = re.compile(r"(\d+)")
_RELATIONS = list(Relation)


@dataclass(frozen=True)
class SheetRow:
    """One person of a household in a home; masked rows have the surname and the year of birth alone."""

    resident_id: UUID
    household_id: UUID
    area_code: str
    building: str
    entrance: str
    unit: str
    name: str
    sex: str
    born: str
    relation: str
    lives: bool
    registered: bool
    since: str


type _Home = tuple[str, str, str]


def sheet_rows(area_code: str, *, clear: bool) -> Sequence[SheetRow]:
    """List everybody who lives or is registered in a community, in the order in which one walks from door to door."""
    homes = _homes(area_code)
    here = Residency.objects.filter(within("area_code", [area_code]), until=None)
    columns = (
        "resident_id", "household_id", "area_code", "dwelling_id", "resident__name", "resident__sex",
        "resident__born_on", "relation", "lives", "registered", "since",
    )  # fmt: skip
    rows = []
    for pk, household, area, dwelling, name, sex, born_on, relation, lives, registered, since in here.values_list(
        *columns
    ):
        building, entrance, unit = homes.get(dwelling, ("", "", ""))
        row = SheetRow(
            pk, household, area, building, entrance, unit, name, sex, born_on.isoformat(), relation, lives, registered,
            since.isoformat(),
        )  # fmt: skip
        rows.append(row if clear else replace(row, name=mask_name(name), born=str(born_on.year)))
    return _in_order(rows, set(_heads(area_code)))


def _heads(area_code: str) -> Iterable[UUID | None]:
    return Household.objects.filter(within("area_code", [area_code]), until=None).values_list("head_id", flat=True)


def _homes(area_code: str) -> dict[UUID, _Home]:
    names = {pk: name for pk, _code, name, *_ in places.buildings_within([area_code])}
    return {
        pk: (names.get(building, ""), entrance, unit)
        for pk, _area, building, entrance, unit in places.homes_within([area_code])
    }


def _in_order(rows: Iterable[SheetRow], heads: set[UUID | None]) -> Sequence[SheetRow]:
    def key(row: SheetRow) -> tuple[object, ...]:
        home = tuple(map(_natural, (row.building, row.entrance, row.unit)))
        relation = _RELATIONS.index(Relation(row.relation)) if row.relation in _RELATIONS else len(_RELATIONS)
        return home, str(row.household_id), row.resident_id not in heads, relation, row.born, str(row.resident_id)

    return sorted(rows, key=key)


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """Sort 2 before 10, as doors stand."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in _NUMBERS.split(text))
