"""Words of the import pages: states, and the heads of the preview."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.register.importing.columns import FIELD_NAMES
from linli.register.importing.preview import SHOWN

STATES: Mapping[str, Promise | str] = {
    "uploaded": _("已上传"),
    "checking": _("检查中"),
    "checked": _("已检查，待导入"),
    "running": _("导入中"),
    "done": _("已完成"),
    "failed": _("已中断"),
}


def shown_fields(columns: Mapping[str, str]) -> Sequence[tuple[str, Promise | str]]:
    """List what the preview shows: field and name, the home last."""
    return [*((field, FIELD_NAMES[field]) for field in SHOWN if field in columns), ("place", _("住处"))]
