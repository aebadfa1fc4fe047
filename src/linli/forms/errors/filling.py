"""How forms says no to filled forms: handed in, looked at, taken out."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused


class SubmissionNotFound(NotFound):
    """There is no such filled form, or the person may not see it."""

    code = "forms.submission-not-found"
    text = _("没有找到这份填报，或者您无权查看。")


class FileClosed(NotAllowed):
    """A file of a form about people is opened under a reading of its answers, for a stated reason."""

    code = "forms.file-closed"
    text = _("请先写明查看的原因，再打开附件。")


class FormClosed(Refused):
    """The form was not open on the day it was filled in."""

    code = "forms.closed"
    text = _("表单“%(form)s”在 %(on)s 没有开放，不能收。")


class InstanceUnreadable(Invalid):
    """What came is no filled form."""

    code = "forms.instance-unreadable"
    text = _("收到的内容不是完好的表单数据：%(why)s")


class InstanceIdMissing(Invalid):
    """A filled form without its id could come in twice."""

    code = "forms.instance-id-missing"
    text = _("表单数据没有 instanceID，不能保证只收一次。")


class InstanceDiffers(Refused):
    """One instance id came with two contents."""

    code = "forms.instance-differs"
    text = _("同一个实例编号已经收到过不同的内容。")


class AnswerWrong(Invalid):
    """An answer is not what its question asks for."""

    code = "forms.answer-wrong"
    text = _("“%(question)s”的答案不正确，没有保存。")


class AnswerMissing(Invalid):
    """A question that must be answered was not."""

    code = "forms.answer-missing"
    text = _("“%(question)s”必须填写，没有保存。")


class SubjectUnknown(Invalid):
    """The household, person or dwelling is not there, or not in this person's area."""

    code = "forms.subject-unknown"
    text = _("表单所填的住户、居民或房屋不存在，或不在您的范围内。")


class ConsentNeeded(Refused):
    """The form's purpose rests on consent, and this person has not agreed."""

    code = "forms.consent-needed"
    text = _("“%(purpose)s”须本人同意，这位居民没有同意或已经撤回，不能收。")


class AnswersClosed(Refused):
    """The purpose rests on consent, and those the form is about have not agreed, or no longer do."""

    code = "forms.answers-closed"
    text = _(
        "“%(purpose)s”须本人同意，居民没有同意或已经撤回：这份填报不能查看、导出，也不能写回登记。待审核的，请选“登记不变”。"
    )


class AnswersUnmatched(Refused):
    """The purpose rests on consent, and nobody knows yet of whom the form is."""

    code = "forms.answers-unmatched"
    text = _("“%(purpose)s”须本人同意，还不知道这份填报是谁的：对应到居民、居民也同意了，才能查看和导出。")


class PlaceUnknown(Invalid):
    """Nothing says where the form was filled in."""

    code = "forms.place-unknown"
    text = _("不知道这份填报属于哪个网格：请在表单里选择住户或记录位置。")


class NotOfYourArea(NotAllowed):
    """The form was filled in outside the person's area."""

    code = "forms.not-of-your-area"
    text = _("这个地点不在您的范围内，或这张表单不在那里填写。")


class FileUnfit(Invalid):
    """An attachment is neither a picture nor one of the kinds that are taken."""

    code = "forms.file-unfit"
    text = _("附件“%(name)s”不能使用：只收照片、录音和 PDF。")


class FileNameTooLong(Invalid):
    """An attachment has a name longer than is kept: cut, two of them could become one."""

    code = "forms.file-name-too-long"
    text = _("附件“%(name)s…”的名字太长，最多 %(most)s 个字符，请改短再交。")


class FileTooLarge(Invalid):
    """An attachment is larger than is taken."""

    code = "forms.file-too-large"
    text = _("附件“%(name)s”太大，最多 %(most)s MB。")


class FileGone(NotFound):
    """There is no such attachment."""

    code = "forms.file-gone"
    text = _("没有这个附件。")


class MatchedAlready(Refused):
    """A filled form is about one household, and it is known which."""

    code = "forms.matched-already"
    text = _("这份填报已经对应到住户，不能再改。")


class WriteBackDecided(Refused):
    """Somebody has decided on this value."""

    code = "forms.write-back-decided"
    text = _("这一项已经审核过了。")


class ExportNotForPurpose(Refused):
    """The form's purpose does not allow lists of clear values."""

    code = "forms.export-not-for-purpose"
    text = _("目的“%(purpose)s”不允许成批导出答案；可以导出遮盖的清单，或逐份查看。")


class SignInNeeded(NotAllowed):
    """User name or app password is wrong."""

    code = "forms.sign-in-needed"
    text = _("登录名或应用密码不正确。")


class DoorNeedsHttps(NotAllowed):
    """Passwords do not travel over plain http."""

    code = "forms.door-needs-https"
    text = _("请使用 https 地址：应用密码不能明文传送。已经用了 https 仍看到这句话的，请管理员设置 LINLI_HTTPS=1。")


class DoorTooManyFailures(Refused):
    """Too many wrong passwords."""

    code = "forms.too-many-failures"
    text = _("密码错误次数过多，请过 15 分钟再试。")


class DoorPostTooLarge(Refused):
    """A post to the OpenRosa door is larger than it takes."""

    code = "forms.post-too-large"
    text = _("一次最多收 %(most)s MB，请分几次发送。")


class FillingNotAllowed(NotAllowed):
    """The person fills no forms in, or the app password is for something else."""

    code = "forms.filling-not-allowed"
    text = _("这个账号或应用密码不能填写表单。")
