"""Buildings of a map and buildings of the register: the same house is never put in twice."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import batched

import numpy as np
import shapely

from linli.places.actions import put_buildings
from linli.places.importing.map_placing import middle_of
from linli.places.models import Building
from linli.places.queries import buildings_by_code
from linli.places.queries.ground import BuildingSpot, building_spots
from linli.places.readers.map_joining import inside_of
from linli.places.rules import DIGITS, BuildingDraft, BuildingShape, BuildingUse, Level

_BATCH = 1_000
_COMMUNITY = DIGITS[Level.COMMUNITY]
LONGEST_CODE = 25
_LONGEST_NAME = 80
type _Put = Callable[[Sequence[BuildingDraft]], object]
_SAID = (
    "code", "name", "lon_cgcs2000", "lat_cgcs2000", "area_code", "compound_code", "street_name", "plate_no", "footprint",
    "floors", "use",
)  # fmt: skip


@dataclass
class Housed:
    """What came of the buildings of a map."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    matched: int = 0  # of the changed: outlines given to a building that the register has under another code
    met: set[str] = field(default_factory=set)  # codes of the register's buildings around which the map has an outline
    shared: list[BuildingShape] = field(default_factory=list)  # outlines around several such buildings: left alone
    beyond: list[BuildingShape] = field(default_factory=list)  # outlines around such a building outside of the area


def house(
    buildings: Sequence[BuildingShape], compounds: Mapping[str, str], *, by: str, at: dt.datetime, keep_to: str = ""
) -> Housed:
    """Store the buildings of a map; `compounds` turns what the map calls a compound into its code.

    A building whose outline holds one of the register's, by its point, is that one: it gets the outline, where it has none,
    and keeps its code, its name and its dwellings. Those outside of the area `keep_to` are left alone.
    """
    done, known = Housed(), _registered(buildings)
    put = partial(put_buildings, by=by, at=at)
    fresh = [one for place, one in enumerate(buildings) if place not in known]
    for batch in batched(fresh, _BATCH, strict=False):
        _store(batch, compounds, done, put)
    outlines = dict[str, BuildingShape]()
    for place, spots in known.items():
        done.met |= {spot.code for spot in spots}
        if any(spot.area_code and not spot.area_code.startswith(keep_to) for spot in spots):
            done.beyond.append(buildings[place])
        elif len(spots) > 1:
            done.shared.append(buildings[place])
        else:
            outlines[spots[0].code] = buildings[place]
    _give_outlines(outlines, compounds, done, put)
    return done


def _registered(buildings: Sequence[BuildingShape]) -> dict[int, list[BuildingSpot]]:
    """Find which outlines lie around buildings that came into the register from elsewhere."""
    if not buildings:
        return {}
    shapes = np.array([one.shape for one in buildings], dtype=object)
    west, south, east, north = map(float, shapely.total_bounds(shapes))
    own = {one.key[:LONGEST_CODE] for one in buildings}
    spots = [spot for spot in building_spots((west, south, east, north)) if spot.code not in own]
    around: dict[int, list[BuildingSpot]] = defaultdict(list)
    points = [shapely.Point(spot.lon_cgcs2000, spot.lat_cgcs2000) for spot in spots]
    for spot, place in zip(spots, inside_of(points, list(shapes)), strict=True):
        if place >= 0:
            around[int(place)].append(spot)
    return around


def _store(batch: Sequence[BuildingShape], compounds: Mapping[str, str], done: Housed, put: _Put) -> None:
    stored = buildings_by_code(one.key[:LONGEST_CODE] for one in batch)
    drafts = [_draft(one, compounds, stored.get(one.key[:LONGEST_CODE])) for one in batch]
    changed = [
        draft for draft in drafts if draft.code not in stored or _said(draft) != _said(_as_draft(stored[draft.code]))
    ]
    put(changed)
    added = sum(draft.code not in stored for draft in changed)
    done.added += added
    done.changed += len(changed) - added
    done.unchanged += len(batch) - len(changed)


def _give_outlines(
    outlines: Mapping[str, BuildingShape], compounds: Mapping[str, str], done: Housed, put: _Put
) -> None:
    for codes in batched(outlines, _BATCH, strict=False):
        drafts = []
        for code, stored in buildings_by_code(codes).items():
            before = _as_draft(stored)
            draft = _completed(before, _draft(outlines[code], compounds, None))
            if _said(draft) != _said(before):
                drafts.append(draft)
        put(drafts)
        done.changed += len(drafts)
        done.matched += len(drafts)
        done.unchanged += len(codes) - len(drafts)


def _draft(one: BuildingShape, compounds: Mapping[str, str], stored: Building | None) -> BuildingDraft:
    lon, lat = middle_of(one.shape)
    street, plate = one.street, one.plate
    fresh = BuildingDraft(
        code=one.key[:LONGEST_CODE], name=(one.name or f"{street}{plate}")[:_LONGEST_NAME], lon_cgcs2000=lon,
        lat_cgcs2000=lat, area_code=one.area_code, compound_code=compound_of(one, compounds), street_name=street,
        plate_no=plate, footprint=None if one.shape.geom_type == "Point" else shapely.to_wkb(one.shape), floors=one.floors,
        use=_use(one),
    )  # fmt: skip
    return fresh if stored is None else _kept(fresh, _as_draft(stored))


def _use(one: BuildingShape) -> BuildingUse:
    """Give the use as far as the map says it: a home that is said to be one may mend what an earlier map said."""
    return BuildingUse.HOME if one.is_said_home else BuildingUse.UNKNOWN if one.is_home else BuildingUse.OTHER


def compound_of(one: BuildingShape, compounds: Mapping[str, str]) -> str:
    """Find the code of a building's compound: by what the map calls it, else by its name in that community."""
    return compounds.get(one.compound) or compounds.get(f"{one.area_code[:_COMMUNITY]}/{one.compound}", "")


def _kept(fresh: BuildingDraft, stored: BuildingDraft) -> BuildingDraft:
    """Keep what the register knows of a building of this map and the map does not say."""
    return replace(
        fresh,
        name=fresh.name or stored.name,
        compound_code=fresh.compound_code or stored.compound_code,
        street_name=fresh.street_name or stored.street_name,
        plate_no=fresh.plate_no or stored.plate_no,
        floors=fresh.floors if fresh.floors > 1 else stored.floors,
        use=fresh.use or stored.use,
    )


def _completed(stored: BuildingDraft, fresh: BuildingDraft) -> BuildingDraft:
    """Add to a building of the register what only the map knows."""
    return replace(
        stored,
        footprint=stored.footprint or fresh.footprint,
        compound_code=stored.compound_code or fresh.compound_code,
        street_name=stored.street_name or fresh.street_name,
        plate_no=stored.plate_no or fresh.plate_no,
        floors=stored.floors if stored.floors > 1 else fresh.floors,
        use=stored.use or fresh.use,
    )


def _as_draft(row: Building) -> BuildingDraft:
    return BuildingDraft(
        row.code, row.name, row.lon_cgcs2000, row.lat_cgcs2000, row.area_code, row.compound_id or "", row.street_name,
        row.plate_no, bytes(row.footprint) if row.footprint else None, row.floors, use=BuildingUse(row.use),
    )  # fmt: skip


def _said(draft: BuildingDraft) -> tuple[object, ...]:
    return tuple(getattr(draft, name) for name in _SAID)
