"""How the register says no to births, guardians, contacts, merges, undoings and what sources say."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, Refused


class BirthNotOnThisDay(Invalid):
    """A birth is recorded with the day of birth."""

    code = "register.birth-not-on-this-day"
    text = _("出生日期与登记的出生日不一致。")


class ParentTooYoung(Invalid):
    """A parent is older than the child, and grown up when it is guardian."""

    code = "register.parent-too-young"
    text = _("填写的父母在孩子出生时不足 %(least)s 岁，请核对。")


class GuardianWrong(Invalid):
    """A guardian is another grown-up person, in the register or named."""

    code = "register.guardian-wrong"
    text = _("监护人须是另一名成年人：选择已登记的居民，或填写姓名。")


class GuardianBasisUnknown(Invalid):
    """Guardians are parents, or named by a body or a court (Civil Code arts. 27-32)."""

    code = "register.guardian-basis-unknown"
    text = _("监护依据只能是父母、指定或法院。")


class ContactWrong(Invalid):
    """A contact has a name and a phone."""

    code = "register.contact-wrong"
    text = _("请填写联系人的姓名和电话。")


class ContactNotFound(NotFound):
    """There is no such contact or guardian."""

    code = "register.contact-not-found"
    text = _("没有找到这名联系人或监护人。")


class SameRecord(Invalid):
    """A record cannot be merged with itself."""

    code = "register.same-record"
    text = _("不能把一份登记与它自己合并。")


class MergeNeedsReason(Refused):
    """Records that differ in sex, birth date or ID number are the same person only for a reason."""

    code = "register.merge-needs-reason"
    text = _("两份登记的性别、出生日期或身份证号不同，合并须写明理由（至少 %(least)s 个字）。")


class AccountsDiffer(Refused):
    """Both records have an account: whose is whose is for the residents to say first."""

    code = "register.accounts-differ"
    text = _("两份登记各有一个居民账户，请先由本人停用其中一个。")


class ChangeNotFound(NotFound):
    """There is no such change, or it lies outside the reader's area."""

    code = "register.change-not-found"
    text = _("没有找到这次变更，或者不在您的工作范围内。")


class UndoneAlready(Refused):
    """What was undone is not undone again."""

    code = "register.undone-already"
    text = _("这次变更已经撤销，或者它本身就是一次撤销。")


class ChangedSince(Refused):
    """Something was built on the change since, so it cannot be taken back without taking that back first."""

    code = "register.changed-since"
    text = _("不能撤销：之后又有变更（%(at)s，%(by)s：%(act)s）。请先撤销后来的变更。")


class ClearedSince(Refused):
    """A row of the change was cleared at the end of its time, so nothing can be put back into it."""

    code = "register.cleared-since"
    text = _("不能撤销：有关记录已按保存期限清除。")


class StatementNotFound(NotFound):
    """There is no such statement, or it concerns nobody in the reader's area."""

    code = "register.statement-not-found"
    text = _("没有找到这条来源记录，或者不在您的工作范围内。")


class StatementSettled(Refused):
    """Somebody settled it already."""

    code = "register.statement-settled"
    text = _("这条来源记录已经核实处理。")


class NotForThisPurpose(Refused):
    """A purpose opens the fields it names and no others."""

    code = "register.not-for-this-purpose"
    text = _("目的“%(purpose)s”不包括查看“%(name)s”。")


class NothingToReveal(Invalid):
    """Nobody asked for any field."""

    code = "register.nothing-to-reveal"
    text = _("请选择要查看的项目。")


class ErasureRefused(Refused):
    """Data that a law still asks to be kept are not deleted on request (PIPL art. 47)."""

    code = "register.erasure-refused"
    text = _("不能删除：%(reasons)s。对此有异议的，可以向履行个人信息保护职责的部门投诉，或者向人民法院起诉。")
