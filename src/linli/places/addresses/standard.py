"""The standard form of an address: division, street and plate or compound and building, entrance, floor, room; and its keys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from linli.places.addresses.parts import Parsed, Part
from linli.places.addresses.writing import name_key, number_key, plain

_RANGE = re.compile(r"(\d+)号?(?:-|至|到)(\d+)号?")
_NAMED = (Part.COMPOUND, Part.SUB_COMPOUND, Part.COMMUNITY)
_NUMBERED = (Part.BUILDING, Part.ENTRANCE, Part.ROOM)
FARTHER = 0.6
_DOOR = re.compile(r"[^号幢栋座]*号(?!楼|幢|座)")
_HOUSE_AND_DOORS = re.compile(r"\d+幢(\d+号?-\d+号)")
_MOST_OF_RANGE = 60
_BARE = ("住宅小区", "小区")
_DIVISIONS = (Part.PROVINCE, Part.CITY, Part.DISTRICT, Part.TOWN, Part.COMMUNITY)


class Number(NamedTuple):
    """A number of a house: 37号 and 37幢 may stand side by side in one compound."""

    key: str
    is_house: bool  # 幢, 栋, 座, 号楼; else a door's number


class Named(NamedTuple):
    """A name the compound may have, and how likely the number behind it belongs to it."""

    key: str
    share: float


@dataclass(frozen=True)
class Keys:
    """An address reduced to what tells it from others; '' where it says nothing."""

    road: str = ""
    plate: str = ""
    compounds: tuple[Named, ...] = ()  # the likeliest name first
    numbers: tuple[Number, ...] = ()  # behind the compound, the nearest first
    building: str = ""
    entrance: str = ""
    room: str = ""
    divisions: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the address names neither road nor compound nor division."""
        return not (self.road or self.compounds or self.divisions)


def keys_of(parsed: Parsed) -> Keys:
    """Reduce a parsed address to its keys."""
    is_lane = plain(parsed.get(Part.ROAD_NO)).endswith("弄")
    road = parsed.get(Part.LANE) or parsed.get(Part.ROAD)
    plate = parsed.get(Part.LANE_NO) or parsed.get(Part.ROAD_NO)
    houses, entrance = parsed.all(Part.BUILDING), parsed.get(Part.ENTRANCE)
    return Keys(
        road=name_key(road),
        plate=number_key(plate) + ("弄" if is_lane else ""),
        compounds=_once(_compounds(parsed)),
        numbers=tuple(dict.fromkeys(map(number_of, _house_numbers(parsed, plate if not road else "")))),
        building=number_key(houses[0]) if houses else "",
        entrance=number_key(entrance or (houses[1] if len(houses) > 1 else "")),
        room=number_key(parsed.get(Part.ROOM)),
        divisions=tuple(name for part in _DIVISIONS for name in parsed.all(part)),
    )


def _house_numbers(parsed: Parsed, plate: str) -> Iterator[str]:
    """Give the numbers that may be the house's: what is one, a door behind it, a plate behind a compound or without a road."""
    yield from parsed.all(Part.BUILDING)
    if is_door(entrance := parsed.get(Part.ENTRANCE)):
        yield entrance
    if plate:
        yield plate
    compound = min((piece.start for piece in parsed.pieces if piece.part in _NAMED), default=len(parsed.text))
    yield from (piece.text for piece in parsed.pieces if piece.part is Part.ROAD_NO and piece.start > compound)


def _once(names: Iterator[Named]) -> tuple[Named, ...]:
    found: dict[str, Named] = {}
    for name in names:
        if len(name.key) > 1 and name.share > found.get(name.key, Named("", 0.0)).share:
            found[name.key] = name
    return tuple(found.values())


def _compounds(parsed: Parsed) -> Iterator[Named]:
    """Give the names the compound may have: what stands before the first number, the last of it first, then the rest."""
    number = min((piece.start for piece in parsed.pieces if piece.part in _NUMBERED), default=len(parsed.text))
    names = [piece for piece in parsed.pieces if piece.part in _NAMED]
    before = [piece.text for piece in names if piece.start < number]
    if len(before) > 1:
        yield Named(compound_key("".join(before[-2:])), 1.0)
    for place, name in enumerate(before[::-1]):
        yield Named(compound_key(name), FARTHER if place else 1.0)
    for piece in names:
        if piece.start >= number:
            yield Named(compound_key(piece.text), FARTHER)


def number_of(text: str) -> Number:
    """Read the number of a house."""
    return Number(number_key(text), not is_door(text))


def is_door(text: str) -> bool:
    """Say whether a number is that of a door (37号), not of a building (37幢, 37号楼, 37)."""
    return plain(text).strip().endswith("号")


def compound_key(name: str) -> str:
    """Reduce the name of a compound: 竹桥小区 and 竹桥 are one."""
    key = name_key(name)
    for ending in _BARE:
        if len(key) - len(ending) >= 2:
            key = key.removesuffix(ending)
    return key


def plates_of(text: str, *, by_side: bool = True) -> Iterator[Number]:
    """Give every number a written plate or house number stands for: `10号-12号`, `284号;288号`, `129号03幢`.

    Along a road a range keeps to one side where both its ends are odd or both even; in a compound it counts every number.
    """
    for piece in re.split(r"[;,、，；]", plain(text)):
        said = _behind_house(piece.strip())
        if found := _RANGE.match(said):
            first, last = int(found[1]), int(found[2])
            step = 2 if by_side and (last - first) % 2 == 0 else 1
            if 0 < last - first <= _MOST_OF_RANGE:
                yield from (
                    Number(str(number), is_house=not is_door(found[0])) for number in range(first, last + 1, step)
                )
        if said and (key := number_key(said)):
            yield Number(key, is_house=not _DOOR.match(said))


def _behind_house(said: str) -> str:
    """Leave out the building where doors stand behind it: `4幢16号-20号`."""
    found = _HOUSE_AND_DOORS.match(said)
    return found[1] if found else said


def dwelling_text(*, divisions: str, place: str, building: str, entrance: str, unit_no: str) -> str:
    """Write a dwelling's address in the one standard way."""
    room = f"{unit_no}室" if unit_no and unit_no[-1].isdigit() else unit_no
    return "".join((divisions, place, building, entrance, room))


def dwelling_code(building_code: str, entrance: str, unit_no: str) -> str:
    """Give a dwelling's code: its building's, two figures for the entrance (00: none), and its number."""
    number = number_key(entrance)
    return f"{building_code}-{number.zfill(2) if number else '00'}-{unit_no}"
