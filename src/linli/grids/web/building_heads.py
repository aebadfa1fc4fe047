"""The desk's page on which the buildings of a grid get their heads (楼栋长)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.grids.actions.building_heads import name_head
from linli.grids.queries.building_heads import HeadedBuilding, headed_buildings
from linli.places import queries as places
from linli.places.errors import AreaUnknown
from linli.places.rules import DIGITS, Level
from linli.staff import queries as staff
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

_COMMUNITY = DIGITS[Level.COMMUNITY]


@dataclass(frozen=True)
class HeadRow:
    """A building's row in the form: what stands, what was typed, and why that is refused."""

    building: HeadedBuilding
    typed: str
    refusal: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.STAFF_MANAGE)
def heads(request: StaffRequest, code: str) -> HttpResponse:
    """Show the buildings of a grid with their heads, and take in those that were changed; a refused row keeps no other."""
    grid = places.describe(code[:15])
    if not request.actor.may(Permission.STAFF_MANAGE, grid.code):
        raise AreaUnknown(area_code=grid.code)
    rows = [HeadRow(one, one.username) for one in headed_buildings([grid.code])]
    if request.method == "POST":
        rows = [_taken(request, row) for row in rows]
        named = sum(row.typed != row.building.username and not row.refusal for row in rows)
        if named:
            said = ngettext("已保存 %(count)s 栋楼的楼栋长。", "已保存 %(count)s 栋楼的楼栋长。", named)
            messages.success(request, said % {"count": named})
        if not any(row.refusal for row in rows):
            return redirect("grid-desk:heads", grid.code)
        rows = _as_stored(rows, headed_buildings([grid.code]))
    people = {one.username: one.name for one in staff.people_under(grid.code[:_COMMUNITY])}
    context = {"grid": grid, "rows": rows, "people": sorted(people.items())}
    return render(request, "grids/heads.html", context, status=409 if any(row.refusal for row in rows) else 200)


def _as_stored(rows: Sequence[HeadRow], stored: Sequence[HeadedBuilding]) -> list[HeadRow]:
    """Show what is stored now; a refused row keeps what was typed and why it is refused."""
    refused = {row.building.code: row for row in rows if row.refusal}
    return [
        replace(refused[one.code], building=one) if one.code in refused else HeadRow(one, one.username)
        for one in stored
    ]


def _taken(request: StaffRequest, row: HeadRow) -> HeadRow:
    """Take in one row where it was changed on the page: what somebody else changed meanwhile is left as it is."""
    code = row.building.code
    typed = request.POST.get(f"head-{code}", row.typed).strip()
    if typed == request.POST.get(f"was-{code}", row.typed):
        return row
    try:
        name_head(code, typed, command=Command(new_id(), request.actor, timezone.now()))
    except LinliError as refusal:
        return replace(row, typed=typed, refusal=str(refusal))
    return replace(row, typed=typed)
