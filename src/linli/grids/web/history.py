"""What was done to a plan, as lines of a history: edits of a community, steps of the whole."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.grids.models import Plan, PlanPart
from linli.grids.wording import EDIT_ICONS, EDIT_NAMES

_MOST = 30
_STEPS = (
    ("drawn", gettext_lazy("划分"), "map", "azure"),
    ("submitted", gettext_lazy("提交审批"), "send", "purple"),
    ("decided", gettext_lazy("审批"), "clipboard-check", "indigo"),
)


def edit_lines(part: PlanPart) -> Sequence[dict[str, object]]:
    """List the last edits of a community, the newest first; what was taken back says so."""
    rows = list(part.edits.order_by("-version")[:_MOST])
    gone = {row.undoes for row in rows if row.undoes}
    return [
        {
            "title": EDIT_NAMES.get(row.what, row.what),
            "icon": EDIT_ICONS.get(row.what, "edit"),
            "colour": "gray" if row.pk in gone or row.undoes else "blue",
            "at": row.at,
            "by": row.by_name,
            "text": _("已撤销") if row.pk in gone else "",
        }
        for row in rows
    ]


def plan_lines(plan: Plan) -> Sequence[dict[str, Any]]:  # Any: values of a row
    """List how a plan came about, the newest first."""
    found = [
        {
            "title": title,
            "icon": icon,
            "colour": colour,
            "at": getattr(plan, f"{name}_at"),
            "by": getattr(plan, f"{name}_by_name"),
            "text": plan.note if name == "decided" else "",
        }
        for name, title, icon, colour in _STEPS
        if getattr(plan, f"{name}_at")
    ]
    if plan.adopted_at:
        day = _("自 %(day)s 起生效") % {"day": plan.adopt_on} if plan.adopt_on else ""
        found.append(
            {
                "title": _("启用"),
                "icon": "circle-check",
                "colour": "green",
                "at": plan.adopted_at,
                "by": "",
                "text": day,
            }
        )
    return sorted(found, key=lambda line: line["at"], reverse=True)
