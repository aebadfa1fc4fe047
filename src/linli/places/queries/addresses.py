"""Match written addresses to dwellings, buildings, compounds and areas, with how sure the match is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from linli.core.scope import covers, shortest
from linli.places.addresses import Keys, Parsed, Part, keys_of, name_key, number_key, parse
from linli.places.models import AddressAlias, Dwelling
from linli.places.queries.address_index import AddressIndex, House, address_index, aliases_by_key
from linli.places.queries.address_models import trained_model
from linli.places.queries.address_scoring import candidates, narrowed
from linli.places.queries.address_shapes import Candidate, Found, Match
from linli.places.queries.aliases import name_to_learn
from linli.places.rules import AliasKind, sureness

_MOST_OTHERS = 5
_PAGE = 500
_Flats = Mapping[UUID, Sequence[tuple[UUID, str, str]]]  # id, entrance, number by building


def match_address(text: str, *, prefixes: Iterable[str] = ("",), to_dwelling: bool = True) -> Match:
    """Match one written address within a scope, down to the dwelling or only to the building."""
    return match_addresses([text], prefixes=prefixes, to_dwelling=to_dwelling)[0]


def match_addresses(texts: Sequence[str], *, prefixes: Iterable[str] = ("",), to_dwelling: bool = True) -> list[Match]:
    """Match many written addresses within a scope; what lies outside it is as if it were not there."""
    scope, index, model = shortest(prefixes), address_index(), trained_model()
    found: list[Match] = []
    for start in range(0, len(texts), _PAGE):
        page = [parse(text, gazetteer=index.gazetteer, model=model) for text in texts[start : start + _PAGE]]
        keys = [keys_of(parsed) for parsed in page]
        ranked = [_alias_first(parsed, key, index, scope) for parsed, key in zip(page, keys, strict=True)]
        if to_dwelling:
            flats = _flats_of(ranked, keys)
            ranked = [_with_dwelling(options, key, flats) for options, key in zip(ranked, keys, strict=True)]
        found += [_match(parsed, options) for parsed, options in zip(page, ranked, strict=True)]
    return found


def parse_address(text: str) -> Parsed:
    """Cut a written address into its parts with this installation's names, and its model where one was trained."""
    return parse(text, gazetteer=address_index().gazetteer, model=trained_model(), how_sure=True)


def _alias_first(parsed: Parsed, keys: Keys, index: AddressIndex, scope: tuple[str, ...]) -> list[Candidate]:
    """Rank what the address may mean; a name that people taught stands above what was worked out."""
    known = list(_by_alias(parsed, index))
    rest = candidates(parsed, keys, index)
    named = {(one.found, one.code) for one in known}
    both = [*known, *(one for one in rest if (one.found, one.code) not in named)]
    return sorted((one for one in both if covers(scope, one.area_code)), key=lambda one: (-one.confidence, one.code))


def _by_alias(parsed: Parsed, index: AddressIndex) -> Iterator[Candidate]:
    taught = aliases_by_key()
    if not taught:
        return
    for whole in (name_key(parsed.text), name_key(name_to_learn(parsed, AliasKind.BUILDING))):
        if whole in taught:
            yield from _of_aliases(taught[whole], index)
            return
    for piece in parsed.pieces:
        if piece.part in (Part.COMPOUND, Part.COMMUNITY, Part.ROAD) and name_key(piece.text) in taught:
            for option in _of_aliases(taught[name_key(piece.text)], index):
                yield narrowed(option, parsed, index)


def _of_aliases(aliases: Sequence[AddressAlias], index: AddressIndex) -> Iterator[Candidate]:
    for alias in aliases:
        confidence = sureness(alias.source, alias.times)
        if alias.kind == AliasKind.COMPOUND and (compound := index.by_code.get(alias.target)):
            yield _candidate(Found.COMPOUND, compound, confidence)
        elif alias.kind == AliasKind.BUILDING and (house := index.houses.get(UUID(alias.target))):
            yield _candidate(Found.BUILDING, house, confidence)
        elif alias.kind == AliasKind.DWELLING:
            yield from _of_dwelling(alias, index, confidence)


def _candidate(found: Found, house: House, confidence: float) -> Candidate:
    return Candidate(
        found, house.name, house.code, house.area_code, confidence, ("alias",), house.id, None, house.point
    )


def _of_dwelling(alias: AddressAlias, index: AddressIndex, confidence: float) -> Iterator[Candidate]:
    dwelling = Dwelling.objects.select_related("entrance").filter(pk=alias.target).first()
    house = index.houses.get(dwelling.building_id) if dwelling else None
    if dwelling and house:
        entrance = dwelling.entrance.name if dwelling.entrance else ""
        option = _candidate(Found.DWELLING, house, confidence)
        yield replace(option, text=f"{house.name}{entrance}{dwelling.unit_no}", dwelling_id=dwelling.pk)


def _flats_of(ranked: Sequence[Sequence[Candidate]], keys: Sequence[Keys]) -> _Flats:
    """Read the dwellings of the buildings that addresses with a room number lead to."""
    wanted = {
        option.building_id
        for options, key in zip(ranked, keys, strict=True)
        if key.room
        for option in options[:_MOST_OTHERS]
        if option.building_id
    }
    flats: dict[UUID, list[tuple[UUID, str, str]]] = defaultdict(list)
    rows = Dwelling.objects.filter(building__in=wanted).values_list("building_id", "id", "entrance__name", "unit_no")
    for building_id, pk, entrance, unit_no in rows if wanted else ():
        flats[building_id].append((pk, entrance or "", unit_no))
    return flats


def _with_dwelling(options: Sequence[Candidate], keys: Keys, flats: _Flats) -> list[Candidate]:
    if not keys.room:
        return list(options)
    found = [one for option in options[:_MOST_OTHERS] for one in _dwellings(option, keys, flats)]
    return sorted(found, key=lambda one: -one.confidence)


def _dwellings(option: Candidate, keys: Keys, flats: _Flats) -> Iterator[Candidate]:
    """Go on from a building to its dwelling; a room it does not have makes the building less likely, not impossible."""
    here = flats.get(option.building_id, ()) if option.building_id else ()
    if option.dwelling_id or not here:
        yield option
        return
    same = [flat for flat in here if number_key(flat[2]) == keys.room]
    exact = [flat for flat in same if number_key(flat[1]) == keys.entrance] or (same if not keys.entrance else [])
    if not exact:
        yield replace(option, confidence=round(option.confidence * 0.9, 3))
    share = 1.0 if len(exact) == 1 else 0.95 / max(1, len(exact))
    for pk, entrance, unit_no in exact:
        yield replace(
            option, found=Found.DWELLING, text=f"{option.text}{entrance}{unit_no}", dwelling_id=pk,
            confidence=round(option.confidence * share, 3), agreed=(*option.agreed, "room"),
        )  # fmt: skip


def _match(parsed: Parsed, options: Sequence[Candidate]) -> Match:
    return Match(parsed.text, parsed, options[0] if options else None, tuple(options[1 : 1 + _MOST_OTHERS]))
