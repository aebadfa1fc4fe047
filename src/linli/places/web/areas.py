"""The desk's page of areas: the tree of one's scope, the map, and what lies under the chosen area."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from linli.core.errors import NotAllowed
from linli.core.scope import covers, shortest
from linli.places import queries
from linli.places.errors import AreaUnknown
from linli.places.queries import AreaFacts
from linli.places.rules import BUILDING_CLOSED, BUILDING_REOPENED, Level, Needed, Viewer, is_provisional

LEVEL_NAMES: dict[str, Promise] = {
    Level.PROVINCE: _("省"),
    Level.CITY: _("市"),
    Level.DISTRICT: _("区县"),
    Level.STREET: _("街道（乡镇）"),
    Level.COMMUNITY: _("社区（村）"),
    Level.GRID: _("网格"),
}
KIND_NAMES: dict[str, Promise] = {"basic": _("基础网格"), "dedicated": _("专属网格")}
ESTATE_NAMES: dict[str, Promise] = {
    "self_managed": _("自管"),
    "property_managed": _("物业管理"),
    "unit": _("单位管理"),
}
CHANGE_NAMES: dict[str, Promise] = {
    "added": _("新增"),
    "renamed": _("改名"),
    "redrawn": _("调整边界"),
    "described": _("修改属性"),
    "features": _("修改功能开关"),
    "closed": _("停用"),
    queries.TOOK_IN: _("划入楼栋"),
    BUILDING_CLOSED: _("停用楼栋"),
    BUILDING_REOPENED: _("恢复楼栋"),
}


@dataclass(frozen=True)
class Branch:
    """One line of the tree as the page draws it."""

    area: AreaFacts
    is_chosen: bool
    parts: tuple["Branch", ...]


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    viewer: Viewer | None = getattr(request, "actor", None)
    if viewer is None or viewer.account_id is None:
        return redirect_to_login(request.get_full_path())
    scope = shortest(viewer.prefixes(Needed.AREAS_VIEW))
    if not scope:
        raise NotAllowed
    chosen = _chosen(request.GET.get("code", ""), scope)
    context = _context(chosen, scope) | {"may_import": bool(viewer.prefixes(Needed.AREAS_IMPORT))}
    return render(request, "places/areas.html", context)


def _chosen(code: str, scope: tuple[str, ...]) -> AreaFacts | None:
    if code:
        if not covers(scope, code):
            raise AreaUnknown(area_code=code)
        return queries.describe(code)
    return next(_tops(scope), None)


def _tops(scope: tuple[str, ...]) -> Iterator[AreaFacts]:
    """Give the highest areas of a scope: its own, or those right below a code that is no area itself."""
    tree = queries.area_tree()
    for prefix in scope:
        if prefix in tree.by_code:
            yield tree.by_code[prefix]
        else:
            yield from (area for area in tree.roots if area.code.startswith(prefix))


def _branch(area: AreaFacts, chosen: AreaFacts | None) -> Branch:
    """Draw an area, and its parts where they lie on the way to the one that is looked at."""
    is_on_the_way = chosen is not None and chosen.code.startswith(area.code)
    parts = tuple(_branch(part, chosen) for part in queries.children(area.code)) if is_on_the_way else ()
    return Branch(area, chosen is not None and chosen.code == area.code, parts)


def _context(chosen: AreaFacts | None, scope: tuple[str, ...]) -> dict[str, object]:
    context: dict[str, object] = {"branches": [_branch(top, chosen) for top in _tops(scope)], "chosen": chosen}
    if chosen is None:
        return context
    parts = [(part, ESTATE_NAMES.get(part.estate_type, "")) for part in queries.children(chosen.code)]
    return {
        **context,
        "path": [
            area for area in map(queries.area_tree().by_code.get, _codes(chosen.code)) if area and _seen(area, scope)
        ],
        "level_name": LEVEL_NAMES[chosen.level],
        "kind_name": KIND_NAMES.get(chosen.kind, ""),
        "estate_name": ESTATE_NAMES.get(chosen.estate_type, ""),
        "is_provisional": is_provisional(chosen.code),
        "counts": queries.count_under(chosen.code),
        "parts": parts,
        "has_grades": any(part.level == Level.GRID for part, _estate in parts),
        "has_estates": any(estate for _part, estate in parts),
        "changes": [(change, CHANGE_NAMES.get(change.what, change.what)) for change in queries.changes_of(chosen.code)],
        "geojson_url": f"/map/layers/{{name}}.geojson?under={chosen.code}",
        "layers": "grids communities streets" + (" buildings" if len(chosen.code) >= 9 else ""),
    }


def _codes(code: str) -> list[str]:
    return [code[:digits] for digits in (2, 4, 6, 9, 12) if digits < len(code)]


def _seen(area: AreaFacts, scope: tuple[str, ...]) -> bool:
    return covers(scope, area.code)
