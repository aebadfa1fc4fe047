"""The endpoints of areas: what lies in one's scope, and where a point lies."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from linli.core.errors import NotAllowed
from linli.core.scope import covers
from linli.places import queries
from linli.places.api.schemas import AreaDetailOut, AreaListIn, AreaOut, AreaPointIn, AreaProblemOut, AreasOut, PlaceOut
from linli.places.coordinates import Crs, to_cgcs2000
from linli.places.errors import AreaUnknown
from linli.places.queries import AreaFacts
from linli.places.rules import Level, Needed, Viewer

REFUSALS = {400: AreaProblemOut, 401: AreaProblemOut, 403: AreaProblemOut, 404: AreaProblemOut}
_MOST_ROWS = 500
router = Router(tags=["areas"])


@router.get("/areas", response={200: AreasOut, **REFUSALS}, summary="List open areas in the caller's scope")
def areas(request: HttpRequest, query: Annotated[AreaListIn, Query()]) -> AreasOut:
    size = max(1, min(query.size, _MOST_ROWS))
    wanted = [
        area
        for area in queries.open_areas(_scope(request))
        if area.code > query.cursor and area.code.startswith(query.under) and query.level in ("", area.level)
    ]
    page = sorted(wanted, key=lambda area: area.code)[:size]
    following = page[-1].code if len(wanted) > size else ""
    return AreasOut(areas=[_out(area) for area in page], next=following)


@router.get("/areas/at", response={200: PlaceOut, **REFUSALS}, summary="Find the grid a point lies in")
def place(request: HttpRequest, query: Annotated[AreaPointIn, Query()]) -> PlaceOut:
    _scope(request)
    lon, lat = (float(value) for value in to_cgcs2000(query.lon, query.lat, crs=Crs(query.crs)))
    grid = queries.locate(lon, lat) or ""
    code = grid or queries.locate_finest(lon, lat) or ""
    community = code[:12] if len(code) >= 12 else ""
    return PlaceOut(grid=grid, community=community, area=code, path=list(queries.area_path(code)))


@router.get("/areas/{code}", response={200: AreaDetailOut, **REFUSALS}, summary="Read an area")
def detail(request: HttpRequest, code: str) -> AreaDetailOut:
    if not covers(_scope(request), code):
        raise AreaUnknown(area_code=code)
    area = queries.describe(code)
    return AreaDetailOut(
        **_out(area).model_dump(),
        is_open=area.is_open,
        features=list(area.features),
        bounds=list(area.bounds) if area.bounds else [],
        path=list(queries.area_path(code)),
        parts=[part.code for part in queries.children(code)],
    )


def _scope(request: HttpRequest) -> tuple[str, ...]:
    viewer: Viewer | None = getattr(request, "actor", None)
    scope = viewer.prefixes(Needed.AREAS_VIEW) if viewer else ()
    if not scope:
        raise NotAllowed
    return scope


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
    )
