"""How the staff room says no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused


class AccountUnknown(NotFound):
    """Nobody signs in by that name."""

    code = "staff.account-unknown"
    text = _("没有登录名为“%(username)s”的账号。")


class UnitUnknown(NotFound):
    """No unit has that code or name."""

    code = "staff.unit-unknown"
    text = _("没有编码或名称为“%(unit)s”的单位。")


class DutyWithoutUnit(NotFound):
    """No unit answers for a duty at a place."""

    code = "staff.duty-without-unit"
    text = _("区域 %(area_code)s 的“%(duty)s”还没有责任单位。")


class PostUnknown(NotFound):
    """There is no such post."""

    code = "staff.post-unknown"
    text = _("没有找到这项任职，或者您无权查看。")


class TokenUnknown(NotFound):
    """There is no such token, or it is somebody else's."""

    code = "staff.token-unknown"
    text = _("没有找到这个接口令牌，或者您无权查看。")


class TokenRejected(NotAllowed):
    """The token of a request opens nothing."""

    code = "staff.token-rejected"
    text = _("接口令牌无效：可能已到期、已停用，或账号已停用。")


class TokenNeedsHttps(NotAllowed):
    """Tokens do not travel over plain http."""

    code = "staff.token-needs-https"
    text = _("请使用 https 地址：接口令牌不能明文传送。已经用了 https 仍看到这句话的，请管理员设置 LINLI_HTTPS=1。")


class UsernameTaken(Invalid):
    """Somebody has this user name."""

    code = "staff.username-taken"
    text = _("登录名“%(username)s”已被使用。")


class UsernameWrong(Invalid):
    """A user name holds signs that it may not."""

    code = "staff.username-wrong"
    text = _("登录名“%(username)s”不能使用：请用 1 到 60 个字母、数字或 @ . + - _。")


class PasswordWeak(Invalid):
    """A password breaks the rules."""

    code = "staff.password-weak"
    text = _("密码不合要求：%(reasons)s")


class LanguageUnknown(Invalid):
    """Linli does not speak that language."""

    code = "staff.language-unknown"
    text = _("没有“%(language)s”这种语言。")


class AreaCodeWrong(Invalid):
    """An area prefix is not a division code."""

    code = "staff.area-code-wrong"
    text = _("区域编码“%(area_code)s”不正确：应为 2、4、6、9、12 或 15 位数字，留空表示全部区域。")


class RoleUnknown(Invalid):
    """There is no such role."""

    code = "staff.role-unknown"
    text = _("没有“%(role)s”这种岗位。")


class PostNeedsUnit(Invalid):
    """A handler or unit head works for a unit."""

    code = "staff.post-needs-unit"
    text = _("处置人员和科室负责人必须属于一个单位。")


class PostEndsBeforeStart(Invalid):
    """A post ends before it begins."""

    code = "staff.post-ends-before-start"
    text = _("任职的止期不能早于起期。")


class UnitClosed(Refused):
    """The unit takes no new work."""

    code = "staff.unit-closed"
    text = _("单位“%(unit)s”已停用，不能再分派。")


class AccountClosed(Refused):
    """The account is not active."""

    code = "staff.account-closed"
    text = _("账号“%(username)s”已停用。")


class NotForOneself(NotAllowed):
    """Nobody gives or takes their own post or account."""

    code = "staff.not-for-oneself"
    text = _("不能为自己任职、免职或停用自己的账号，请由另一位管理员办理。")


class DemoAccountShared(Refused):
    """A demo account is everybody's: nobody shuts the others out of it."""

    code = "staff.demo-account-shared"
    text = _("演示账号由大家共用，不能改密码，也不能启用两步验证。")


class TokenForAnother(NotAllowed):
    """A token carries its owner's rights, so only the owner asks for one."""

    code = "staff.token-for-another"
    text = _("接口令牌只能由本人申请。")


class ScopeUnknown(Invalid):
    """A token scope is not a permission."""

    code = "staff.scope-unknown"
    text = _("没有“%(scope)s”这种权限。")


class ScopeMissing(Invalid):
    """A token without a scope opens nothing."""

    code = "staff.scope-missing"
    text = _("请至少给接口令牌一项权限。")


class TokenDaysWrong(Invalid):
    """A token lives from one day to a year."""

    code = "staff.token-days-wrong"
    text = _("接口令牌的有效期应为 1 到 %(most)s 天。")


class ShiftUnreadable(Invalid):
    """A shift is not written as days and hours."""

    code = "staff.shift-unreadable"
    text = _("班次“%(shift)s”看不懂，请写成“off 18:00-08:00”：working 工作日、off 休息日或 1–7 星期几，后面是时段。")


class DutyEndsBeforeStart(Invalid):
    """A duty ends before it begins."""

    code = "staff.duty-ends-before-start"
    text = _("分工的止期不能早于起期。")


class DutyUnknown(NotFound):
    """There is no such division of duties."""

    code = "staff.duty-unknown"
    text = _("没有找到这条职责分工，或者您无权修改。")


class AwayForUnknown(Invalid):
    """There is no such kind of absence."""

    code = "staff.away-for-unknown"
    text = _("没有“%(given)s”这种请假类型。")


class AbsenceEndsBeforeStart(Invalid):
    """An absence ends before it begins."""

    code = "staff.absence-ends-before-start"
    text = _("外出的止期不能早于起期。")


class AbsenceOver(Invalid):
    """An absence lies wholly in the past: nothing is kept of where people were."""

    code = "staff.absence-over"
    text = _("只登记今天和以后的外出，过去的不必补登。")


class AbsenceTooLong(Invalid):
    """An absence is longer than may be entered at once."""

    code = "staff.absence-too-long"
    text = _("一次外出最长登记 %(most)s 天；更久请免去任职。")


class AbsenceTwice(Refused):
    """Somebody is away on these days already."""

    code = "staff.absence-twice"
    text = _("这几天已经登记过外出（%(from_on)s 至 %(to_on)s）。")


class AbsenceUnknown(NotFound):
    """There is no such absence, or it is not one's own to end."""

    code = "staff.absence-unknown"
    text = _("没有找到这次外出，或者您无权修改。")


class StandInIsSame(Invalid):
    """Nobody stands in for themselves."""

    code = "staff.stand-in-is-same"
    text = _("代办人不能是本人。")


class StandInNoColleague(Invalid):
    """A stand-in works for the same unit."""

    code = "staff.stand-in-no-colleague"
    text = _("代办人必须是同一单位的同事。")


class StandInAway(Refused):
    """The stand-in is away as well."""

    code = "staff.stand-in-away"
    text = _("%(name)s 这几天也不在，请选另一位同事。")


class WorkPhoneWrong(Invalid):
    """The text is no phone number."""

    code = "staff.work-phone-wrong"
    text = _("工作电话不正确，请检查位数；也可以留空。")
