"""Which dwelling a row means: by building, entrance and number within the area of the import, else by a written address.

All dwellings of the area are kept at hand: a street's file asks for each of them several times.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from linli.places import queries as places
from linli.register.rules.arriving import Wrong

_BUILDING_END = re.compile(r"(?:号楼|号|栋|幢|座|楼|#)+$")
_ENTRANCE_END = re.compile(r"(?:单元|门栋|门)$")
_UNIT_END = re.compile(r"(?:室|号|户)$")
_WRITTEN = re.compile(
    r"(?P<building>.+?(?:号楼|栋|幢|座|#))(?:(?P<entrance>[0-9一二三四五六七八九十a-z]+)(?:单元|门|-))?(?P<unit>[0-9a-z]+)(?:室|号|户)?"
)
_DASHED = re.compile(r"(?P<building>.+?[0-9a-z])-(?:(?P<entrance>[0-9a-z]+)-)?(?P<unit>[0-9a-z]+)")


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of a dwelling."""

    compound: str = ""
    building: str = ""
    entrance: str = ""
    unit: str = ""
    street: str = ""
    plate: str = ""
    address: str = ""
    grid: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling that was found."""

    id: UUID
    area_code: str


class Homes:
    """The dwellings of an area, found by what people write."""

    def __init__(self, area_code: str) -> None:
        self._area_code = area_code
        self._buildings: dict[str, set[int]] = {}
        self._areas: list[str] = []
        self._homes: dict[str, Home | None] = {}
        self._outside: dict[tuple[str, str], bool] = {}
        self._fill()

    def find(self, said: Said) -> Home | Wrong:
        """Find the dwelling a row means, or say why there is none."""
        if not said.unit and said.address:
            return self._by_address(said)
        if not (said.unit and (said.building or said.plate)):
            return Wrong.NO_DWELLING_SAID
        buildings = self._buildings_said(said)
        if not buildings:
            return Wrong.DWELLING_OUTSIDE if self._is_outside(said) else Wrong.DWELLING_UNKNOWN
        return self._in(buildings, said)

    def _in(self, buildings: set[int], said: Said) -> Home | Wrong:
        door, unit = plain_entrance(said.entrance), plain_unit(said.unit)
        keys = [f"{one}|{door}|{unit}" for one in buildings]
        found = {home.id: home for key in keys if (home := self._homes.get(key)) is not None}
        if len(found) == 1:
            return next(iter(found.values()))
        is_unclear = len(found) > 1 or any(key in self._homes for key in keys)
        return Wrong.DWELLING_UNCLEAR if is_unclear else Wrong.DWELLING_UNKNOWN

    def _buildings_said(self, said: Said) -> set[int]:
        for key in _keys_of(said.compound, said.building, said.street, said.plate):
            if found := self._buildings.get(key):
                return self._in_grid(found, said.grid) if len(found) > 1 and said.grid else found
        return set()

    def _in_grid(self, found: set[int], grid: str) -> set[int]:
        def lies_there(area: str) -> bool:
            return area.startswith(grid) if grid.isdigit() else places.area_name(area) == grid

        return {one for one in found if lies_there(self._areas[one])} or found

    def _by_address(self, said: Said) -> Home | Wrong:
        """Read an address that ends with building, entrance and number; one written otherwise goes to the matcher."""
        text = plain(said.address)
        read = _WRITTEN.fullmatch(text) or _DASHED.fullmatch(text)
        building = plain_building(read["building"]) if read else ""
        for start in range(len(building)):  # what stands before the compound's name is tried shorter and shorter
            if read and (found := self._buildings.get(f"n{building[start:]}")):
                inner = Said(entrance=read["entrance"] or "", unit=read["unit"])
                return self._in(self._in_grid(found, said.grid) if said.grid else found, inner)
        return self._matched(said.address)

    def _matched(self, address: str) -> Home | Wrong:
        """Ask the address matcher; only what it is sure of counts."""
        match = places.match_address(address, prefixes=[self._area_code])
        if match.is_sure and match.dwelling_id:
            return Home(match.dwelling_id, match.area_code)
        return Wrong.DWELLING_UNCLEAR if match.dwelling_id else Wrong.DWELLING_UNKNOWN

    def _is_outside(self, said: Said) -> bool:
        """Say whether the building stands in another area than the one imported into."""
        asked = (said.compound, said.building)
        if asked not in self._outside:
            self._outside[asked] = bool(self._area_code) and places.has_building(
                code=said.building, compound=said.compound, name=said.building
            )
        return self._outside[asked]

    def _fill(self) -> None:
        indices: dict[UUID, int] = {}
        for pk, code, name, compound, street, plate, area in places.buildings_standing([self._area_code]):
            indices[pk] = len(self._areas)
            self._areas.append(area)
            for key in _own_keys(code, name, compound, street, plate):
                self._buildings.setdefault(key, set()).add(indices[pk])
        areas: dict[str, str] = {}
        for pk, area, building, entrance, unit in places.homes_within([self._area_code]):
            home = Home(pk, areas.setdefault(area, area))
            index = indices.get(building)
            if index is not None:
                self._add(f"{index}|{plain_entrance(entrance)}|{plain_unit(unit)}", home)
                if entrance:
                    self._add(f"{index}||{plain_unit(unit)}", home)

    def _add(self, key: str, home: Home) -> None:
        """Keep a dwelling under a key; a key of two dwellings is none's."""
        self._homes[key] = home if key not in self._homes else None


def _own_keys(code: str, name: str, compound: str, street: str, plate: str) -> Iterator[str]:
    bare, whole = plain_building(name), plain(compound)
    yield f"c{code.lower()}"
    yield f"n{bare}"
    if whole:
        yield f"n{whole}{bare.removeprefix(whole)}"
        if bare.startswith(whole):
            yield f"s{bare.removeprefix(whole)}"
    if street and plate:
        yield f"p{plain(street)}{plain_building(plate)}"


@lru_cache(maxsize=20_000)
def _keys_of(compound: str, building: str, street: str, plate: str) -> tuple[str, ...]:
    """List the keys that a row's words may mean, the surest first."""
    bare, whole = plain_building(building), plain(compound)
    keys = [f"c{plain(building)}"] if building else []
    if building:
        keys.append(f"n{whole}{bare.removeprefix(whole)}")
        if not whole:
            keys.append(f"s{bare}")
    if street and plate:
        keys.append(f"p{plain(street)}{plain_building(plate)}")
    return tuple(keys)


def plain(text: str) -> str:
    """Write a name as it is compared: half width, no blanks, small letters."""
    return text if text.isascii() and text.isdigit() else _plain(text)


@lru_cache(maxsize=60_000)
def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


@lru_cache(maxsize=60_000)
def plain_building(text: str) -> str:
    """Write a building's name without the word that says it is one."""
    return _BUILDING_END.sub("", plain(text)) or plain(text)


@lru_cache(maxsize=4_000)
def plain_entrance(text: str) -> str:
    """Write an entrance as its number."""
    bare = _ENTRANCE_END.sub("", plain(text))
    return _NUMERALS.get(bare, bare.lstrip("0") or bare)


@lru_cache(maxsize=20_000)
def plain_unit(text: str) -> str:
    """Write the number of a dwelling without the word for it."""
    return (_UNIT_END.sub("", plain(text)) or plain(text)).lstrip("0")


_NUMERALS: Mapping[str, str] = {sign: str(place) for place, sign in enumerate("一二三四五六七八九十", start=1)}
