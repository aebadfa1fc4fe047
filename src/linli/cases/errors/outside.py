"""How hand-offs to outside systems and rounds say no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused


class HandOffConfidential(Refused):
    """A confidential case does not leave the house (safeguards, rule 10)."""

    code = "case.hand-off-confidential"
    text = _("保密案卷不能转给外部系统。")


class OutsideSystemUnknown(Invalid):
    """Nobody has entered an outside system of that code."""

    code = "case.outside-system-unknown"
    text = _("没有登记过外部系统“%(system)s”。")


class OutsideSystemWrong(Invalid):
    """An outside system is entered with a code, an address or a limit that cannot be used."""

    code = "case.outside-system-wrong"
    text = _("外部系统不能这样登记：代码只用小写字母、数字和连字符，地址以 https:// 开头，时限写成“2 working days”。")


class HandedOffBefore(Refused):
    """A case is with one outside system at a time."""

    code = "case.handed-off-before"
    text = _("这件案卷已转给外部系统，还没有结果。")


class NotHandedOff(Refused):
    """No outside system has this case now."""

    code = "case.not-handed-off"
    text = _("这件案卷现在不在外部系统手里。")


class SignatureWrong(NotAllowed):
    """A message is not signed with the system's key, or was sent too long ago."""

    code = "case.signature-wrong"
    text = _("签名不对或已过期，请核对密钥和时钟。")


class RoundUnknown(NotFound):
    """Nobody has declared a round of that code, or it had no such turn."""

    code = "case.round-unknown"
    text = _("没有找到这一期例行工作。")


class RoundMet(Refused):
    """The meeting of a round is written down once."""

    code = "case.round-met"
    text = _("这一期的例会纪要已经记过。")
