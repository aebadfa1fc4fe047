"""The desk's page of one grid, and the maps to print."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.core.file_answers import PDF, file_answer
from linli.grids.exports.staffing_texts import POST_NAMES, UNKNOWN, grid_said, load_told, told
from linli.grids.queries.grid_sheets import GridSheet, grid_sheet
from linli.grids.queries.posters import PRINTING, poster_facts
from linli.grids.queries.staffing import CHECKING
from linli.places.web.areas import CHANGE_NAMES
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs


@never_cache
@require_safe
@needs(*PRINTING)
def page(request: StaffRequest, code: str) -> HttpResponse:
    sheet = grid_sheet(request.actor, code[:15], origin=_origin(request))
    context = {
        "sheet": sheet,
        "board": sheet.board,
        "figures": _figures(sheet),
        "changes": [(change, CHANGE_NAMES.get(change.what, change.what)) for change in sheet.changes],
        "geojson_url": f"/map/layers/{{name}}.geojson?under={sheet.board.code}",
        "may_name_heads": request.actor.may(Permission.STAFF_MANAGE, sheet.board.code),
    }
    return render(request, "grids/grid.html", context)


@never_cache
@require_safe
@needs(*PRINTING, *CHECKING)
def poster(request: StaffRequest) -> HttpResponse:
    from linli.grids.exports.poster import write_poster  # noqa: PLC0415 PDF, for this address alone

    area = request.GET.get("area", "")[:15]
    content = write_poster(poster_facts(request.actor, area, origin=_origin(request)))
    return file_answer(content, name=f"grid-map-{area}.pdf", kind=PDF)


def _origin(request: StaffRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _figures(sheet: GridSheet) -> list[tuple[str, str]]:
    """List the figures this reader may see."""
    board = sheet.board
    found = [(_("面积"), f"{board.area_km2:.3f} km²")] if board.area_km2 is not None else []
    found.append((_("楼栋"), str(board.buildings)))
    if sheet.staffing is None or not sheet.staffing.grids:
        return found
    [line] = sheet.staffing.grids
    counts, is_exact = line.counts, sheet.staffing.is_exact
    load = load_told(counts.workload, counts, is_exact=is_exact)
    if counts.led_buildings or line.headless:
        found.append((_("楼栋长"), str(counts.led_buildings)))
    found += [
        (_("户室"), str(counts.dwellings)), (_("户数"), told(counts.households, is_exact=is_exact, is_counted=counts.is_counted)),
        (_("人数"), told(counts.people, is_exact=is_exact, is_counted=counts.is_counted)), (_("部件"), str(counts.components)), (_("设施"), str(counts.facilities)),
        (_("工作量"), UNKNOWN if load is None else str(load)), (_("管理等级"), counts.grade),
        (_("建议等级"), line.suggested_grade), (_("到岗情况"), str(POST_NAMES[line.post])),
        (_("规模"), "；".join(grid_said(line, is_exact=is_exact)) or _("在范围内")),
    ]  # fmt: skip
    return [(name, value) for name, value in found if value]
