"""Written addresses of businesses against building footprints with address names (Nanjing 建邺区): what is found, and rightly.

An address counts as findable when, read by one plain pattern that knows nothing of the parser, it holds a name and a
number that a footprint's name holds too. A find is right when the building found holds that name and number.
"""

import csv
import json
import os
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import shapely

from linli.places.addresses import keys_of, parse, plain
from linli.places.queries.address_index import AddressIndex, House
from linli.places.queries.address_scoring import candidates
from linli.places.queries.address_shapes import CLEARLY, SURE, Candidate, Found

_SHARED = Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[2] / "shared"))
DATA = _SHARED / "data" / "buildings-nanjing-jianye"
_PIECE = re.compile(r"^(\D+?)0*(\d+)(?:-0*(\d+))?(号|幢|栋)")
_LATER = re.compile(r"^0*(\d+)(?:-0*(\d+))?(号|幢|栋)")
_Pair = tuple[str, str, bool]  # name, number, whether it is a door's (号)
_NUMBERED = re.compile(r"(?=(?:\d+(?:幢|栋|号楼))?(0*(\d+(?:-\d+)?)(号|幢|栋)))")
_HEAD = re.compile(r"^(?:江苏省)?(?:南京市)?(?:建邺区)?")
_HOUSES = (Found.BUILDING, Found.PLATE)


@dataclass(frozen=True)
class Outcome:
    """What came of matching every address."""

    addresses: int
    findable: int
    found: int
    right: int
    sure: int
    sure_right: int
    elsewhere: int
    per_second: float
    index_seconds: float
    bins: dict[str, tuple[int, int]]
    lines: list[tuple[str, str, float, str]]


def read_houses() -> list[House]:
    """Read the named footprints as buildings."""
    features = json.loads((DATA / "buildings.geojson").read_text(encoding="utf-8"))["features"]
    return [house for number, feature in enumerate(features) if (house := _house(number, feature))]


def _house(number: int, feature: dict[str, dict[str, str]]) -> House | None:
    name = (feature["properties"].get("name") or "").strip()
    if not name or name == "未知":
        return None
    middle = shapely.from_geojson(json.dumps(feature["geometry"])).centroid
    code = feature["properties"]["street_code"]
    return House(UUID(int=number + 1), f"{number:05d}", name, code, "", "", "", "", (middle.x, middle.y))


def read_addresses() -> list[str]:
    """Read the written addresses, blank ones left out."""
    with (DATA / "business_addresses.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["address"].strip() for row in csv.DictReader(file) if row["address"].strip()]


def measure() -> Outcome:
    """Match every address and compare with what the plain pattern reads."""
    houses, addresses = read_houses(), read_addresses()
    begun = time.process_time()
    index = AddressIndex(houses, [])
    index_seconds = time.process_time() - begun
    begun = time.process_time()
    best = [_best(address, index) for address in addresses]
    per_second = len(addresses) / (time.process_time() - begun)
    return _compare(houses, addresses, best, per_second=per_second, index_seconds=index_seconds)


def _best(address: str, index: AddressIndex) -> tuple[Candidate | None, bool]:
    parsed = parse(address, gazetteer=index.gazetteer)
    options = sorted(candidates(parsed, keys_of(parsed), index), key=lambda one: -one.confidence)
    if not options:
        return None, False
    is_clear = len(options) == 1 or options[0].confidence - options[1].confidence >= CLEARLY
    return options[0], is_clear and options[0].confidence >= SURE


def _compare(
    houses: Sequence[House],
    addresses: Sequence[str],
    best: Sequence[tuple[Candidate | None, bool]],
    *,
    per_second: float,
    index_seconds: float,
) -> Outcome:
    held = {house.code: set(_pairs(house.name)) for house in houses}
    known: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for pairs in held.values():
        for name, number, is_door in pairs:
            known[name].add((number, is_door))
    counts: Counter[str] = Counter()
    bins: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    lines = []
    for address, (option, is_sure) in zip(addresses, best, strict=True):
        means = _means(address, known)
        is_found = option is not None and option.found in _HOUSES
        is_right = is_found and bool(means & held[option.code]) if option else False
        _count(counts, means=bool(means), is_found=is_found, is_right=is_right, is_sure=is_found and is_sure)
        if option and is_found and means:
            step = bins[f"{int(option.confidence * 10) / 10:.1f}"]
            step[0] += 1
            step[1] += is_right
        lines.append((address, option.text if option else "", option.confidence if option else 0.0, _verdict(means, is_found, is_right)))  # fmt: skip
    return Outcome(
        len(addresses), counts["findable"], counts["found"], counts["right"], counts["sure"], counts["sure right"],
        counts["elsewhere"], per_second, index_seconds, {name: (n, right) for name, (n, right) in sorted(bins.items())}, lines,
    )  # fmt: skip


def _count(counts: Counter[str], *, means: bool, is_found: bool, is_right: bool, is_sure: bool) -> None:
    counts["findable"] += means
    counts["found"] += means and is_found
    counts["right"] += is_right
    counts["sure"] += means and is_sure
    counts["sure right"] += is_right and is_sure
    counts["elsewhere"] += is_found and not means


def _verdict(means: set[_Pair], is_found: bool, is_right: bool) -> str:  # noqa: FBT001 two plain facts
    if not means:
        return "found, not findable" if is_found else "-"
    return "right" if is_right else "wrong" if is_found else "missed"


def _pairs(name: str) -> Iterator[_Pair]:
    """Read the name and every number of a footprint's name, ranges counted out."""
    base = ""
    for piece in re.split(r"[;；、,，]", _HEAD.sub("", plain(name))):
        piece = piece.replace("号-", "-").replace("幢-", "-").strip()
        first = _PIECE.match(piece)
        later = None if first else _LATER.match(piece)
        base = first[1] if first else base
        low, high, unit = first.groups()[1:] if first else later.groups() if later else ("", "", "")
        if low and base:
            yield from ((base, number, unit == "号") for number in _numbers(low, high))


def _numbers(low: str, high: str | None) -> Iterator[str]:
    """Count out a range; `19-1` is a number of its own."""
    if not high:
        yield low
    elif int(high) <= int(low):
        yield f"{low}-{high}"
    else:
        yield f"{low}-{high}"
        yield from map(str, range(int(low), int(high) + 1))


def _means(address: str, known: dict[str, set[tuple[str, bool]]]) -> set[_Pair]:
    """Read the pairs of a known name and a number behind it (a building may stand between) that footprints hold."""
    text = plain(address)
    found = set()
    for place in _NUMBERED.finditer(text):
        number = (place[2], place[3] == "号")
        for length in range(2, 9):
            name = text[max(0, place.start() - length) : place.start()]
            if number in known.get(name, ()):
                found.add((name, *number))
    return found
