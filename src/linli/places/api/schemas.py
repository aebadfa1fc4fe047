"""What programs get to know of areas: shapes of their own, apart from the models."""

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from linli.places.rules import Level


class AreaProblemOut(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str


MOST_POINTS = 10_000
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]


class AreaDayIn(Schema):
    """The day that is asked about; without one it is today."""

    on: dt.date | None = None


class AreaListIn(AreaDayIn):
    """What the list is narrowed by; `cursor` is the `next` of the page before."""

    under: str = Field("", max_length=15)
    level: Level | Literal[""] = ""
    cursor: str = Field("", max_length=15)
    size: int = 100


class AreaPointIn(AreaDayIn):
    """A point and its coordinate system; WGS-84 counts as CGCS2000."""

    lon: Longitude
    lat: Latitude
    crs: Literal["cgcs2000", "gcj02", "bd09"] = "cgcs2000"


class AreaPointsIn(AreaDayIn):
    """Many points (longitude, latitude) of one coordinate system."""

    points: Annotated[list[tuple[Longitude, Latitude]], Field(min_length=1, max_length=MOST_POINTS)]
    crs: Literal["cgcs2000", "gcj02", "bd09"] = "cgcs2000"


class AreaOut(Schema):
    """One area."""

    code: str
    level: str
    name: str
    parent: str
    grade: str
    kind: str
    estate_type: str
    valid_from: dt.date
    valid_to: dt.date | None


class AreaDetailOut(AreaOut):
    """One area with its place in the tree; `bounds` are west, south, east, north in CGCS2000."""

    is_open: bool
    features: list[str]
    bounds: list[float]
    path: list[str]
    parts: list[str]


class AreasOut(Schema):
    """A page of areas; `next` is empty on the last one."""

    areas: list[AreaOut]
    next: str


class NextAreaOut(Schema):
    """The grid beside, when it begins within the exactness of a phone's position."""

    code: str
    away_m: float


class PlaceOut(Schema):
    """Where a point lies; `grid` is empty outside every grid, `area` is the smallest area known there.

    `near` names the grid beside where its border is so close that the point may lie there as well; today only.
    """

    grid: str
    community: str
    area: str
    path: list[str]
    near: NextAreaOut | None


class PlacesOut(Schema):
    """The grid of each point in the order they came, '' outside every grid; how many lie outside; on which day."""

    grids: list[str]
    outside: int
    on: dt.date


class AreaBoundaryOut(Schema):
    """The boundary of an area on a day as a GeoJSON feature, CGCS2000; without a geometry where none was drawn."""

    type: Literal["Feature"]
    geometry: dict[str, Any] | None  # Any: a GeoJSON geometry
    properties: dict[str, str]
