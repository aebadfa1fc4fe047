"""What the desk's pages of components and of facilities share: their scope, their units, and a spreadsheet's answer."""

from typing import IO, Protocol

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.wording import Word
from linli.core.file_answers import EXCEL
from linli.core.moments import to_the_minute
from linli.core.scope import shortest
from linli.staff import queries as staff
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest

MOST_ROWS = 100_000


class Kept(Protocol):
    """Something that three units stand behind."""

    @property
    def charge_unit(self) -> str:
        """Who is in charge."""

    @property
    def owner_unit(self) -> str:
        """Who owns it."""

    @property
    def care_unit(self) -> str:
        """Who maintains it."""

    @property
    def responsible(self) -> tuple[tuple[str, str], ...]:
        """Who is asked first: (part, unit) in their order."""


def scope_of(request: HttpRequest) -> tuple[str, ...]:
    """Give the areas whose registers the person may see."""
    return shortest(request.actor.prefixes(Permission.AREAS_VIEW))  # type: ignore[attr-defined]  # the middleware's


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
