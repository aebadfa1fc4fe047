"""What an address may mean and how likely each is: road and plate, compound and number, names alike, areas that agree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from linli.places.addresses import Keys, Number, Parsed, Part, compound_key, keys_of, name_key
from linli.places.queries import stamp
from linli.places.queries.address_index import AddressIndex, House, Names
from linli.places.queries.address_shapes import Candidate, Found
from linli.places.queries.tree import area_path, area_tree
from linli.places.rules import is_same_name, plain_name

# Begun by hand, set so that of the matches at a confidence about that share is right (benchmarks/addressing.py).
WHOLE, BOTH = 0.94, 0.98
ONLY_COMPOUND, ONLY_ROAD, ONLY_AREA = 0.8, 0.35, 0.75
PLATE_UNKNOWN, NUMBER_UNKNOWN = 0.45, 0.55
AGREES, CONTRADICTS, OTHER_NUMBER, APART = 0.4, 0.45, 0.6, 0.75
OTHER_UNIT, BOTH_UNITS = 0.6, 0.45  # 3号 where only 3幢 is known; where the compound has doors and buildings
_MOST_OF_ONE = 40
_APART_DEGREES = 0.004


@dataclass
class _Way:
    """A building as one or more ways of reading the address led to it."""

    house: House
    chance: float
    agreed: set[str] = field(default_factory=set)


def candidates(parsed: Parsed, keys: Keys, index: AddressIndex) -> list[Candidate]:
    """List what an address may mean, unsorted."""
    ways = _ways(parsed, keys, index)
    options = [*_of_buildings(ways, keys, index), *_of_names(keys, index, has_house=bool(ways))]
    return [_by_areas(option, keys) for option in options] or _areas(parsed)


def narrowed(option: Candidate, parsed: Parsed, index: AddressIndex) -> Candidate:
    """Go from a compound that was meant on to the building whose number stands behind it."""
    keys = keys_of(parsed)
    compound = index.by_code.get(option.code) if option.found is Found.COMPOUND else None
    if compound is None or not keys.numbers:
        return option
    houses = [house for house, _share in _numbered(compound_key(compound.compound_name), keys, index)]
    here = [house for house in houses if house.compound_code == compound.code]
    if len(here) != 1:
        return option
    house = here[0]
    return replace(
        option, found=Found.BUILDING, text=house.name, code=house.code, area_code=house.area_code,
        building_id=house.id, point=house.point, agreed=(*option.agreed, "building"),
    )  # fmt: skip


def _ways(parsed: Parsed, keys: Keys, index: AddressIndex) -> list[_Way]:
    found: dict[str, _Way] = {}
    for name in (parsed.text, "".join((parsed.get(Part.ROAD), parsed.get(Part.ROAD_NO)))):
        for house in index.by_name.get(name_key(name), ()) if name else ():
            _note(found, house, WHOLE, "name")
    for road, likeness in _meant(keys.road, index.roads):
        for house in index.by_plate.get((road, keys.plate), ())[:_MOST_OF_ONE]:
            _note(found, house, WHOLE * likeness**3, "plate")
    for compound, likeness in _meant_compounds(keys, index):
        for house, share in _numbered(compound, keys, index):
            _note(found, house, WHOLE * share * likeness**3, "building")
    return list(found.values())


def _numbered(compound: str, keys: Keys, index: AddressIndex) -> list[tuple[House, float]]:
    """Find the buildings of a compound by the numbers written: as a building or a door as written, else as the other."""
    for number in keys.numbers:
        if houses := index.by_number.get((compound, number)):
            return [(house, 1.0) for house in houses[:_MOST_OF_ONE]]
    for key, is_house in keys.numbers:
        share = BOTH_UNITS if (compound, is_house) in index.units else OTHER_UNIT
        if houses := index.by_number.get((compound, Number(key, not is_house))):
            return [(house, share) for house in houses[:_MOST_OF_ONE]]
    return []


def _meant_compounds(keys: Keys, index: AddressIndex) -> list[tuple[str, float]]:
    """Give the compounds that may be meant: names that are known, else those that are alike."""
    known = [name for name in keys.compounds if index.compound_names.has(name.key)]
    if known:
        return [(name.key, name.share ** (1 / 3)) for name in known]
    return [one for name in keys.compounds if name.share == 1.0 for one in index.compound_names.like(name.key)]


def _note(found: dict[str, _Way], house: House, chance: float, agreed: str) -> None:
    way = found.setdefault(house.code, _Way(house, 0.0))
    is_second = agreed not in way.agreed and bool(way.agreed) and {agreed, *way.agreed} >= {"plate", "building"}
    way.chance = BOTH if is_second else max(way.chance, chance)
    way.agreed.add(agreed)


def _meant(name: str, names: Names) -> Iterator[tuple[str, float]]:
    """Give the names that may be meant: the one itself, else those that are alike."""
    if not name:
        return
    if names.has(name):
        yield name, 1.0
    else:
        yield from names.like(name)


def _of_buildings(ways: Sequence[_Way], keys: Keys, index: AddressIndex) -> Iterator[Candidate]:
    """Say what the buildings found amount to: one, or several of one plate, which then is what is known."""
    if not ways:
        return
    for way in ways:
        own = index.own_number.get(way.house.code, "")
        if "building" not in way.agreed and keys.building and own:
            way.chance *= 1.0 if own == keys.building else OTHER_NUMBER
    top = max(way.chance for way in ways)
    best = [way for way in ways if top - way.chance < 1e-6]
    if len(best) > 1 and len({way.house.area_code[:9] for way in best}) == 1:
        yield _plate(best)
    else:
        share = 1.0 if len(best) == 1 else 1.0 / len(best) ** 0.5
        yield from (_building(way, way.chance * share) for way in best)
    yield from (_building(way, way.chance) for way in ways if way not in best)


def _are_together(ways: Sequence[_Way]) -> bool:
    points = [way.house.point for way in ways if way.house.point]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return bool(points) and max(lons) - min(lons) < _APART_DEGREES and max(lats) - min(lats) < _APART_DEGREES


def _plate(ways: Sequence[_Way]) -> Candidate:
    """Put buildings of one plate together: the place is known, which of the houses is not."""
    first = ways[0].house
    points = [way.house.point for way in ways if way.house.point]
    middle = (sum(lon for lon, _ in points) / len(points), sum(lat for _, lat in points) / len(points))
    areas = {way.house.area_code for way in ways}
    area = first.area_code if len(areas) == 1 else _shared(sorted(areas))
    text = f"{first.street}{first.plate}" if first.street and "plate" in ways[0].agreed else first.name
    agreed, chance = tuple(sorted(ways[0].agreed)), ways[0].chance
    if not _are_together(ways):
        return Candidate(Found.PLATE, text, first.code, area, round(chance * APART, 3), agreed)
    return Candidate(Found.PLATE, text, first.code, area, round(chance, 3), agreed, None, None, middle)


def _shared(codes: Sequence[str]) -> str:
    """Give the smallest area that holds all of some areas."""
    for digits in (12, 9, 6, 4, 2):
        if len({code[:digits] for code in codes}) == 1:
            return codes[0][:digits]
    return ""


def _building(way: _Way, chance: float) -> Candidate:
    house = way.house
    return Candidate(
        Found.BUILDING, house.name, house.code, house.area_code, round(chance, 3), tuple(sorted(way.agreed)),
        house.id, None, house.point,
    )  # fmt: skip


def _of_names(keys: Keys, index: AddressIndex, *, has_house: bool) -> Iterator[Candidate]:
    """Fall back to the compound or the road alone, where its number is unknown or not written."""
    if has_house:
        return
    for name, likeness in _meant_compounds(keys, index):
        chance = (NUMBER_UNKNOWN if keys.building else ONLY_COMPOUND) * likeness**3
        for compound in index.compounds.get(name, ()):
            yield Candidate(
                Found.COMPOUND, compound.name, compound.code, compound.area_code, round(chance, 3), ("compound",),
                None, None, compound.point,
            )  # fmt: skip
        if name not in index.compounds and (houses := index.in_compound.get(name)):
            yield _group(Found.COMPOUND, houses, chance, "compound")
    for name, likeness in _meant(keys.road, index.roads):
        chance = (PLATE_UNKNOWN if keys.plate else ONLY_ROAD) * likeness**3
        if houses := index.on_road.get(name):
            yield _group(Found.ROAD, houses, chance, "road")


def _group(found: Found, houses: Sequence[House], chance: float, agreed: str) -> Candidate:
    area = _shared(sorted({house.area_code for house in houses}))
    name = houses[0].street if found is Found.ROAD and houses[0].street else houses[0].name
    return Candidate(found, name, f"{found}:{houses[0].code}", area, round(chance, 3), (agreed,))


def _by_areas(option: Candidate, keys: Keys) -> Candidate:
    """Weigh the divisions an address names against those the candidate lies in."""
    path = [plain_name(name) for name in area_path(option.area_code)]
    chance, agreed = option.confidence, list(option.agreed)
    for said in keys.divisions:
        if any(is_same_name(said, name) or name.startswith(said) for name in path):
            chance += (1.0 - chance) * AGREES * 0.5
            agreed.append("division")
        elif _is_area_here(said):
            chance *= CONTRADICTS
            agreed.append("other division")
    return replace(option, confidence=round(min(chance, 0.99), 3), agreed=tuple(dict.fromkeys(agreed)))


def _is_area_here(name: str) -> bool:
    """Say whether a name belongs to an area of this installation: one that it does not know contradicts nothing."""
    return plain_name(name) in _by_plain_name.get()


def _areas(parsed: Parsed) -> list[Candidate]:
    """Fall back to the smallest area that is named."""
    said = [piece for piece in parsed.pieces if piece.part in (Part.COMMUNITY, Part.TOWN, Part.DISTRICT)]
    for piece in sorted(said, key=lambda piece: -piece.start):
        if here := _by_plain_name.get().get(plain_name(piece.text)):
            chance = round(ONLY_AREA / len(here), 3)
            return [Candidate(Found.AREA, name, code, code, chance, ("division",)) for code, name in here]
    return []


def _plain_names() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for area in area_tree().by_code.values():
        if area.is_open:
            found.setdefault(plain_name(area.name), []).append((area.code, area.name))
    return found


_by_plain_name = stamp.Kept(_plain_names)
