"""How the register says no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, Refused


class NameMissing(Invalid):
    """A resident has no name, or one too long."""

    code = "register.name-missing"
    text = _("请填写姓名（不超过 %(most)s 个字）。")


class SexUnknown(Invalid):
    """Sex is not written as the household register writes it."""

    code = "register.sex-unknown"
    text = _("性别只能是 female（女）或 male（男）。")


class BirthDateWrong(Invalid):
    """Nobody is born in the future, or so long ago."""

    code = "register.birth-date-wrong"
    text = _("出生日期 %(born_on)s 不可能，请核对。")


class IdNumberInvalid(Invalid):
    """The ID number fails its check digit."""

    code = "register.id-number-invalid"
    text = _("身份证号校验不通过，请核对。")


class IdNumberDiffers(Invalid):
    """The ID number tells another birth date or sex."""

    code = "register.id-number-differs"
    text = _("身份证号与出生日期或性别不一致，请核对。")


class PhoneInvalid(Invalid):
    """The phone number is no number."""

    code = "register.phone-invalid"
    text = _("电话号码不正确，请核对。")


class HouseholdEmpty(Invalid):
    """A household needs people."""

    code = "register.household-empty"
    text = _("一户至少要有一名成员。")


class BarredColumn(Invalid):
    """A file brings a column that Linli has no place for."""

    code = "register.barred-column"
    text = _("文件中的“%(column)s”一列不能导入：邻里不保存%(reason)s。请删去这一列。")


class ResidentNotFound(NotFound):
    """There is no such resident, or no home of theirs lies in the reader's area."""

    code = "register.resident-not-found"
    text = _("没有找到这名居民，或者不在您的工作范围内。")


class HouseholdNotFound(NotFound):
    """There is no such household, or it lies outside the reader's area."""

    code = "register.household-not-found"
    text = _("没有找到这一户，或者不在您的工作范围内。")


class DeclarationsBroken(Invalid):
    """The declared content of the register cannot be used."""

    code = "register.declarations-broken"
    text = _("登记目录有误：%(problems)s")


class PurposeUnknown(Invalid):
    """There is no such purpose, or it is not one for this use."""

    code = "register.purpose-unknown"
    text = _("没有目的“%(purpose)s”，或者它不能用于这里。")


class PurposeClosed(Refused):
    """A sensitive purpose is closed until its impact assessment is signed and in force (PIPL art. 55)."""

    code = "register.purpose-closed"
    text = _("目的“%(purpose)s”涉及敏感个人信息，须先签署个人信息保护影响评估才能使用。")
