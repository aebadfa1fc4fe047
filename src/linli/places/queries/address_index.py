"""The buildings by the keys of their addresses, kept in memory until streets and buildings change."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from rapidfuzz import fuzz
from rapidfuzz import process as likeness

from linli.places.addresses import (
    Gazetteer,
    Number,
    Parsed,
    Part,
    compound_key,
    division_names,
    divisions,
    name_key,
    number_key,
    number_of,
    parse_by_rules,
    plain,
    plates_of,
    sound_of,
)
from linli.places.models import AddressAlias, AreaStamp, Building, Compound, Street
from linli.places.queries import stamp
from linli.places.queries.tree import area_tree
from linli.places.rules import Level, plain_name

LEAST_LIKENESS, SOUNDS_ALIKE = 70.0, 0.9
_BEGINS_WITH_NUMBER = re.compile(r"[A-Z甲乙丙丁]?\d|[一二三四五六七八九十]+号")
_BEFORE_FIGURE = re.compile(r"[\u4e00-\u9fff]{2,10}(?=\d)")
_HAS_NAME = re.compile(r"[\u4e00-\u9fff]{2}")
_PART_OF_LEVEL = {
    Level.PROVINCE: Part.PROVINCE,
    Level.CITY: Part.CITY,
    Level.DISTRICT: Part.DISTRICT,
    Level.STREET: Part.TOWN,
    Level.COMMUNITY: Part.COMMUNITY,
}


@dataclass(frozen=True, slots=True)
class House:
    """A building as the index keeps it; without an id it is a compound."""

    id: UUID | None
    code: str
    name: str
    area_code: str
    compound_code: str
    compound_name: str
    street: str
    plate: str
    point: tuple[float, float] | None


@dataclass(frozen=True)
class Names:
    """Names of one sort, to find the one that is meant when it is written a little differently."""

    known: frozenset[str]

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self._listed:
            found.setdefault(sound_of(name), []).append(name)
        return found

    @cached_property
    def _listed(self) -> list[str]:
        return sorted(self.known)

    def has(self, name: str) -> bool:
        """Say whether a name is one of them."""
        return name in self.known

    def like(self, name: str) -> list[tuple[str, float]]:
        """Find names that sound the same, then those written most alike, with how like they are (0–1)."""
        same = [(known, SOUNDS_ALIKE) for known in self._by_sound.get(sound_of(name), ())]
        if same:
            return same
        found = likeness.extract(name, self._listed, scorer=fuzz.ratio, limit=3, score_cutoff=LEAST_LIKENESS)
        return [(known, score / 100) for known, score, _place in found]


class AddressIndex:
    """Buildings by road and plate, by compound and number, and the names that lead to them."""

    def __init__(self, houses: Sequence[House], compounds: Sequence[House], streets: Iterable[str] = ()) -> None:
        self.houses = {house.id: house for house in houses if house.id}
        self.by_plate: dict[tuple[str, str], list[House]] = defaultdict(list)
        self.by_number: dict[tuple[str, Number], list[House]] = defaultdict(list)
        self.own_number: dict[str, str] = {}
        self.units: set[tuple[str, bool]] = set()
        self.in_compound: dict[str, list[House]] = defaultdict(list)
        self.on_road: dict[str, list[House]] = defaultdict(list)
        self.compounds: dict[str, list[House]] = defaultdict(list)
        self.by_name: dict[str, list[House]] = defaultdict(list)
        self.by_code = {house.compound_code: house for house in compounds}
        self._named: dict[Part, set[str]] = {Part.ROAD: set(streets), Part.COMPOUND: set()}
        for compound in compounds:
            self._add_compound(compound)
        for house in houses:
            self._add(house)
        self.roads = Names(frozenset(self.on_road))
        self.compound_names = Names(frozenset({*self.compounds, *self.in_compound}))
        self.gazetteer = Gazetteer(_with_areas(self._named))

    def _add_compound(self, compound: House) -> None:
        self.compounds[compound_key(compound.compound_name)].append(compound)
        self._named[Part.COMPOUND].add(plain(compound.compound_name))

    def _add(self, house: House) -> None:
        if not _HAS_NAME.search(house.name):
            return
        self.by_name[name_key(house.name)].append(house)
        self.own_number[house.code] = _own_number(house)
        for road, plates in _plates(house):
            self._named[Part.ROAD].add(plain(road))
            self.on_road[name_key(road)].append(house)
            for plate in plates:
                self._put(self.by_plate, (name_key(road), plate), house)
        for compound, numbers in _numbers(house):
            self._named[Part.COMPOUND].add(plain(compound))
            self._put(self.in_compound, compound_key(compound), house)
            for number in numbers:
                self._put(self.by_number, (compound_key(compound), number), house)
                self.units.add((compound_key(compound), number.is_house))

    @staticmethod
    def _put[K](table: dict[K, list[House]], key: K, house: House) -> None:
        if house not in table[key]:
            table[key].append(house)


def address_index() -> AddressIndex:
    """Give the index of all buildings, as of a few seconds ago at most."""
    return _index.get()


def aliases_by_key() -> dict[str, list[AddressAlias]]:
    """Give what other names stand for, by their keys."""
    return _aliases.get()


def _plates(house: House) -> Iterator[tuple[str, set[str]]]:
    """Give road and plates of a building, from its own columns and from a name that is an address itself."""
    if house.street:
        yield house.street, {number.key for number in plates_of(house.plate)}
    found = _parsed_name(house)
    if road := found.get(Part.ROAD):
        numbers = house.name[house.name.find(road) + len(road) :]
        yield (
            road,
            {number.key for number in plates_of(numbers)} if _BEGINS_WITH_NUMBER.match(plain(numbers)) else set(),
        )


def _numbers(house: House) -> Iterator[tuple[str, set[Number]]]:
    """Give compound and numbers of a building."""
    found = _parsed_name(house)
    inner = house.name.removeprefix(house.compound_name) if house.compound_name else ""
    if house.compound_name:
        yield house.compound_name, set(plates_of(inner, by_side=False)) or {number_of(house.name)}
    name = found.get(Part.COMPOUND) or found.get(Part.COMMUNITY)
    name = name if _HAS_NAME.search(name) else _leading(house.name)
    if name and not found.get(Part.ROAD) and name != house.compound_name and _HAS_NAME.search(name):
        yield name, set(plates_of(house.name[house.name.find(name) + len(name) :], by_side=False))


def _leading(name: str) -> str:
    """Take what stands before the first figure, where the rules see no place in it: 南湖边5号."""
    found = _BEFORE_FIGURE.match(name)
    return found[0] if found else ""


def _own_number(house: House) -> str:
    """Give the number a building has behind its plate or compound; '' where its name holds none."""
    if house.compound_name and house.name.startswith(house.compound_name):
        return number_key(house.name.removeprefix(house.compound_name))
    return number_key(_parsed_name(house).get(Part.BUILDING))


def _parsed_name(house: House) -> Parsed:
    return parse_by_rules(house.name, divisions())


def _with_areas(named: dict[Part, set[str]]) -> dict[Part, set[str]]:
    names = {part: set(known) for part, known in division_names().items()}
    for area in area_tree().by_code.values():
        if area.is_open and (part := _PART_OF_LEVEL.get(area.level)):
            names.setdefault(part, set()).add(area.name)
            if part is Part.COMMUNITY and not area.name.endswith("社区") and len(plain_name(area.name)) > 1:
                names[part].add(f"{plain_name(area.name)}社区")
    for part, known in named.items():
        names[part] = {name for name in known if _HAS_NAME.search(name)}
    return names


def _build() -> AddressIndex:
    columns = ("id", "code", "name", "area_code", "compound_id", "compound__name", "street_name", "plate_no")
    rows = (
        Building.objects.filter(closed_on=None).order_by("code").values_list(*columns, "lon_cgcs2000", "lat_cgcs2000")
    )
    houses = [
        House(pk, code, name, area, compound or "", called or "", street, plate, (lon, lat))
        for pk, code, name, area, compound, called, street, plate, lon, lat in rows.iterator(chunk_size=5000)
    ]
    compounds = [
        House(None, one.code, one.name, one.area_code, one.code, one.name, "", "", _point(one))
        for one in Compound.objects.all()
    ]
    return AddressIndex(houses, compounds, Street.objects.values_list("name", flat=True).distinct())


def _point(compound: Compound) -> tuple[float, float] | None:
    lon, lat = compound.lon_cgcs2000, compound.lat_cgcs2000
    return (lon, lat) if lon is not None and lat is not None else None


def _build_aliases() -> dict[str, list[AddressAlias]]:
    found: dict[str, list[AddressAlias]] = {}
    for alias in AddressAlias.objects.order_by("id"):
        found.setdefault(alias.key, []).append(alias)
    return found


_index = stamp.Kept(_build, AreaStamp.BUILDINGS)
_aliases = stamp.Kept(_build_aliases, AreaStamp.ALIASES)
