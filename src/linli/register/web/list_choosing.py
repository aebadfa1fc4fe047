"""What the pages of lists and counts share: their tabs, the areas to choose from, files sent off."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.core.installation import installation
from linli.places import queries as places
from linli.staff.rules import Actor, Permission
from linli.staff.web.access import StaffRequest

CSV = "text/csv; charset=utf-8"
COUNTING = (Permission.PEOPLE_VIEW, Permission.FIGURES_VIEW)
_COMMUNITY = 12


def tabs(actor: Actor, *, at: str) -> list[dict[str, object]]:
    """List the pages of lists and counts this person may open, the present one marked."""
    counts = any(actor.may_anywhere(one) for one in COUNTING)
    pages = (
        ("ages", _("年龄构成"), counts),
        ("schools", _("学龄人数"), counts),
        ("profile", _("区域概况"), counts),
        ("sheet", _("家庭户登记表"), actor.may_anywhere(Permission.PEOPLE_VIEW)),
        ("rolls", _("选民名册"), actor.may_anywhere(Permission.PEOPLE_EXPORT)),
    )
    return [
        {"url": reverse(f"register:{name}"), "name": label, "is_current": name == at}
        for name, label, may in pages
        if may
    ]


def areas_to_choose(prefixes: Iterable[str], *, digits: int = 0) -> list[tuple[str, str]]:
    """List the areas of a scope down to communities, with the grids of who has nothing wider; or those of one level."""
    scope = tuple(prefixes)
    most = max(_COMMUNITY, min((len(prefix) for prefix in scope), default=_COMMUNITY))
    found = [
        area for area in places.open_areas(scope) if (len(area.code) == digits if digits else len(area.code) <= most)
    ]
    return [(area.code, " / ".join(places.area_path(area.code))) for area in sorted(found, key=lambda area: area.code)]


def asked_area(request: StaffRequest, prefixes: Iterable[str]) -> str:
    """Read the area from the address; otherwise the widest of the scope."""
    own = min(prefixes, key=len, default="")
    return request.GET.get("area", "") or own or installation().root_code
