"""How cases say no about clocks: pausing, extending, applying for either."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, Refused


class ClockNotRunning(Refused):
    """A clock that stands still or is done cannot be stopped or extended."""

    code = "case.clock-not-running"
    text = _("时限现在没有在计时，不能暂停或延期。")


class ClockNotPaused(Refused):
    """Only a clock that stands still can go on."""

    code = "case.clock-not-paused"
    text = _("时限没有暂停，无须恢复。")


class ClockOverdue(Refused):
    """What has run out is past stopping and past extending: that is asked for in time."""

    code = "case.clock-overdue"
    text = _("时限已到，不能再申请暂停或延期；请尽快办理并说明原因。")


class PauseWithoutEnd(Invalid):
    """A pause has an end in the future."""

    code = "case.pause-without-end"
    text = _("暂停要写明到什么时候为止，而且要晚于现在。")


class PausedTooOften(Refused):
    """A clock has stood still as often as it may."""

    code = "case.paused-too-often"
    text = _("已暂停过 %(times)s 次，不能再暂停。")


class PauseTooLong(Invalid):
    """A pause would last longer than it may for this cause, or than all pauses together may."""

    code = "case.pause-too-long"
    text = _("暂停时间太长：最多 %(longest)s。")


class ExtendedTooOften(Refused):
    """A clock has been extended as often as it may."""

    code = "case.extended-too-often"
    text = _("已延期 %(times)s 次，不能再延。")


class ExtensionTooLong(Invalid):
    """One extension gives no more than the limit was, in the same unit."""

    code = "case.extension-too-long"
    text = _("每次延期不能超过原时限：最多 %(limit)s，并用同一单位。")


class ReliefReasonUnknown(Invalid):
    """A pause or an extension has a cause that the catalogue knows for it."""

    code = "case.relief-reason-unknown"
    text = _("不能以“%(reason)s”为由提出这项申请，请从目录中选择理由。")


class ReliefPhotoMissing(Invalid):
    """A cause that is shown by a photo needs one of the case."""

    code = "case.relief-photo-missing"
    text = _("这个理由要有照片佐证，请先上传照片再申请。")


class ReliefAskedAlready(Refused):
    """One application at a time."""

    code = "case.relief-asked-already"
    text = _("已有一项申请在等待审批。")


class NothingAsked(Refused):
    """There is no application to decide."""

    code = "case.nothing-asked"
    text = _("没有等待审批的申请。")


class OwnApplication(Refused):
    """Nobody decides what they asked for themselves."""

    code = "case.own-application"
    text = _("不能审批自己提出的申请。")
