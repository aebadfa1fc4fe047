"""Builders for tests: a small invented lattice of grids, in codes that begin with 99."""

import datetime as dt
from collections.abc import Callable, Sequence
from uuid import UUID

import shapely
from django.utils import timezone

from linli.places import actions
from linli.places.actions.history import stamp_anew
from linli.places.models import Area, AreaStamp, Building, Component, Compound, Dwelling, Entrance
from linli.places.queries import area_tree, locate, locating, stamp, tree
from linli.places.rules import AreaDraft, BuildingDraft, ComponentDraft, ComponentState, Level, level_of

WEST, SOUTH = 111.28, 30.70
SIDE = 0.004  # degrees: a square of about 380 × 440 m
SINCE = dt.date(2020, 1, 1)

DISTRICT, STREET = "990101", "990101001"
COMMUNITIES = ("990101001001", "990101001002")
GRIDS = tuple(f"{community}{number:03d}" for community in COMMUNITIES for number in (1, 2))


def square(column: float, row: float, *, width: float = 1.0, height: float = 1.0) -> shapely.Polygon:
    """Give a rectangle of the lattice, counted in squares from the south-west corner."""
    west, south = WEST + column * SIDE, SOUTH + row * SIDE
    return shapely.box(west, south, west + width * SIDE, south + height * SIDE)


def middle(column: float, row: float) -> tuple[float, float]:
    """Give longitude and latitude of the middle of a square."""
    return WEST + (column + 0.5) * SIDE, SOUTH + (row + 0.5) * SIDE


def draft(code: str, name: str, shape: shapely.Polygon | None = None) -> AreaDraft:
    """Give a draft of an area, its level read from the code."""
    return AreaDraft(code, name, level_of(code), shapely.to_wkb(shape) if shape is not None else None)


def make_areas(drafts: Sequence[AreaDraft], *, on: dt.date = SINCE) -> None:
    """Store areas."""
    actions.import_areas(drafts, by="测试", at=timezone.now(), on=on)


def make_town() -> None:
    """Store a district with one street, two communities side by side and two grids in each, west to east."""
    make_areas(
        [
            draft(DISTRICT, "松门区", square(0, 0, width=4)),
            draft(STREET, "青溪街道", square(0, 0, width=4)),
            draft(COMMUNITIES[0], "竹桥社区", square(0, 0, width=2)),
            draft(COMMUNITIES[1], "柳塘社区", square(2, 0, width=2)),
            *(draft(code, f"第{place + 1}网格", square(place, 0)) for place, code in enumerate(GRIDS)),
        ]
    )


def make_building(code: str = "B001", *, column: float = 0, row: float = 0, area_code: str = "") -> Building:
    """Store a building with two entrances in the middle of a square; its grid is found by its point."""
    lon, lat = middle(column, row)
    store_buildings(
        [BuildingDraft(code, f"{code}号楼", lon, lat, area_code=area_code, floors=6, entrances=("1单元", "2单元"))]
    )
    return Building.objects.get(code=code)


def store_buildings(drafts: Sequence[BuildingDraft]) -> dict[str, UUID]:
    """Store buildings; give the id of each code."""
    return actions.put_buildings(drafts, by="测试", at=timezone.now())


def make_dwelling(*, area_code: str = GRIDS[0], building: str = "990101001001-1", unit_no: str = "101") -> UUID:
    """Store a dwelling, and its building where there is none of that code; give the dwelling's id."""
    lon, lat = middle(0, 0)
    house, _made = Building.objects.get_or_create(
        code=building,
        defaults={"area_code": area_code, "name": "竹桥小区1号楼", "lon_cgcs2000": lon, "lat_cgcs2000": lat},
    )
    stamp_anew(AreaStamp.BUILDINGS)
    return Dwelling.objects.create(area_code=area_code, building=house, unit_no=unit_no).pk


def lay_building(code: str = "990101001001-1", *, column: float, row: float = 0, area_code: str) -> Building:
    """Put a stored building somewhere else on the lattice, with its dwellings."""
    lon, lat = middle(column, row)
    Building.objects.filter(code=code).update(lon_cgcs2000=lon, lat_cgcs2000=lat, area_code=area_code)
    Dwelling.objects.filter(building__code=code).update(area_code=area_code)
    return Building.objects.get(code=code)


def redraw_town(*, on: dt.date | None = None, at: dt.datetime | None = None) -> str:
    """Have a new grid take over the first one's ground of the town, the first the second's, the second close; name the new one."""
    at = at or timezone.now()
    new = f"{COMMUNITIES[0]}003"
    drafts = [draft(GRIDS[0], "第1网格", square(1, 0)), draft(new, "第3网格", square(0, 0))]
    actions.adopt_grids(drafts, [GRIDS[1]], on=on or timezone.localdate(at), by="王工", at=at)
    return new


def another_process(set_value: Callable[[object, str, object], None]) -> Callable[[], None]:
    """Look at the map now; what is given back makes this process one that has not looked at its stamps since.

    `set_value` is the `setattr` of pytest's monkeypatch.
    """
    locate(*middle(0, 0)), area_tree()
    seen, kept = dict(stamp._seen), [locating._today[Level.GRID], tree._tree]
    copies = [one._copy for one in kept]

    def go_back() -> None:
        set_value(stamp, "CHECK_SECONDS", float("inf"))  # however slow the machine
        set_value(stamp, "_checked_at", 0.0)
        set_value(stamp, "_seen", seen)
        for one, copy in zip(kept, copies, strict=True):
            set_value(one, "_copy", copy)

    return go_back


def areas_of_dwellings() -> set[str]:
    """Name the areas in which dwellings stand."""
    return set(Dwelling.objects.values_list("area_code", flat=True))


def make_flats(code: str, name: str, *, area_code: str = GRIDS[0], street: str = "") -> None:
    """Store a compound of two buildings, each with two entrances of two flats: 101 and 102."""
    lon, lat = middle(0, 0)
    compound = Compound.objects.create(code=code, name=name, area_code=area_code[:12])
    for house in ("1", "2"):
        building = Building.objects.create(
            code=f"{code}-{house}", name=f"{name}{house}号楼", area_code=area_code, compound=compound,
            street_name=street, plate_no=f"{house}号" if street else "", lon_cgcs2000=lon, lat_cgcs2000=lat,
        )  # fmt: skip
        for door in ("1单元", "2单元"):
            entrance = Entrance.objects.create(building=building, name=door)
            for unit in ("101", "102"):
                Dwelling.objects.create(area_code=area_code, building=building, entrance=entrance, unit_no=unit)


def make_component(
    code: str = "9901010101000001",
    *,
    column: float = 0,
    row: float = 0,
    state: ComponentState = ComponentState.INTACT,
    **facts: str,
) -> Component:
    """Store a component in the middle of a square, a supply cover without units unless told otherwise."""
    lon, lat = middle(column, row)
    draft = ComponentDraft(code, facts.pop("name", "上水井盖"), lon, lat, state, **facts)  # type: ignore[arg-type]  # texts
    actions.put_components([draft], by="测试", at=timezone.now())
    return Component.objects.get(code=code)


def redraw_area(code: str, *, boundary: bytes, by: str = "测试", at: dt.datetime, on: dt.date | None = None) -> None:
    """Give a stored area another boundary (WKB, CGCS2000), as importing its file again does."""
    actions.import_areas([AreaDraft(code, area(code).name, level_of(code), boundary)], by=by, at=at, on=on)


def area(code: str) -> Area:
    """Read an area as it is stored."""
    return Area.objects.get(code=code)


def set_area(*codes: str, **values: object) -> None:
    """Store values of areas as they are, without an entry in the log."""
    type(area(codes[0])).objects.filter(pk__in=codes).update(**values)
    stamp_anew(AreaStamp.AREAS)
