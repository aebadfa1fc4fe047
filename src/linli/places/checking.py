"""What is wrong with a set of areas: gaps, overlaps, parts outside their parent, broken shapes and names.

Pure on shapes: every open point of a parent should lie in exactly one of its parts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from linli.core.listing import listed
from linli.places.coordinates import metres_per_degree
from linli.places.rules import BROKEN_CHARACTER, LEVELS, UNNAMED, Level, parent_code_of

TOLERANCE_M2 = 1.0
_SLIT_M = 5.0  # two borders nearer than this, with nothing between them, leave a gap by mistake
_TOUCH_M = 0.5
_SHARED_M = 2.0  # of border: less is a corner, where nobody passes
_ROUNDED_M = 0.02

TEXTS: Mapping[str, Promise | str] = {
    "invalid": _("%(names)s：边界自相交或有破损（%(why)s）。"),
    "no_boundary": _("%(names)s：没有边界。"),
    "pieces": _("%(names)s：网格由 %(count)s 块互不相连的图形组成。"),
    "cut_off": _(
        "%(names)s：网格分成 %(count)s 块，隔开的地块四周是水域、铁路、专属网格或社区边界，无法改成一块，不必修改。"
    ),
    "overlap": _("%(names)s：互相重叠 %(area)s 平方米。"),
    "gap": _("%(names)s：相邻处有 %(area)s 平方米的空隙，不属于任何区域。"),
    "outside_parent": _("%(names)s：有 %(area)s 平方米超出上级区域。"),
    "no_parent": _("%(names)s：缺少上级区域 %(parent)s。"),
    "broken_name": _("%(names)s：名称含有无法识别的字符，请改正。"),
    "unnamed": _("%(names)s：没有名称，请补上。"),
    "same_name": _("%(names)s：同一上级下有重名的区域。"),
}
REMARKS = frozenset({"cut_off"})  # worth a look, and as it has to be


@dataclass(frozen=True)
class Shape:
    """An area to check: its boundary in CGCS2000 degrees, if it has one."""

    code: str
    name: str
    level: str
    boundary: BaseGeometry | None
    is_dedicated: bool = False


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, which areas it concerns, how large it is and where to look."""

    kind: str
    areas: tuple[Shape, ...]
    area_m2: float | None = None
    lon: float | None = None
    lat: float | None = None
    facts: tuple[tuple[str, object], ...] = ()

    @property
    def is_remark(self) -> bool:
        """Say whether nothing is to be mended."""
        return self.kind in REMARKS

    @property
    def text(self) -> str:
        """Say it in one sentence."""
        names = listed(_("%(name)s（%(code)s）") % {"name": area.name, "code": area.code} for area in self.areas[:4])
        size = "" if self.area_m2 is None else f"{self.area_m2:,.0f}"
        return str(TEXTS[self.kind]) % {"names": names, "area": size, **dict(self.facts)}

    def as_json(self) -> dict[str, object]:
        """Give the problem as plain values."""
        return {
            "kind": self.kind,
            "areas": [{"code": area.code, "name": area.name} for area in self.areas],
            "area_m2": None if self.area_m2 is None else round(self.area_m2, 1),
            "lon": None if self.lon is None else round(self.lon, 6),
            "lat": None if self.lat is None else round(self.lat, 6),
            "text": self.text,
        }


class _Plane:
    """Metres around the middle of the areas; what is told of a piece is measured where it lies."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        known = [shape.boundary for shape in shapes if shape.boundary is not None]
        west, south, east, north = shapely.total_bounds(known) if known else (0.0, 0.0, 0.0, 0.0)
        self._middle = np.array([(west + east) / 2, (south + north) / 2])
        self._scale = np.array(metres_per_degree(float(self._middle[1])))

    def metres(self, boundary: BaseGeometry) -> BaseGeometry:
        """Turn degrees into metres; a broken shape is mended, so that its size can be told."""
        flat = shapely.transform(boundary, lambda points: (points - self._middle) * self._scale)
        return flat if flat.is_valid else shapely.make_valid(flat)

    def look_at(self, piece: BaseGeometry) -> tuple[float, float]:
        """Give longitude and latitude of a point inside a piece."""
        point = shapely.get_coordinates(shapely.point_on_surface(piece))[0] / self._scale + self._middle
        return float(point[0]), float(point[1])

    def problem(
        self, kind: str, areas: Sequence[Shape], piece: BaseGeometry, *, sized: bool = True, **facts: object
    ) -> Problem:
        """Make a problem of a piece of ground."""
        lon, lat = self.look_at(_largest(piece))
        area_m2 = float(piece.area * np.prod(metres_per_degree(lat)) / np.prod(self._scale)) if sized else None
        return Problem(kind, tuple(areas), area_m2, lon, lat, tuple(facts.items()))


def find_problems(
    shapes: Sequence[Shape], *, barriers: Sequence[BaseGeometry] = (), tolerance_m2: float = TOLERANCE_M2
) -> list[Problem]:
    """List all that is wrong with the areas, level by level from the top; sizes up to the tolerance pass.

    `barriers` are water, railways and motorways, in CGCS2000 degrees: ground beyond them may be a piece of a grid.
    """
    found = [*_names(shapes), *_orphans(shapes)]
    plane = _Plane(shapes)
    flat = {shape.code: plane.metres(shape.boundary) for shape in shapes if shape.boundary is not None}
    by_code = {shape.code: shape for shape in shapes}
    for level in LEVELS:
        here = [shape for shape in shapes if shape.level == level.value]
        drawn = [shape for shape in here if shape.code in flat]
        if drawn:
            found += _shapes(here, plane, flat, _array(barriers))
            found += _overlaps(drawn, plane, flat, tolerance_m2)
            found += _nesting(drawn, by_code, plane, flat, tolerance_m2)
    return found


def _names(shapes: Sequence[Shape]) -> Iterator[Problem]:
    siblings: dict[tuple[str, str], list[Shape]] = defaultdict(list)
    for shape in shapes:
        siblings[parent_code_of(shape.code), shape.name].append(shape)
        if BROKEN_CHARACTER in shape.name:
            yield _at_shape("broken_name", shape)
        elif shape.name == UNNAMED:
            yield _at_shape("unnamed", shape)
    for (_parent, name), same in siblings.items():
        if len(same) > 1 and name != UNNAMED:
            yield Problem("same_name", tuple(same))


def _orphans(shapes: Sequence[Shape]) -> Iterator[Problem]:
    codes = {shape.code for shape in shapes}
    top = min((len(code) for code in codes), default=0)
    for shape in shapes:
        if len(shape.code) > top and (parent := parent_code_of(shape.code)) not in codes:
            yield Problem("no_parent", (shape,), facts=(("parent", parent),))


def _at_shape(kind: str, shape: Shape) -> Problem:
    if shape.boundary is None or shape.boundary.is_empty:
        return Problem(kind, (shape,))
    point = shapely.get_coordinates(shapely.point_on_surface(shape.boundary))[0]
    return Problem(kind, (shape,), None, float(point[0]), float(point[1]))


def _shapes(
    here: Sequence[Shape], plane: _Plane, flat: Mapping[str, BaseGeometry], barriers: NDArray[np.object_]
) -> Iterator[Problem]:
    families_drawn = {parent_code_of(shape.code) for shape in here if shape.boundary is not None}
    for shape in here:
        if shape.boundary is None:
            if parent_code_of(shape.code) in families_drawn:
                yield Problem("no_boundary", (shape,))
        elif not shape.boundary.is_valid:
            why = shapely.is_valid_reason(shape.boundary).partition("[")[0]
            yield plane.problem("invalid", (shape,), flat[shape.code], sized=False, why=why)
        elif shape.level == Level.GRID and (count := shapely.get_num_geometries(shape.boundary)) > 1:
            near = barriers[shapely.intersects(barriers, shapely.box(*shape.boundary.bounds))]
            kind = "cut_off" if _is_cut_off(shape, here, flat, list(map(plane.metres, near))) else "pieces"
            yield plane.problem(kind, (shape,), flat[shape.code], sized=False, count=count)


def _is_cut_off(
    grid: Shape, all_grids: Sequence[Shape], flat: Mapping[str, BaseGeometry], barriers: Sequence[BaseGeometry]
) -> bool:
    """Say whether the pieces could not be joined: all but one end at barriers, dedicated grids and the community's border.

    So does ground come about that holds too few households for a grid of its own.
    """
    family = parent_code_of(grid.code)
    if family not in flat:
        return False
    dedicated = [
        flat[one.code]
        for one in all_grids
        if one.is_dedicated and one.code in flat and parent_code_of(one.code) == family
    ]
    ends = shapely.union_all(shapely.buffer([*dedicated, *barriers, shapely.boundary(flat[family])], _TOUCH_M))
    edges = shapely.boundary(shapely.get_parts(flat[grid.code]))
    return int((shapely.length(shapely.difference(edges, ends)) > _SHARED_M).sum()) <= 1


def _overlaps(
    drawn: Sequence[Shape], plane: _Plane, flat: Mapping[str, BaseGeometry], tolerance_m2: float
) -> Iterator[Problem]:
    boundaries = _array(flat[shape.code] for shape in drawn)
    first, second = shapely.STRtree(boundaries).query(boundaries, predicate="intersects")
    pairs = first < second
    first, second = first[pairs], second[pairs]
    shared = shapely.intersection(boundaries[first], boundaries[second])
    for at in np.flatnonzero(shapely.area(shared) > tolerance_m2):
        if _is_more_than_rounding(shared[at], tolerance_m2):
            yield plane.problem("overlap", (drawn[first[at]], drawn[second[at]]), shared[at])


def _nesting(
    drawn: Sequence[Shape],
    by_code: Mapping[str, Shape],
    plane: _Plane,
    flat: Mapping[str, BaseGeometry],
    tolerance_m2: float,
) -> Iterator[Problem]:
    """Compare parts with their parent; parts whose parent has no boundary are compared among themselves."""
    families: dict[str, list[Shape]] = defaultdict(list)
    for shape in drawn:
        parent = parent_code_of(shape.code)
        families[parent if parent in flat else ""].append(shape)
    for parent, parts in families.items():
        together = shapely.union_all([flat[part.code] for part in parts])
        for piece, fewest in _gaps(together, flat.get(parent), tolerance_m2):
            beside = _beside(piece, parts, flat)
            if len(beside) >= fewest:
                yield plane.problem("gap", beside or [by_code[parent]], piece)
        if parent:
            for part in parts:
                beyond = shapely.difference(flat[part.code], flat[parent])
                if _is_more_than_rounding(beyond, tolerance_m2):
                    yield plane.problem("outside_parent", (part, by_code[parent]), beyond)


def _gaps(
    together: BaseGeometry, whole: BaseGeometry | None, tolerance_m2: float
) -> Iterator[tuple[BaseGeometry, int]]:
    """Find what the parts leave open of their parent; without a parent, the holes and slits between them.

    With each piece goes how many areas must lie beside it: a slit into a single area is only its shape.
    """
    if whole is not None:
        yield from ((piece, 0) for piece in _pieces(shapely.difference(whole, together), tolerance_m2))
        return
    filled = _filled(together)
    yield from ((piece, 1) for piece in _pieces(shapely.difference(filled, together), tolerance_m2))
    closed = shapely.buffer(shapely.buffer(filled, _SLIT_M, join_style="mitre"), -_SLIT_M, join_style="mitre")
    slits = shapely.difference(_filled(closed), filled)
    yield from ((piece, 2) for piece in _pieces(slits, tolerance_m2))


def _filled(shape: BaseGeometry) -> BaseGeometry:
    outlines = shapely.get_exterior_ring(shapely.get_parts(shape))
    return shapely.union_all(shapely.polygons(outlines))


def _pieces(rest: BaseGeometry, tolerance_m2: float) -> list[BaseGeometry]:
    return [part for part in shapely.get_parts(rest) if _is_more_than_rounding(part, tolerance_m2)]


def _is_more_than_rounding(rest: BaseGeometry, tolerance_m2: float) -> bool:
    """Say whether something is large enough and anywhere wider than a long border's corners are rounded."""
    return rest.area > tolerance_m2 and not shapely.buffer(rest, -_ROUNDED_M / 2).is_empty


def _beside(piece: BaseGeometry, parts: Sequence[Shape], flat: Mapping[str, BaseGeometry]) -> list[Shape]:
    near = shapely.dwithin(_array(flat[part.code] for part in parts), piece, _TOUCH_M)
    return [part for part, is_near in zip(parts, near, strict=True) if is_near]


def _largest(piece: BaseGeometry) -> BaseGeometry:
    parts: list[BaseGeometry] = list(shapely.get_parts(piece))
    return max(parts, key=lambda part: part.area)


def _array(geometries: Iterable[BaseGeometry]) -> NDArray[np.object_]:
    return np.array(list(geometries), dtype=object)
