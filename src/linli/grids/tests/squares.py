"""A made-up community for tests: square units of 50 m in rows, streets between blocks of two by two."""

import datetime as dt

import numpy as np
import shapely

from linli.grids.actions.writing import Standing, Taken, describe_part, store_whole_score
from linli.grids.drawing.editing import Canvas, groups_of
from linli.grids.drawing.graph import FREE, Contact, Ints, UnitGraph
from linli.grids.ground.packing import pack
from linli.grids.ground.units import Units
from linli.grids.models import Plan, PlanPart
from linli.grids.rules import DrawSettings, PlanState
from linli.staff.testing import COMMUNITY, GRID, GRID_BESIDE

SIDE_M = 50.0


def squares(
    columns: int,
    rows: int,
    *,
    households: float = 20.0,
    walls: tuple[tuple[int, int], ...] = (),
    compounds: dict[int, tuple[int, ...]] | None = None,
    fixed: dict[int, tuple[int, ...]] | None = None,
    apart: tuple[tuple[int, int], ...] = (),
) -> UnitGraph:
    """Make a graph of columns × rows squares, numbered row by row; `walls` are pairs that do not touch (water)."""
    count = columns * rows
    place = np.arange(count)
    column, row = place % columns, place // columns
    pairs = [(one, one + 1) for one in range(count) if column[one] < columns - 1]
    pairs += [(one, one + columns) for one in range(count - columns)]
    pairs = sorted(pair for pair in pairs if pair not in walls)
    block = (row // 2) * columns + column // 2
    kinds = [Contact.INSIDE if block[a] == block[b] else Contact.STREET for a, b in pairs]
    touching = np.bincount(np.array(pairs).ravel(), minlength=count)
    return UnitGraph(
        households=np.full(count, households),
        workload=np.full(count, households),
        area_m2=np.full(count, SIDE_M**2),
        outer_m=(4 - touching) * SIDE_M,
        community=np.zeros(count, dtype=np.int32),
        xy_m=np.column_stack([column, row]) * SIDE_M + SIDE_M / 2,
        contact_a=np.array([a for a, _b in pairs], dtype=np.int32),
        contact_b=np.array([b for _a, b in pairs], dtype=np.int32),
        contact_m=np.full(len(pairs), SIDE_M),
        contact_kind=np.array(kinds, dtype=np.int32),
        compound=_numbered(count, compounds),
        fixed=_numbered(count, fixed),
        apart=np.array(apart, dtype=np.int32).reshape(-1, 2),
    )


def blocks(columns: int, rows: int) -> Ints:
    """Number the blocks of two by two squares."""
    place = np.arange(columns * rows)
    return ((place // columns // 2) * columns + place % columns // 2).astype(np.int32)


def canvas(graph: UnitGraph, grid: list[int], *, target: int = 400) -> Canvas:
    """Make what is edited, its grids named 甲, 乙, 丙, 丁; compounds of up to the target stay whole."""
    names = tuple("甲乙丙丁戊己"[: max(grid) + 1])
    group = groups_of(graph, DrawSettings(target=target, whole_up_to=1.0))
    return Canvas(graph, np.array(grid, dtype=np.int32), group, names)


def _numbered(count: int, groups: dict[int, tuple[int, ...]] | None) -> Ints:
    number = np.full(count, FREE, dtype=np.int32)
    for one, units in (groups or {}).items():
        number[list(units)] = one
    return number


def units_of_squares(graph: UnitGraph, columns: int) -> Units:
    """Put the squares on the ground of the town's first community, blocks of two by two."""
    corners = graph.xy_m - SIDE_M / 2
    cells = np.array([shapely.box(x, y, x + SIDE_M, y + SIDE_M) for x, y in corners], dtype=object)
    count = len(graph)
    return Units(
        origin_cgcs2000=(117.10, 31.85),
        community_codes=(COMMUNITY,),
        graph=graph,
        cells=cells,
        block=blocks(columns, count // columns),
        buildings=(),
        building_unit=np.zeros(0, np.int32),
        compound_names=tuple(f"小区{one + 1}" for one in range(int(graph.compound.max(initial=FREE)) + 1)),
        fixed_names=tuple(f"学校{one + 1}" for one in range(int(graph.fixed.max(initial=FREE)) + 1)),
        fixed_kinds=tuple("school" for _one in range(int(graph.fixed.max(initial=FREE)) + 1)),
        is_estimated=np.zeros(count, bool),
    )


def stored_part(graph: UnitGraph, columns: int, grid: list[int], *, drawn_by: str = "somebody") -> PlanPart:
    """Store a draft of one community, its grids numbered as new ones."""
    units = units_of_squares(graph, columns)
    return store_units(units, np.array(grid, dtype=np.int32), DrawSettings(target=160, whole_up_to=1.0), drawn_by)


def store_units(units: Units, place: Ints, settings: DrawSettings, drawn_by: str = "somebody") -> PlanPart:
    """Store a draft of one community; today's grids are the first two of it."""
    count = int(place.max()) + 1
    plan = Plan.objects.create(
        area_code=COMMUNITY, state=PlanState.DRAFT.value, settings=settings.as_json(),
        drawn_at=dt.datetime(2026, 11, 16, 1, tzinfo=dt.UTC), drawn_by=drawn_by, drawn_by_name="姜文琴",
    )  # fmt: skip
    part = PlanPart(plan=plan, community_code=COMMUNITY, ground=pack(units))
    part.present, part.present_grids = np.minimum(place, 1).tobytes(), [GRID, GRID_BESIDE][:count]
    standing = [Standing() for _one in range(count)]
    describe_part(part, units, place, settings, standing=standing, taken=Taken())
    part.drawn = part.grid_of_unit
    part.save()
    store_whole_score(plan)
    return part
