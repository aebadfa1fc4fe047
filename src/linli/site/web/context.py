"""What every page knows: the house's name, whether it is a demo, the desk's navigation."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.core.installation import installation
from linli.messages.queries.inbox import MOST_COUNTED, unread_count
from linli.staff.queries import ROLE_NAMES
from linli.staff.rules import Actor, Permission, Role


def house(request: HttpRequest) -> dict[str, object]:
    """Give templates the installation and, at the desk, the navigation this actor may use."""
    actor: Actor | None = getattr(request, "actor", None)
    context: dict[str, object] = {"installation": installation(), "demo_installation": installation().is_demo}
    context["is_staff_member"] = actor is not None and any(post.role is not Role.RESIDENT for post in actor.posts)
    if actor is not None and actor.account_id and request.path.startswith(("/desk/", "/accounts/")):
        context["desk_nav"] = desk_nav(actor, path=request.path)
        context["desk_search"] = works_on_cases(actor)
        if context["is_staff_member"]:
            context |= _bell(actor.account_id)
        if getattr(request.user, "is_superuser", False):
            context["back_office"] = reverse("admin:index")
        context["desk_role"] = " · ".join(dict.fromkeys(str(ROLE_NAMES[post.role]) for post in actor.posts))
    return context


def _bell(account_id: UUID) -> dict[str, object]:
    unread = unread_count(account_id)
    return {
        "inbox_url": reverse("messages:inbox"),
        "inbox_unread": f"{MOST_COUNTED}+" if unread > MOST_COUNTED else unread,
    }


def works_on_cases(actor: Actor) -> bool:
    """Say whether cases are any of this person's work."""
    return actor.may_anywhere(Permission.CASES_VIEW) or actor.may_anywhere(Permission.CASES_HANDLE)


_NAV = (
    ("desk:home", _("工作台"), "layout-dashboard", Permission.CASES_VIEW, Permission.CASES_HANDLE),
    ("cases:list", _("案卷"), "inbox", Permission.CASES_VIEW, Permission.CASES_HANDLE),
    ("cases:supervision_board", _("监督台"), "clipboard-check", Permission.CASES_FILE, Permission.CASES_CLOSE),
    ("cases:command_board", _("指挥台"), "layout-kanban", Permission.CASES_DISPATCH, Permission.CASES_DISPATCH),
    ("cases:unit_board", _("单位台"), "building", Permission.CASES_HANDLE, Permission.CASES_HANDLE),
    ("cases:deadlines", _("到期日历"), "calendar-month", Permission.CASES_VIEW, Permission.CASES_HANDLE),
    (
        "cases:stuck",
        _("卡在哪里"),
        "hourglass",
        Permission.CASES_DISPATCH,
        Permission.CASES_FILE,
        Permission.CASES_ORDER,
    ),
    ("cases:orders", _("督办"), "alert-triangle", Permission.CASES_ORDER, Permission.CASES_HANDLE),
    ("register:home", _("居民登记"), "users", Permission.PEOPLE_VIEW, Permission.PEOPLE_VIEW),
    ("register:query", _("居民查询"), "search", Permission.PEOPLE_QUERY, Permission.PEOPLE_QUERY),
    ("cases:intake", _("登记诉求"), "edit", Permission.CASES_REPORT, Permission.CASES_REPORT),
    ("cases:map", _("案卷地图"), "map-pin", Permission.CASES_VIEW, Permission.CASES_HANDLE),
    ("cases:repeats", _("反复问题"), "repeat", Permission.CASES_FILE, Permission.CASES_ORDER),
    ("mediation:list", _("人民调解"), "heart-handshake", Permission.CASES_CONFIDENTIAL, Permission.CASES_EXPORT),
    ("visits:list", _("上门走访"), "walk", Permission.VISITS_VIEW, Permission.VISITS_VIEW),
    ("forms:list", _("表单"), "clipboard-list", Permission.FORMS_ADMIT, Permission.FORMS_REVIEW),
    ("cases:rounds", _("例行工作"), "calendar-repeat", Permission.CASES_VIEW, Permission.CASES_VIEW),
    ("cases:rulings", _("现行裁定"), "scale", Permission.CASES_APPROVE, Permission.CASES_APPROVE),
    ("catalogue:index", _("事项与流程"), "route", Permission.CASES_VIEW, Permission.CASES_HANDLE),
    ("figures:summary", _("数据概览"), "chart-bar", Permission.FIGURES_VIEW, Permission.FIGURES_VIEW),
    ("register:ages", _("名册与统计"), "clipboard-list", Permission.PEOPLE_VIEW, Permission.FIGURES_VIEW),
    ("places:areas", _("区域与网格"), "map", Permission.AREAS_VIEW, Permission.AREAS_VIEW),
    ("places:map_imports", _("导入地图"), "file-import", Permission.AREAS_IMPORT, Permission.AREAS_IMPORT),
    ("grids:plans", _("网格划分"), "adjustments", Permission.GRIDS_DRAW, Permission.GRIDS_APPROVE),
    ("grid-desk:staffing", _("网格人员核对"), "checklist", Permission.GRIDS_DRAW, Permission.PEOPLE_VIEW),
    ("places:addresses", _("地址识别"), "home-search", Permission.AREAS_VIEW, Permission.AREAS_VIEW),
    ("staff:people", _("人员管理"), "users", Permission.STAFF_MANAGE, Permission.STAFF_MANAGE),
    ("field-desk:devices", _("移动工作手机"), "device-mobile", Permission.FIELD_WORK, Permission.STAFF_MANAGE),
    ("components:list", _("部件"), "bulb", Permission.CASES_VIEW, Permission.REFERENCE_EDIT),
    ("facilities:list", _("设施"), "building-community", Permission.CASES_VIEW, Permission.REFERENCE_EDIT),
    ("register:organisations", _("单位"), "building-community", Permission.PEOPLE_VIEW, Permission.PEOPLE_VIEW),
    ("register:programmes", _("服务项目"), "list-check", Permission.PEOPLE_VIEW, Permission.PEOPLE_VIEW),
    ("register:purposes", _("目的与协议"), "target", Permission.PURPOSES_KEEP, Permission.PEOPLE_QUERY),
    ("register:imports", _("导入居民"), "file-import", Permission.PEOPLE_IMPORT, Permission.PEOPLE_IMPORT),
    ("register:linkages", _("数据比对"), "arrows-exchange", Permission.PEOPLE_LINK, Permission.PEOPLE_LINK),
    ("register:audit", _("查阅审计"), "shield-check", Permission.AUDIT_VIEW, Permission.AUDIT_VIEW),
    ("register:retention", _("到期清理"), "trash", Permission.PURPOSES_KEEP, Permission.PURPOSES_KEEP),
    ("messages:log", _("消息发送记录"), "send", Permission.MESSAGES_LOG, Permission.MESSAGES_LOG),
)


def desk_nav(actor: Actor, *, path: str) -> list[dict[str, object]]:
    """List the desk pages this actor may open."""
    found: list[dict[str, object]] = []
    for name, label, icon, *needs in _NAV:
        url = reverse(name)
        if any(actor.may_anywhere(need) for need in needs):
            found.append({"url": url, "label": label, "icon": icon, "active": path == url, "badge": None})
    return found
