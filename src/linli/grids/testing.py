"""Builders for tests: a district with two communities, streets and buildings, and a plan drawn on it."""

import datetime as dt
from uuid import UUID

import shapely

from linli.core.ids import new_id
from linli.grids.actions.plans import approve, propose, submit
from linli.grids.actions.running import run_drawing
from linli.grids.models import Plan
from linli.grids.rules import Band, DrawSettings, PlanKind, PlanState
from linli.places.actions import put_streets
from linli.places.queries import forget
from linli.places.rules import BuildingDraft
from linli.places.testing import COMMUNITIES, DISTRICT, SIDE, SOUTH, WEST, make_town, store_buildings
from linli.staff.rules import Actor, Command
from linli.staff.testing import Cast

AT = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 16)
# 80 buildings of 12 households in each community: four grids of about 240.
SETTINGS = DrawSettings(target=240, band=Band(180, 300), whole_up_to=0)
COLUMNS, ROWS = 16, 5
_HOUSE = (0.00016, 0.00007)  # half its width and height, degrees: about 30 by 15 metres


def a_command(by: Actor, *, at: dt.datetime = AT) -> Command:
    """Make a command with a new id."""
    return Command(new_id(), by, at)


def make_ground() -> None:
    """Store the town of the places room with streets between its blocks and eighty buildings in each community."""
    make_town()
    forget()
    put_streets(_streets())
    store_buildings([draft for number, code in enumerate(COMMUNITIES) for draft in _buildings(code, number)])


def make_plan(
    cast: Cast,
    *,
    kind: PlanKind = PlanKind.DRAW,
    area_code: str = DISTRICT,
    settings: DrawSettings = SETTINGS,
    state: PlanState = PlanState.DRAFT,
    at: dt.datetime = AT,
) -> Plan:
    """Have the shift leader draw a plan on the town's ground, and the dispatcher approve it where that is asked for."""
    wu, wei = cast.wu.actor, cast.wei.actor
    plan = propose(area_code, kind, settings, command=a_command(wu, at=at))
    if state is PlanState.DRAWING:
        return plan
    run_drawing(plan.pk)
    if state in {PlanState.SUBMITTED, PlanState.APPROVED}:
        submit(plan.pk, command=a_command(wu, at=at))
    if state is PlanState.APPROVED:
        approve(plan.pk, command=a_command(wei, at=at))
    return stored(plan.pk)


def stored(plan_id: UUID) -> Plan:
    """Read a plan as it is stored."""
    return Plan.objects.get(pk=plan_id)


def _streets() -> list[tuple[str, str, bytes]]:
    lines = {
        f"南北{number}路": [(WEST + number * SIDE, SOUTH - SIDE), (WEST + number * SIDE, SOUTH + 2 * SIDE)]
        for number in range(5)
    } | {"东西大道": [(WEST - SIDE, SOUTH + 0.4 * SIDE), (WEST + 5 * SIDE, SOUTH + 0.4 * SIDE)]}
    return [(DISTRICT, name, shapely.to_wkb(shapely.LineString(line))) for name, line in lines.items()]


def _buildings(community: str, number: int) -> list[BuildingDraft]:
    width, height = 2 * SIDE / COLUMNS, SIDE / ROWS
    return [
        _building(
            f"{community}-{column:02d}{row}",
            WEST + number * 2 * SIDE + (column + 0.5) * width,
            SOUTH + (row + 0.5) * height,
        )
        for column in range(COLUMNS)
        for row in range(ROWS)
    ]


def _building(code: str, lon: float, lat: float) -> BuildingDraft:
    half_width, half_height = _HOUSE
    outline = shapely.box(lon - half_width, lat - half_height, lon + half_width, lat + half_height)
    return BuildingDraft(code, f"{code[-3:]}号楼", lon, lat, footprint=shapely.to_wkb(outline), floors=3)
