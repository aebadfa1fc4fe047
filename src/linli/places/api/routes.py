"""The endpoints of areas: what lies in one's scope, and where points lie, today or on any day before."""

import datetime as dt
import json
from typing import Annotated

import shapely
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from linli.core.errors import NotAllowed
from linli.core.scope import covers
from linli.places import queries
from linli.places.api.schemas import (
    AreaBoundaryOut,
    AreaDayIn,
    AreaDetailOut,
    AreaListIn,
    AreaOut,
    AreaPointIn,
    AreaPointsIn,
    AreaProblemOut,
    AreasOut,
    NextAreaOut,
    PlaceOut,
    PlacesOut,
)
from linli.places.coordinates import Crs, to_cgcs2000
from linli.places.errors import AreaUnknown
from linli.places.queries import AreaFacts
from linli.places.rules import DIGITS, Level, Needed, Viewer, check_day

REFUSALS = {400: AreaProblemOut, 401: AreaProblemOut, 403: AreaProblemOut, 404: AreaProblemOut}
_MOST_ROWS = 500
_COMMUNITY = DIGITS[Level.COMMUNITY]
_WIDER = (Level.GRID, Level.COMMUNITY, Level.STREET, Level.DISTRICT, Level.CITY)
router = Router(tags=["areas"])


@router.get("/areas", response={200: AreasOut, **REFUSALS}, summary="List areas in the caller's scope, as of a day")
def areas(request: HttpRequest, query: Annotated[AreaListIn, Query()]) -> AreasOut:
    size = max(1, min(query.size, _MOST_ROWS))
    wanted = [
        area
        for area in queries.areas_on(_scope(request), _day(query.on))
        if area.code > query.cursor and area.code.startswith(query.under) and query.level in ("", area.level)
    ]
    page = sorted(wanted, key=lambda area: area.code)[:size]
    following = page[-1].code if len(wanted) > size else ""
    return AreasOut(areas=[_out(area) for area in page], next=following)


@router.get(
    "/areas/at", response={200: PlaceOut, **REFUSALS}, summary="Find the grid a point lies in, or lay in on a day"
)
def place(request: HttpRequest, query: Annotated[AreaPointIn, Query()]) -> PlaceOut:
    _scope(request)
    lon, lat = (float(value) for value in to_cgcs2000(query.lon, query.lat, crs=Crs(query.crs)))
    if query.on is None:
        code, beside = queries.locate_finest(lon, lat) or "", queries.next_area(lon, lat)
    else:
        code, beside = _finest_on(lon, lat, _day(query.on)), None
    return PlaceOut(
        grid=code if len(code) == DIGITS[Level.GRID] else "",
        community=code[:_COMMUNITY] if len(code) >= _COMMUNITY else "",
        area=code,
        path=list(queries.area_path(code)),
        near=NextAreaOut(code=beside.code, away_m=round(beside.away_m, 1)) if beside else None,
    )


@router.post("/areas/at", response={200: PlacesOut, **REFUSALS}, summary="Find the grids of many points, as of a day")
def places(request: HttpRequest, body: AreaPointsIn) -> PlacesOut:
    _scope(request)
    given_lons, given_lats = zip(*body.points, strict=True)
    lons, lats = to_cgcs2000(given_lons, given_lats, crs=Crs(body.crs))
    index = queries.index_of(Level.GRID) if body.on is None else queries.index_on(_day(body.on), Level.GRID)
    grids = [str(code) for code in index.locate_many(lons, lats)]
    return PlacesOut(grids=grids, outside=grids.count(""), on=_day(body.on))


@router.get("/areas/{code}", response={200: AreaDetailOut, **REFUSALS}, summary="Read an area, as of a day")
def detail(request: HttpRequest, code: str, query: Annotated[AreaDayIn, Query()]) -> AreaDetailOut:
    area = _known(request, code)
    if query.on is not None and not area.is_valid_on(query.on):
        raise AreaUnknown(area_code=code)
    below = queries.areas_on([code], _day(query.on))
    return AreaDetailOut(
        **_out(next((one for one in below if one.code == code), area)).model_dump(),
        is_open=area.is_open,
        features=list(area.features),
        bounds=list(area.bounds) if area.bounds else [],
        path=list(queries.area_path(code)),
        parts=[one.code for one in below if one.parent_code == code],
    )


@router.get(
    "/areas/{code}/boundary", response={200: AreaBoundaryOut, **REFUSALS}, summary="Read an area's boundary on a day"
)
def boundary(request: HttpRequest, code: str, query: Annotated[AreaDayIn, Query()]) -> AreaBoundaryOut:
    area, on = _known(request, code), _day(query.on)
    if not area.is_valid_on(on):
        raise AreaUnknown(area_code=code)
    shape = queries.boundary_on(code, on)
    geometry = json.loads(shapely.to_geojson(shapely.from_wkb(shape))) if shape else None
    return AreaBoundaryOut(
        type="Feature", geometry=geometry, properties={"code": code, "name": area.name, "on": str(on)}
    )


def _scope(request: HttpRequest) -> tuple[str, ...]:
    viewer: Viewer | None = getattr(request, "actor", None)
    scope = viewer.prefixes(Needed.AREAS_VIEW) if viewer else ()
    if not scope:
        raise NotAllowed
    return scope


def _known(request: HttpRequest, code: str) -> AreaFacts:
    if not covers(_scope(request), code):
        raise AreaUnknown(area_code=code)
    return queries.describe(code)


def _day(on: dt.date | None) -> dt.date:
    """Give the day that is asked about; of a day to come nothing is known."""
    today = timezone.localdate()
    if on is None:
        return today
    check_day(on, today=today)
    return on


def _finest_on(lon: float, lat: float, on: dt.date) -> str:
    """Find the smallest area a point lay in on a day."""
    return next((code for level in _WIDER if (code := queries.locate_on(lon, lat, on=on, level=level))), "")


def _out(area: AreaFacts) -> AreaOut:
    is_grid = area.level is Level.GRID
    return AreaOut(
        code=area.code,
        level=area.level.value,
        name=area.name,
        parent=area.parent_code,
        grade=area.grade if is_grid else "",
        kind=area.kind if is_grid else "",
        estate_type=area.estate_type,
        valid_from=area.valid_from,
        valid_to=area.valid_to,
    )
