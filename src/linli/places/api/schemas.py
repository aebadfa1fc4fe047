"""What programs get to know of areas: shapes of their own, apart from the models."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from linli.places.rules import Level


class AreaProblemOut(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str


class AreaListIn(Schema):
    """What the list is narrowed by; `cursor` is the `next` of the page before."""

    under: str = Field("", max_length=15)
    level: Level | Literal[""] = ""
    cursor: str = Field("", max_length=15)
    size: int = 100


class AreaPointIn(Schema):
    """A point and its coordinate system; WGS-84 counts as CGCS2000."""

    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
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


class PlaceOut(Schema):
    """Where a point lies; `grid` is empty outside every grid, `area` is the smallest area known there."""

    grid: str
    community: str
    area: str
    path: list[str]
