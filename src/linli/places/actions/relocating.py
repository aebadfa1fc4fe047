"""Buildings with their dwellings, compounds and aliases follow a redrawn map; in which grid each was stays known."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import batched, groupby
from uuid import UUID

from django.db import transaction
from django.db.models import F, Model, Q

from linli.core.facts import announce_all
from linli.core.scope import shortest
from linli.places import queries, rules
from linli.places.actions.history import Change, stamp_anew
from linli.places.facts import DwellingsRelocated
from linli.places.models import AddressAlias, AreaChange, AreaStamp, Barrier, Building, Compound, Dwelling, Street
from linli.places.queries.past import TOOK_IN
from linli.places.rules import DIGITS, AliasKind, Level

_BATCH = 500
_TOLD_AT_ONCE = 20  # areas: who follows does so in a transaction of its own, so that nobody waits long for the store
_NAMED_BY: Mapping[AliasKind, type[Model]] = {
    AliasKind.COMPOUND: Compound,
    AliasKind.BUILDING: Building,
    AliasKind.DWELLING: Dwelling,
}
_COMMUNITY = DIGITS[Level.COMMUNITY]
type Moves = Mapping[tuple[str, str], Sequence[UUID]]  # the area that buildings leave, and the one they come to


@transaction.atomic
@queries.newest_map()
def relocate_dwellings(prefixes: Iterable[str], *, change: Change) -> int:
    """Locate the buildings of redrawn areas anew and have their dwellings follow; say how many buildings moved.

    Dwellings that were kept elsewhere than their building follow it too. Told twice, the second time moves nothing.
    """
    wanted = tuple(prefixes)
    moves = _moves(wanted)
    go_over(moves, change, redrawn=wanted)
    return sum(map(len, moves.values()))


def go_over(moves: Moves, change: Change, *, redrawn: Sequence[str] = ()) -> None:
    """Have buildings go over from area to area with their dwellings, and what hangs on them or stood in a closed area follow.

    Each receiving grid keeps which buildings it took in from which, so that the past stays true. Then it is announced,
    for what hangs on dwellings. It is a part of its caller's transaction.
    """
    if not moves and not redrawn:
        return
    for (_came, code), buildings in moves.items():
        for batch in batched(buildings, _BATCH, strict=False):
            Building.objects.filter(pk__in=batch).update(area_code=code)
            Dwelling.objects.filter(building__in=batch).update(area_code=code)
    AreaChange.objects.bulk_create(_entries(moves, change), batch_size=_BATCH)
    around = _around(redrawn, moves)
    followed = queries.successors(around)
    if _follow(around, followed) or moves:
        stamp_anew(AreaStamp.BUILDINGS)
    if moves or followed:
        parts = batched(around, _TOLD_AT_ONCE, strict=False)
        announce_all(DwellingsRelocated(prefixes=part, on=str(change.on)) for part in parts)


def _moves(prefixes: Sequence[str]) -> Moves:
    """Find which buildings, or their dwellings, lie elsewhere than they are kept: by the area they leave and the one they come to."""
    apart = _apart(prefixes)
    rows = list(
        Building.objects.filter(queries.touched("area_code", prefixes) | Q(area_code="") | Q(pk__in=apart))
        .order_by("code")
        .values_list("pk", "area_code", "lon_cgcs2000", "lat_cgcs2000")
    )
    found: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    if not rows:
        return found
    pks, before, lons, lats = zip(*rows, strict=True)
    for pk, was, now in zip(pks, before, queries.finest_areas(lons, lats), strict=True):
        code = now or was[:_COMMUNITY]  # outside every area it stays with its community
        came = next((area for area in (apart.get(pk, was), was) if area != code), code)
        if came != code:
            found[came, code].append(pk)
    return found


def _apart(prefixes: Sequence[str]) -> dict[UUID, str]:
    """Find dwellings that are kept elsewhere than their building: where, by the building."""
    dwellings, found = Dwelling.objects.exclude(area_code=F("building__area_code")), dict[UUID, str]()
    for field in ("area_code", "building__area_code"):
        rows = dwellings.filter(queries.touched(field, prefixes)).order_by("-area_code")
        found |= dict(rows.values_list("building_id", "area_code").distinct())
    return found


def _around(redrawn: Sequence[str], moves: Moves) -> tuple[str, ...]:
    """Name the areas whose rows may follow: those redrawn, and those that buildings left or came to."""
    ways = {code for way in moves for code in way if code}
    above = {code for prefix in (*redrawn, *ways) for code in rules.codes_above(prefix)}  # rows there are asked anyway
    return shortest({*redrawn, *(ways - above)})


def _entries(moves: Moves, change: Change) -> Iterator[AreaChange]:
    """Write for each receiving grid which buildings it took in, by the grid they came from."""
    taken: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for (came, code), buildings in moves.items():
        taken[code][came] = [str(pk) for pk in buildings]
    for code in sorted(taken):
        yield change.entry(code, TOOK_IN, buildings=taken[code])


def _follow(prefixes: Sequence[str], followed: Mapping[str, str]) -> int:
    """Have compounds follow their buildings, aliases what they name, and lines of the map leave closed areas for a community."""
    done = _follow_compounds(prefixes, followed) + _follow_aliases(prefixes)
    for community, codes in groupby(
        sorted(followed, key=followed.__getitem__), key=lambda code: followed[code][:_COMMUNITY]
    ):
        closed = list(codes)
        for model in (Street, Barrier):
            done += model._default_manager.filter(area_code__in=closed).update(area_code=community)
    return done


def _follow_compounds(prefixes: Sequence[str], followed: Mapping[str, str]) -> int:
    """Give compounds the area that all their buildings are in, else their community; without buildings the closed one's successor."""
    kept = dict(Compound.objects.filter(queries.touched("area_code", prefixes)).values_list("pk", "area_code"))
    areas: dict[str, set[str]] = defaultdict(set)
    for batch in batched(sorted(kept), _BATCH, strict=False):
        rows = Building.objects.filter(compound__in=batch).exclude(area_code="")
        for pk, area in rows.values_list("compound_id", "area_code").distinct():
            areas[str(pk)].add(area)
    going: dict[str, list[str]] = defaultdict(list)
    for pk, area in kept.items():
        if (code := _area_of_compound(area, areas[pk], followed.get(area, area))) != area:
            going[code].append(pk)
    for code, moved in going.items():
        for batch in batched(moved, _BATCH, strict=False):
            Compound.objects.filter(pk__in=batch).update(area_code=code)
    return sum(map(len, going.values()))


def _area_of_compound(kept: str, areas: Collection[str], followed: str) -> str:
    """Say where a compound belongs: one that is kept with its community, as those of maps are, stays with a community."""
    digits = len(kept) or _COMMUNITY
    for finest in (digits, _COMMUNITY):
        if len(found := {area[:finest] for area in areas}) == 1:
            return found.pop()
    return followed[:_COMMUNITY] if areas else followed


def _follow_aliases(prefixes: Sequence[str]) -> int:
    """Give aliases the area of the compound, building or dwelling they name."""
    columns = ("pk", "target", "area_code")
    touched, done = AddressAlias.objects.filter(queries.touched("area_code", prefixes)), 0
    for kind, model in _NAMED_BY.items():
        rows = list(touched.filter(kind=kind.value).values_list(*columns))
        areas = _areas_of(model, {target for _pk, target, _area in rows})
        for pk, target, area in rows:
            if areas.get(target, area) != area:
                done += AddressAlias.objects.filter(pk=pk).update(area_code=areas[target])
    return done


def _areas_of(model: type[Model], targets: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for batch in batched(sorted(targets), _BATCH, strict=False):
        found |= {
            str(pk): area for pk, area in model._default_manager.filter(pk__in=batch).values_list("pk", "area_code")
        }
    return found
