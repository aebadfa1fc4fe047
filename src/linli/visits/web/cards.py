"""What is printed for a grid: choose a community, grid or building and a language, and print."""

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.core.file_answers import PDF, file_answer
from linli.places import queries as places
from linli.places.queries import AreaFacts
from linli.places.rules import Level
from linli.staff.rules import Actor
from linli.staff.web.access import StaffRequest, needs
from linli.visits.exports.packs import print_cards
from linli.visits.exports.sheets import CardKind
from linli.visits.queries.cards import PRINTING, CardFacts, grid_facts

# What is made of a grid, and what of a building.
GRID_KINDS = {
    CardKind.SMALL: _("联系卡 A6"),
    CardKind.LARGE: _("联系卡 A4"),
    CardKind.BADGE: _("工作证"),
    CardKind.SERVICES: _("服务清单 A4"),
    CardKind.LETTER: _("公开信 A4"),
    CardKind.MAP: _("网格图 A3"),
    CardKind.BOARD: _("公示牌 A4"),
}
HOUSE_KINDS = {
    CardKind.SMALL: _("联系卡 A6"),
    CardKind.LARGE: _("联系卡 A4"),
    CardKind.BOARD: _("公示牌 A4"),
    CardKind.LETTER: _("公开信 A4"),
    CardKind.DOORS: _("每户一张"),
}
# What cannot be made where a grid has no worker, or no boundary.
_NEEDS_WORKER, _NEEDS_BOUNDARY = {CardKind.BADGE}, {CardKind.MAP}


@never_cache
@require_safe
@needs(*PRINTING)
def cards(request: StaffRequest) -> HttpResponse:
    grids = _grids(request.actor)
    wanted = request.GET.get("grid", "")
    chosen = wanted if any(one.code == wanted for one in grids) else (grids[0].code if grids else "")
    facts = grid_facts(request.actor, chosen, origin=_origin(request)) if chosen else None
    communities = sorted({one.parent_code for one in grids if _whole(request.actor, one.parent_code)})
    context = {
        "grids": [(one.code, " / ".join(places.area_path(one.code))) for one in grids],
        "chosen": chosen,
        "facts": facts,
        "grid_kinds": [(kind, name) for kind, name in GRID_KINDS.items() if facts and _may_be_made(kind, facts)],
        "house_kinds": list(HOUSE_KINDS.items()),
        "languages": settings.LANGUAGES,
        "language": _language(request),
        "packs": [(code, places.area_name(code)) for code in communities],
        "site": settings.LINLI_SITE_URL or _origin(request),
        "is_guessed": not settings.LINLI_SITE_URL,
    }
    return render(request, "visits/cards.html", context)


@never_cache
@require_safe
@needs(*PRINTING)
def file(request: StaffRequest) -> HttpResponse:
    place, kind = request.GET.get("place", "")[:25], request.GET.get("kind", "")
    if kind not in set(CardKind):
        raise Http404
    language = _language(request)
    content = print_cards(request.actor, place, CardKind(kind), origin=_origin(request), language=language)
    return file_answer(content, name=f"linli-cards-{place}-{kind}-{language}.pdf", kind=PDF)


def _may_be_made(kind: CardKind, facts: CardFacts) -> bool:
    return not ((kind in _NEEDS_WORKER and not facts.workers) or (kind in _NEEDS_BOUNDARY and not facts.outline))


def _language(request: StaffRequest) -> str:
    """Give the language that was chosen for the papers, else the reader's own."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


def _origin(request: StaffRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _grids(actor: Actor) -> Sequence[AreaFacts]:
    prefixes = [prefix for permission in PRINTING for prefix in actor.prefixes(permission)]
    return sorted((one for one in places.open_areas(prefixes) if one.level is Level.GRID), key=lambda one: one.code)


def _whole(actor: Actor, code: str) -> bool:
    return any(actor.may(permission, code) for permission in PRINTING)
