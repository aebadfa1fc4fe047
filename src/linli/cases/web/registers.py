"""What the desk's pages of components and of facilities share: their scope, their list and map, their units, a spreadsheet."""

from collections.abc import Callable
from typing import IO, Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.wording import Word
from linli.core.errors import NotFound
from linli.core.file_answers import EXCEL
from linli.core.moments import to_the_minute
from linli.core.scope import covers, shortest
from linli.places.queries.registered import Kept
from linli.staff import queries as staff
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest

MOST_ROWS = 100_000
PER_PAGE = 50


def scope_of(request: HttpRequest) -> tuple[str, ...]:
    """Give the areas whose registers the person may see."""
    return shortest(request.actor.prefixes(Permission.AREAS_VIEW))  # type: ignore[attr-defined]  # the middleware's


def found_in_scope[F: Kept](request: HttpRequest, found: F | None, *, unknown: NotFound) -> F:
    """Give what was found by its code, if it lies in the areas whose registers the person may see."""
    if found is None or not covers(scope_of(request), found.area_code):
        raise unknown
    return found


def list_context[M: Model, F: Kept](request: HttpRequest, rows: QuerySet[M], facts: Callable[[M], F]) -> dict[str, Any]:
    """Give a page of a list, each thing with the unit that is asked first, and the map of the person's areas."""
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"row": one, "unit": first_unit(one)} for one in map(facts, page.object_list)]
    return {"page": page, "lines": lines, "geojson_url": _layers(next(iter(scope_of(request)), ""))}


def map_context(found: Kept) -> dict[str, str]:
    """Give the map around a thing."""
    return {"point": f"{found.lon_cgcs2000},{found.lat_cgcs2000}", "geojson_url": _layers(found.area_code[:12])}


def list_taken_out[M: Model, F: Kept](
    request: StaffRequest, rows: QuerySet[M], facts: Callable[[M], F], write: Callable[..., IO[bytes]], *, name: str
) -> HttpResponse:
    """Answer with a list as a spreadsheet."""
    kept = map(facts, rows[:MOST_ROWS].iterator(chunk_size=2_000))
    units = {unit.code: unit.name for unit in staff.known_units("")}
    return spreadsheet(write(kept, units=units, said=taken_out(request)), name=name)


def units_of(found: Kept) -> list[tuple[Word, str]]:
    """Name the units behind something, each with its part."""
    told = ((_("主管单位"), found.charge_unit), (_("权属单位"), found.owner_unit), (_("养护单位"), found.care_unit))
    return [(label, unit_name(unit)) for label, unit in told if unit]


def first_unit(found: Kept) -> str:
    """Name the unit that is asked first; '' where none is known."""
    first = next(iter(found.responsible), None)
    return unit_name(first[1]) if first else ""


def map_card(found: Kept, *, title: str, kind_name: str, address: str, url: str) -> JsonResponse:
    """Answer with what a map says of something that is pointed at."""
    unit = first_unit(found)
    asked_first = _("先找%(unit)s") % {"unit": unit} if unit else ""
    return JsonResponse({"title": title, "url": url, "kind_name": kind_name, "address": address, "unit": asked_first})


def unit_name(code: str) -> str:
    """Name a unit; one no longer registered goes by its code."""
    known = staff.known_unit(code)
    return known.name if known else code


def taken_out(request: StaffRequest) -> str:
    """Say who takes a spreadsheet out, and when."""
    return _("%(name)s 导出于 %(at)s") % {"name": request.actor.name, "at": to_the_minute(timezone.now())}


def spreadsheet(file: IO[bytes], *, name: str) -> HttpResponse:
    """Answer with a spreadsheet that no cache keeps."""
    named = f"linli-{name}-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
    answer = FileResponse(file, as_attachment=True, filename=named, content_type=EXCEL)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]  # the guard passes a streamed answer on as it is


def _layers(under: str) -> str:
    return f"/map/layers/{{name}}.geojson?under={under}"
