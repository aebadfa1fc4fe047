"""How fieldsync says no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused, Unavailable


class SignInNeeded(NotAllowed):
    """The device's token opens nothing any more: the phone keeps its queue and asks to sign in."""

    code = "field.sign-in"
    text = _("请重新登录：离线使用期限已到，或者账号已停用。没有上传的内容仍保存在手机里。")


class NeedsHttps(NotAllowed):
    """Tokens and what phones hold do not travel over plain http: the phone keeps everything and tries again."""

    code = "field.needs-https"
    text = _(
        "请使用 https 地址：登录令牌和工作数据不能明文传送，没有上传的内容仍保存在手机里。"
        "已经用了 https 仍看到这句话的，请管理员设置 LINLI_HTTPS=1。"
    )


class DeviceWiped(NotAllowed):
    """The device was reported lost, or somebody in charge ended it: the phone throws away what it holds."""

    code = "field.wipe"
    text = _("这台手机已被停用，手机里的工作数据将被清除。如果手机还在您手上，请重新登录。")


class DeviceOfAnother(Refused):
    """The device belongs to somebody else's account."""

    code = "field.device-of-another"
    text = _("这台手机登记在另一个账号名下，请先让该账号退出并清除数据。")


class TooManyDevices(Refused):
    """The account uses as many phones as it may: one of them has to be signed out first."""

    code = "field.too-many-devices"
    text = _(
        "您的账号同时最多使用 %(most)s 部手机，已经满了。最久没用的是“%(name)s”（%(day)s 登记）："
        "请在那部手机上打开“我”，点“退出登录”；手机不在手边的，用电脑打开 /desk/field/devices/ 停用它，再回来登录。"
    )


class NotForFieldWork(NotAllowed):
    """The account has no post that works in the field."""

    code = "field.not-for-field-work"
    text = _("您的岗位没有开通移动工作，请联系管理员。")


class DeviceUnknown(NotFound):
    """There is no such device, or somebody may not know of it."""

    code = "field.device-unknown"
    text = _("没有找到这台手机，或者您无权查看。")


class DeviceReasonUnknown(Invalid):
    """A device is ended for no reason that is known."""

    code = "field.device-reason-unknown"
    text = _("请说明为什么停用这台手机。")


class RequestUnreadable(Invalid):
    """What was sent cannot be read."""

    code = "field.request-unreadable"
    text = _("发送的内容无法读取。")


class RequestTooLarge(Refused):
    """More was sent at once than is taken at once."""

    code = "field.request-too-large"
    text = _("一次发送的内容太多，请分批发送。")


class CommandNameUnknown(Invalid):
    """A command has a name that this version does not know."""

    code = "field.command-unknown"
    text = _("服务器不认识“%(name)s”这项操作，请更新应用后再试。")


class PayloadWrong(Invalid):
    """A command lacks something, or holds what cannot be used."""

    code = "field.payload-wrong"
    text = _("“%(where)s”填写不正确。")


class RecordTaken(Refused):
    """A new record comes under an id that another record has."""

    code = "field.record-taken"
    text = _("这个编号的记录已经存在，请重新填写后再提交。")


class CommandTrouble(Unavailable):
    """Something went wrong while a command was applied: nothing is lost, it is tried again later."""

    code = "field.trouble"
    text = _("暂时没有处理成功，内容仍保存在手机里，稍后会自动再试。")


class MediaUnknown(NotFound):
    """A file is named in a way in which no file is named."""

    code = "field.media-unknown"
    text = _("没有这个文件。")


class MediaRangeWrong(Invalid):
    """A part of a file does not say which part it is."""

    code = "field.media-range-wrong"
    text = _("文件分段的起止位置不正确。")


class MediaDamaged(Invalid):
    """A file is whole, but is not what it should be: it is sent again from its beginning."""

    code = "field.media-damaged"
    text = _("文件在传送中损坏，需要重新传送。")


class MediaTooLarge(Refused):
    """A file is larger than is taken at all."""

    code = "field.media-too-large"
    text = _("文件太大，最多 %(most)s MB。")


class StagedFull(Refused):
    """A phone's files that wait for their commands take all the room they may: this one is set aside on the phone."""

    code = "field.staged-full"
    text = _(
        "这部手机传来、还没有处理完的照片和附件已满 %(most)s MB，这一项先放在手机里。"
        "请先处理“待上传”里的其他内容，再点“原样再传”；不再续传的附件十四天后自动清理。"
    )


class MediaNotTaken(Refused):
    """A kind of file that cannot be used."""

    code = "field.media-not-taken"
    text = _("不能使用 %(kind)s 格式的文件，请改用 JPEG 照片。")


class MediaTwice(Refused):
    """A command brings several files where one is kept: taken together, all but one would be lost."""

    code = "field.media-twice"
    text = _("这里只能带一段录音，收到了 %(number)s 段。请留下一段再提交。")


class MediaNameTwice(Refused):
    """Two files of a command have the same name: one of them would be lost."""

    code = "field.media-name-twice"
    text = _("两个不同的文件都叫“%(name)s”，只能留下一个。请改名或重新选择，再提交。")


class DiskFull(Unavailable):
    """The server has no room for the file now."""

    code = "field.disk-full"
    text = _("服务器存储空间已满，照片暂时传不上去，仍保存在手机里，请联系管理员。")


class AppNotBuilt(Unavailable):
    """The app's files were not built, or not wholly."""

    code = "field.app-not-built"
    text = _("移动工作的页面文件还没有生成。请管理员在程序目录里执行 make assets（需要 Node.js），然后重新打开。")
