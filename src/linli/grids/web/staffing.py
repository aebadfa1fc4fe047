"""The staffing check: who answers for which grid, of which size grids are, how many grids a supervisor has; Excel too."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.core.file_answers import file_answer
from linli.core.scope import shortest
from linli.grids.catalogue import declared
from linli.grids.exports.staffing_texts import (
    POST_NAMES,
    UNKNOWN,
    Counted,
    band,
    grid_said,
    load_told,
    roles_said,
    span_said,
    stated_said,
    statement_name,
    told,
    uncounted_said,
    worker_said,
)
from linli.grids.exports.staffing_workbook import write_staffing
from linli.grids.queries.staffing import CHECKING, Staffing, scopes_of_check, staffing
from linli.grids.rules.staffing import CommunityLine, GridLine, Post, Span, WorkerLine
from linli.places import queries as places
from linli.places.rules import DIGITS, Level
from linli.staff.rules import Actor
from linli.staff.web.access import StaffRequest, needs

PER_PAGE = 60
_COLOURS = {Post.FILLED: "green", Post.SEVERAL: "blue", Post.FROM_ABOVE: "yellow", Post.VACANT: "red"}


@dataclass(frozen=True)
class GridRow:
    """A grid as the page shows it."""

    line: GridLine
    community: str
    households: str
    people: str
    workload: float | str
    post: str
    colour: str
    said: list[str]


@dataclass(frozen=True)
class WorkerRow:
    """A worker's grids as the page shows them."""

    line: WorkerLine
    grids: list[tuple[str, str]]
    households: str
    people: str
    workload: float | str
    others: str
    said: list[str]


@never_cache
@require_safe
@needs(*CHECKING)
def check(request: StaffRequest) -> HttpResponse:
    found = staffing(request.actor, _area(request))
    only = request.GET.get("only") == "1"
    lines = [one for one in found.grids if not only or one.misses or one.headless or one.post is not Post.FILLED]
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found, "only": only, "page": page, "areas": areas_to_choose(request.actor),
        "rows": [_grid_row(found, one) for one in page.object_list],
        "workers": _worker_rows(found, list(page.object_list)),
        "uncounted": uncounted_said(found.uncounted) if found.uncounted else "",
        "communities": [_community_row(found, one) for one in found.communities],
        "stated": [(statement_name(one), list(map(stated_said, wrong))) for one, wrong in found.stated],
        "rules": [(str(one.name), band(one.low, one.high)) for one in declared().sizes.values() if one.use],
    }  # fmt: skip
    return render(request, "grids/staffing.html", context)


@never_cache
@require_safe
@needs(*CHECKING)
def workbook(request: StaffRequest) -> HttpResponse:
    found, out = staffing(request.actor, _area(request)), io.BytesIO()
    write_staffing(found, out)
    return file_answer(out.getvalue(), name=f"staffing-{found.area_code}.xlsx")


def areas_to_choose(actor: Actor) -> list[tuple[str, str]]:
    """List the areas whose grids somebody may look at, from the top down to communities, or their own grids."""
    scope = shortest(scopes_of_check(actor))
    found = [area for area in places.open_areas(scope) if len(area.code) <= DIGITS[Level.COMMUNITY]]
    if not found:
        found = list(places.open_areas(scope))
    return [(area.code, " / ".join(places.area_path(area.code))) for area in sorted(found, key=lambda one: one.code)]


def _area(request: StaffRequest) -> str:
    wanted = request.GET.get("area", "")[:15]
    if wanted:
        return places.describe(wanted).code
    choices = areas_to_choose(request.actor)
    return choices[0][0] if choices else ""


def _grid_row(found: Staffing, line: GridLine) -> GridRow:
    one, is_exact = line.counts, found.is_exact
    return GridRow(
        line=line, community=places.area_name(one.community_code), households=_count(one.households, one, found),
        people=_count(one.people, one, found), workload=_load(one.workload, one, found), post=str(POST_NAMES[line.post]),
        colour=_COLOURS[line.post], said=grid_said(line, is_exact=is_exact),
    )  # fmt: skip


def _worker_rows(found: Staffing, shown: Sequence[GridLine]) -> list[WorkerRow]:
    """Show the workers of the grids on this page, and those whose grids are no more on the first one."""
    codes = {line.counts.code for line in shown}
    return [_worker_row(found, one) for one in found.workers if not one.grids or codes.intersection(one.grids)]


def _worker_row(found: Staffing, line: WorkerLine) -> WorkerRow:
    return WorkerRow(
        line=line, grids=[(code, places.area_name(code)) for code in line.grids],
        households=_count(line.households, line, found), people=_count(line.people, line, found),
        workload=_load(line.workload, line, found), others=roles_said(line.other_roles),
        said=worker_said(line, is_exact=found.is_exact),
    )  # fmt: skip


def _count(count: int, line: Counted, found: Staffing) -> str:
    return told(count, is_exact=found.is_exact, is_counted=line.is_counted)


def _load(workload: float, line: Counted, found: Staffing) -> float | str:
    told_load = load_told(workload, line, is_exact=found.is_exact)
    return UNKNOWN if told_load is None else told_load


def _community_row(found: Staffing, line: CommunityLine) -> tuple[str, CommunityLine, str, bool]:
    return places.area_name(line.code), line, span_said(line, found.rule), line.span is Span.FITS
