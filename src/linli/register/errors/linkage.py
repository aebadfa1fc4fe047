"""How reconciliation says no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, Refused, Unavailable


class LinkageColumnMissing(Invalid):
    """A list to be reconciled lacks a column that it needs."""

    code = "register.linkage-column-missing"
    text = _("名单里没有“%(column)s”这一列；文件中有：%(columns)s。")


class LinkageFieldUnknown(Invalid):
    """A column of a list is to be something that nobody compares."""

    code = "register.linkage-field-unknown"
    text = _("比对不用“%(name)s”，可以用的有：%(names)s。")


class LinkageListEmpty(Invalid):
    """A list has no row with a name."""

    code = "register.linkage-list-empty"
    text = _("名单里没有可以比对的行：每行要有姓名。")


class LinkageListTooLong(Invalid):
    """A list has more rows than one job takes."""

    code = "register.linkage-list-too-long"
    text = _("名单超过 %(most)s 行，请按街道拆分后再比对。")


class LinkageBasisMissing(Invalid):
    """A reconciliation names no law or decision."""

    code = "register.linkage-basis-missing"
    text = _("请写明依据的法律、法规或决定文号。")


class LinkageThresholdsWrong(Invalid):
    """Thresholds are no probabilities, or stand the wrong way round."""

    code = "register.linkage-thresholds-wrong"
    text = _("界限应满足 0 < 待核 < 把握大 < 1。")


class LinkageKeptTooLong(Invalid):
    """The copy would be kept longer than its purpose allows."""

    code = "register.linkage-kept-too-long"
    text = _("销毁日期最晚为 %(latest)s（该目的最多保存 %(days)s 天），且不能早于今天。")


class LinkageNotFound(NotFound):
    """There is no such reconciliation, or its area is not the reader's."""

    code = "register.linkage-not-found"
    text = _("没有找到这项比对，或者不在您的工作范围内。")


class LinkageNotOpen(Refused):
    """A reconciliation is not at the point where this can be done."""

    code = "register.linkage-not-open"
    text = _("这项比对现在不能这样操作，请刷新页面。")


class LinkageReasonMissing(Invalid):
    """A decision over a pair has no reason."""

    code = "register.linkage-reason-missing"
    text = _("请写明判断的理由。")


class LinkageDecisionUnknown(Invalid):
    """A decision is none of the three."""

    code = "register.linkage-decision-unknown"
    text = _("判断只能是：同一人、不是同一人、不能确定。")


class LinkageSecondLookOwn(Refused):
    """Who decided cannot be the one who looks again (four eyes)."""

    code = "register.linkage-second-look-own"
    text = _("复核要由另一名工作人员进行，不能复核自己的判断。")


class LinkageOneByOne(Refused):
    """A decision that may speak against people is not taken for many at once."""

    code = "register.linkage-one-by-one"
    text = _("可能对本人不利的判断要逐人作出，不能批量。")


class LinkageEngineMissing(Unavailable):
    """The engine set by LINLI_LINKAGE is not installed."""

    code = "register.linkage-engine-missing"
    text = _("没有安装 Spark（pyspark）。请安装 linli[spark]，或把 LINLI_LINKAGE 设为 duckdb。")
