"""How cases say no about cases that belong together, and about repeats."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, Refused


class MainEnded(Refused):
    """A case is merged into one that is still open and stands for itself."""

    code = "case.main-ended"
    text = _("不能并入已经结束或已并入别处的案卷，请填仍在办理的主案卷。")


class ConfidentialApart(Refused):
    """A confidential case and an open one are not merged: each reporter would follow the other."""

    code = "case.confidential-apart"
    text = _("保密案卷和普通案卷不能并案。")


class LinkedToItself(Invalid):
    """A case is not linked with itself."""

    code = "case.linked-to-itself"
    text = _("这是本案卷自己的编号，请填另一件。")


class TooManyAtOnce(Invalid):
    """One command moves as many cases as a person has looked at."""

    code = "case.too-many-at-once"
    text = _("一次请选 1 到 %(most)s 件。")


class NoRepeat(Refused):
    """The place does not show often enough for a root-cause case."""

    code = "case.no-repeat"
    text = _("这里还不是反复发生的问题：%(found)s 次，满 %(least)s 次才开立根源案卷。")


class NoLowRating(Refused):
    """Nothing is left to be answered: the rating was not low, or was answered before."""

    code = "case.no-low-rating"
    text = _("这件案卷没有待回应的差评。")


class StepHasOwnForm(Refused):
    """A step with an action of its own is not taken as a merely declared one."""

    code = "case.step-has-own-form"
    text = _("这一步有专门的表单，请在案卷页上办理。")


class HasMerged(Refused):
    """A case that others were merged into goes on itself."""

    code = "case.has-merged"
    text = _("已有案卷并入这一件，请把它作为主案卷。")
