"""How dispatching, returning, ruling and delegating say no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused


class HandlerMissing(Invalid):
    """Nobody was named to hand the task to."""

    code = "case.handler-missing"
    text = _("请选择要转交的同事。")


class HandlerNotOfUnit(Invalid):
    """A task goes to somebody who works for its unit."""

    code = "case.handler-not-of-unit"
    text = _("这个人不在%(unit)s办理案卷，请选该单位的人员。")


class HandlerAway(Refused):
    """The person chosen is away, and nobody stands in."""

    code = "case.handler-away"
    text = _("%(name)s 今天不在，也没有代办人，请选别人，或只派给单位。")


class DelegatedToOneself(Invalid):
    """A task is handed to somebody else."""

    code = "case.delegated-to-oneself"
    text = _("这项任务已经在他手上，请选另一位同事。")


class TaskMissing(Refused):
    """The unit has no open task in this case."""

    code = "case.task-missing"
    text = _("本单位在这个案卷里没有在办的任务。")


class ReturnReasonUnknown(Invalid):
    """There is no such reason to return an order."""

    code = "case.return-reason-unknown"
    text = _("没有“%(reason)s”这种退单理由。")


class RuledAlready(Refused):
    """Who is responsible was ruled: the order is not returned again (Weifang hotline rule, art. 22)."""

    code = "case.ruled-already"
    text = _("责任已经裁定，不能再退单。")


class RulingAreaWrong(NotAllowed):
    """A ruling holds for an area around the case, within the area of who rules."""

    code = "case.ruling-area-wrong"
    text = _("裁定的适用区域要包含案卷所在地，并在您的管辖范围内。")


class UnitNotActive(Refused):
    """The unit takes no new work."""

    code = "case.unit-not-active"
    text = _("单位“%(unit)s”已停用，请选另一个单位。")


class BulkUnknown(Invalid):
    """There is no such action for many cases."""

    code = "case.bulk-unknown"
    text = _("不能对多个案卷做“%(act)s”。")


class RulingUnknown(NotFound):
    """There is no such ruling in force, or it is not in one's area."""

    code = "case.ruling-unknown"
    text = _("没有找到这条现行的裁定，或者您无权修改。")
