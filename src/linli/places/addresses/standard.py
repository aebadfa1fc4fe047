"""The standard form of an address: division, street and plate or compound and building, entrance, floor, room; and its keys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linli.places.addresses.parts import Parsed, Part
from linli.places.addresses.writing import name_key, number_key, plain

_RANGE = re.compile(r"(\d+)号?(?:-|至|到)(\d+)号?")
_MOST_OF_RANGE = 60
_BARE = ("住宅小区", "小区")
_DIVISIONS = (Part.PROVINCE, Part.CITY, Part.DISTRICT, Part.TOWN, Part.COMMUNITY)


@dataclass(frozen=True)
class Keys:
    """An address reduced to what tells it from others; '' where it says nothing."""

    road: str = ""
    plate: str = ""
    compound: str = ""
    building: str = ""
    entrance: str = ""
    room: str = ""
    divisions: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the address names neither road nor compound nor division."""
        return not (self.road or self.compound or self.divisions)


def keys_of(parsed: Parsed) -> Keys:
    """Reduce a parsed address to its keys."""
    lane = plain(parsed.get(Part.ROAD_NO)).endswith("弄")
    road = parsed.get(Part.LANE) or parsed.get(Part.ROAD)
    plate = parsed.get(Part.LANE_NO) or parsed.get(Part.ROAD_NO)
    houses = parsed.all(Part.BUILDING)
    compound = "".join((parsed.get(Part.COMPOUND), *parsed.all(Part.SUB_COMPOUND)[:1]))
    return Keys(
        road=name_key(road) if parsed.get(Part.ROAD) else "",
        plate=number_key(plate) + ("弄" if lane else ""),
        compound=compound_key(compound or parsed.get(Part.COMMUNITY)),
        building=number_key(houses[0]) if houses else "",
        entrance=number_key(parsed.get(Part.ENTRANCE) or (houses[1] if len(houses) > 1 else "")),
        room=number_key(parsed.get(Part.ROOM)),
        divisions=tuple(name for part in _DIVISIONS for name in parsed.all(part)),
    )


def compound_key(name: str) -> str:
    """Reduce the name of a compound: 竹桥小区 and 竹桥 are one."""
    key = name_key(name)
    for ending in _BARE:
        if len(key) - len(ending) >= 2:
            key = key.removesuffix(ending)
    return key


def plates_of(text: str) -> Iterator[str]:
    """Give every number a written plate or house number stands for: `10号-12号`, `284号;288号`, `129号03幢`."""
    for piece in re.split(r"[;,、，；]", plain(text)):
        if found := _RANGE.fullmatch(piece.strip()):
            yield from _between(int(found[1]), int(found[2]))
        if key := number_key(piece):
            yield key


def _between(first: int, last: int) -> Iterator[str]:
    """Walk the numbers of a range: one side of a street where both ends are odd or both even."""
    step = 2 if (last - first) % 2 == 0 else 1
    if 0 < last - first <= _MOST_OF_RANGE:
        yield from map(str, range(first, last + 1, step))


def dwelling_text(*, divisions: str, place: str, building: str, entrance: str, unit_no: str) -> str:
    """Write a dwelling's address in the one standard way."""
    room = f"{unit_no}室" if unit_no and unit_no[-1].isdigit() else unit_no
    return "".join((divisions, place, building, entrance, room))


def dwelling_code(building_code: str, entrance: str, unit_no: str) -> str:
    """Give a dwelling's code: its building's, two figures for the entrance (00: none), and its number."""
    number = number_key(entrance)
    return f"{building_code}-{number.zfill(2) if number else '00'}-{unit_no}"
