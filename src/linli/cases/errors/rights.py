"""How requests about one's own data are refused."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, Refused


class NotForHeirs(Invalid):
    """Next of kin may see, copy, correct and delete; the other rights end with the person (PIPL art. 49)."""

    code = "case.right-not-for-heirs"
    text = _("近亲属只能为去世的人查阅、复制、更正或删除信息。")


class PersonMissing(Invalid):
    """A request says of nobody whose data it is about."""

    code = "case.right-person-missing"
    text = _("请选择是谁的信息。")


class CorrectionMissing(Invalid):
    """A correction needs a field and what is right."""

    code = "case.right-correction-missing"
    text = _("请选择哪一项不对，并写出正确的内容。")


class DeletionMissing(Invalid):
    """A deletion says what is to go."""

    code = "case.right-deletion-missing"
    text = _("请选择要删除什么。")


class RequestTooLong(Invalid):
    """More is said than a request holds."""

    code = "case.right-too-long"
    text = _("内容太长，请不超过 %(most)s 个字。")


class NothingToApply(Refused):
    """A case asks for nothing that can be done with a button."""

    code = "case.right-nothing-to-apply"
    text = _("这件请求没有可以直接办理的内容，请按请求人的说明办理并书面答复。")


class RightNotAccepted(Refused):
    """A request is applied while its unit works on it, after the identity was checked."""

    code = "case.right-not-accepted"
    text = _("请先核对身份、受理这件请求，再办理。")
