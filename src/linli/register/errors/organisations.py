"""How organisations and their members say no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused


class OrganisationNotFound(NotFound):
    """There is no such organisation, or it lies outside the reader's area."""

    code = "register.organisation-not-found"
    text = _("没有找到这个单位，或者不在您的工作范围内。")


class OrganisationNameWrong(Invalid):
    """An organisation has no name, or one too long."""

    code = "register.organisation-name-wrong"
    text = _("请填写单位名称（不超过 %(most)s 个字）。")


class OrganisationKindUnknown(Invalid):
    """There is no such kind of organisation."""

    code = "register.organisation-kind-unknown"
    text = _("没有单位类型“%(kind)s”。")


class CreditCodeInvalid(Invalid):
    """The unified social credit code fails its check character (GB 32100)."""

    code = "register.credit-code-invalid"
    text = _("统一社会信用代码校验不通过，请核对。")


class CreditCodeTaken(Invalid):
    """Another open organisation has the code."""

    code = "register.credit-code-taken"
    text = _("这个统一社会信用代码已经登记在另一个单位名下。")


class OrganisationDatesWrong(Invalid):
    """An organisation begins in the future, or ends before it began."""

    code = "register.organisation-dates-wrong"
    text = _("日期不对：成立日期不能晚于今天，注销日期不能早于成立日期。")


class OrganisationPlaceMissing(Invalid):
    """An organisation lies in a grid that is known."""

    code = "register.organisation-place-missing"
    text = _("请选择单位所在的网格。")


class OrganisationClosed(Refused):
    """The organisation has been closed."""

    code = "register.organisation-closed"
    text = _("这个单位已经注销，不能再办理。")


class KindKeepsNoMembers(Refused):
    """A kind of organisation like this keeps no list of members here."""

    code = "register.kind-keeps-no-members"
    text = _("“%(kind)s”不设成员名册：只有自愿加入的居民组织可以设。")


class WorshipKeepsNoMembers(Refused):
    """No members' list is kept for bodies of worship or movements (safeguards, rule 13)."""

    code = "register.worship-keeps-no-members"
    text = _("名称中有“%(word)s”：邻里不为宗教活动场所、宗教团体和各种信众团体保存成员名册。")


class OfficerExists(Refused):
    """The account acts for the organisation already."""

    code = "register.officer-exists"
    text = _("这个账号已经是该单位的负责人。")


class OfficerIsOneself(NotAllowed):
    """Nobody opens an organisation's members to themself."""

    code = "register.officer-is-oneself"
    text = _("不能指定自己为负责人，请由另一位登记员办理。")


class MembersNotKept(Refused):
    """The organisation has no members' list, or it was closed."""

    code = "register.members-not-kept"
    text = _("这个单位没有开设成员名册。")


class MemberNotKnown(Invalid):
    """No one resident has this name together with this phone or ID number."""

    code = "register.member-not-known"
    text = _("没有找到姓名与电话（或身份证号）都相符的居民，请核对。")


class MembershipExists(Refused):
    """The resident is a member already."""

    code = "register.membership-exists"
    text = _("已经是该单位的成员。")


class MembersRemain(Refused):
    """A members' list with members is not closed, and its organisation keeps the kind that allows it."""

    code = "register.members-remain"
    text = _("名册里还有成员。请由负责人先办理退出，再关闭名册。")


class MembersTakenOutThere(Refused):
    """Members are taken out on the page of their organisation, by its officers."""

    code = "register.members-taken-out-there"
    text = _("成员名单请由负责人在本单位的成员页面导出。")
