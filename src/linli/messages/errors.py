"""How messages say no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, Refused


class NoticeNotFound(NotFound):
    """There is no such notice, or it is somebody else's."""

    code = "message.notice-not-found"
    text = _("没有找到这条消息，或者它不是给您的。")


class DeliveryNotFound(NotFound):
    """There is no such delivery, or it lies outside the person's area."""

    code = "message.delivery-not-found"
    text = _("没有找到这条发送记录，或者您无权查看。")


class NothingToResend(Refused):
    """What was sent, or still waits its turn, is not sent a second time."""

    code = "message.nothing-to-resend"
    text = _("只有发送失败或已放弃的消息才能重发。")


class ChannelNotSetUp(Refused):
    """The installation has no such channel."""

    code = "message.channel-not-set-up"
    text = _("本系统还没有接通“%(channel)s”。设置方法见文档 docs/how-to/send-notices.md。")


class ChannelUnknown(Invalid):
    """There is no channel of that name."""

    code = "message.channel-unknown"
    text = _("没有“%(channel)s”这种发送方式。")


class PhoneInvalid(Invalid):
    """The text is no mobile number."""

    code = "message.phone-invalid"
    text = _("手机号码不正确，请检查位数；也可以留空。")


class QuietHoursInvalid(Invalid):
    """Quiet hours have a beginning and an end."""

    code = "message.quiet-hours-invalid"
    text = _("免打扰时段要写成“22:00-07:00”的样子。")


class BotAddressInvalid(Invalid):
    """The text is no address of a group bot."""

    code = "message.bot-address-invalid"
    text = _("不是可用的群机器人地址。请粘贴企业微信、钉钉或飞书群机器人的网址。")


class SubscriptionInvalid(Invalid):
    """A browser's subscription is broken, or leads to a host that is no push service."""

    code = "message.subscription-invalid"
    text = _("这个浏览器的推送订阅不能使用。")


class NoticesBroken(Invalid):
    """The declared notices have problems and are not used."""

    code = "message.notices-broken"
    text = _("消息目录有 %(number)s 处问题，第一处：%(first)s")

    def __init__(self, *, problems: list[object]) -> None:
        super().__init__(number=len(problems), first=str(problems[0]))
        self.problems = problems
