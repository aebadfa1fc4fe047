"""The one tree of ways Linli says no; `site` alone turns them into pages and status codes."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LinliError(Exception):
    """Something Linli refuses, with a stable code and a sentence for people."""

    code: ClassVar[str] = "linli.error"
    text: ClassVar[str | Promise] = _("操作没有完成。")

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        return str(self.text) % self.facts if self.facts else str(self.text)


class Invalid(LinliError):
    """A value that cannot be used; `field` names where it stands."""

    code = "linli.invalid"
    text = _("填写的内容不能使用。")

    def __init__(self, *, field: str = "", **facts: object) -> None:
        super().__init__(**facts)
        self.field = field


class NotAllowed(LinliError):
    """The person may not do this here."""

    code = "linli.not-allowed"
    text = _("您没有这项操作的权限。")


class NotFound(LinliError):
    """There is nothing of that name, or the person may not see it."""

    code = "linli.not-found"
    text = _("没有找到，或者您无权查看。")


class Refused(LinliError):
    """The rules do not allow this in the present state."""

    code = "linli.refused"
    text = _("当前状态下不能这样操作。")


class Stale(LinliError):
    """Somebody changed it meanwhile."""

    code = "linli.stale"
    text = _("内容已被他人修改，请刷新后再试。")


class Unavailable(LinliError):
    """Something needed does not answer now."""

    code = "linli.unavailable"
    text = _("服务暂时不可用，请稍后再试。")
