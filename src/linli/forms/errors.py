"""How forms says no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale


class FormNotFound(NotFound):
    """There is no such form, or it is not asked where the person works."""

    code = "forms.not-found"
    text = _("没有找到这张表单，或者您无权查看。")


class SubmissionNotFound(NotFound):
    """There is no such filled form, or the person may not see it."""

    code = "forms.submission-not-found"
    text = _("没有找到这份填报，或者您无权查看。")


class FormUnreadable(Invalid):
    """The file is no XLSForm."""

    code = "forms.unreadable"
    text = _("文件“%(file)s”不能用作表单：%(why)s")


class FormBroken(Invalid):
    """The XLSForm cannot be converted; each fault with its sheet and row."""

    code = "forms.broken"
    text = _("表单有误，没有保存：%(why)s")


class FormBarred(Refused):
    """The form asks for what is never held (safeguards)."""

    code = "forms.barred"
    text = _("表单不能准入：%(why)s")


class FormTooLarge(Invalid):
    """The file is larger than any form."""

    code = "forms.too-large"
    text = _("表单文件太大：最多 %(most)s MB。")


class FormNeedsFiles(Invalid):
    """The form names files that did not come with it."""

    code = "forms.needs-files"
    text = _("表单用到的附带文件没有一起上传：%(files)s。请把它们和表单一起选上，文件名要一致。")


class FormFilesSpare(Invalid):
    """Files came along that the form does not name."""

    code = "forms.files-spare"
    text = _("表单没有用到这些附带文件：%(files)s。请去掉它们，或核对文件名（大小写也要一致）。")


class FormFilesTooMany(Invalid):
    """More files come with the form than a phone should fetch."""

    code = "forms.files-too-many"
    text = _("附带文件有 %(count)s 个，一张表单最多 %(most)s 个。")


class FormFileTooLarge(Invalid):
    """A file of the form is larger than is taken."""

    code = "forms.form-file-too-large"
    text = _("附带文件“%(name)s”太大，最多 %(most)s MB。")


class FormFilesTooLarge(Invalid):
    """The files of the form are larger together than phones should keep."""

    code = "forms.files-too-large"
    text = _("附带文件合计太大：一张表单最多 %(most)s MB，每部手机都要存一份。")


class FormChoicesTooMany(Invalid):
    """The questions of the form have more answers to choose from than every visit should wait for."""

    code = "forms.choices-too-many"
    text = _(
        "各个问题的选项合计超过 %(most)s 项（一张清单用在几个问题上就算几次）。请缩短清单，或者让几个问题合成一个。"
    )


class FormFileTwice(Invalid):
    """Two files of one name came with the form."""

    code = "forms.form-file-twice"
    text = _("附带文件“%(name)s”给了不止一份。同名的只能给一份，请去掉多余的。")


class FormFileUnfit(Invalid):
    """A file of the form cannot be read as what its ending says."""

    code = "forms.form-file-unfit"
    text = _("附带文件“%(name)s”不能使用：%(why)s")


class FormFileOfPeople(Refused):
    """A list of answers holds data of people (safeguards)."""

    code = "forms.form-file-of-people"
    text = _("附带文件“%(name)s”不能带居民的资料：%(where)s。请删去；登记里已有的，填写时会自动带出，不必随表单下发。")


class FormCodeWrong(Invalid):
    """A form id is an address: letters, digits, dot, dash, underscore."""

    code = "forms.code-wrong"
    text = _("settings 工作表的 form_id“%(form)s”不正确：只用字母、数字、点、短横和下划线，最多 64 个字符。")


class VersionTaken(Refused):
    """Another content has this version already."""

    code = "forms.version-taken"
    text = _("表单 %(form)s 的版本 %(version)s 已经存在，内容却不同。请换一个版本号再上传。")


class FormCodeTaken(Refused):
    """A form of another area has this id already."""

    code = "forms.code-taken"
    text = _("表单编号“%(form)s”已由别处的表单使用。请在 settings 工作表里换一个 form_id 再上传。")


class VersionChanged(Stale):
    """The version was uploaded anew after it was looked at."""

    code = "forms.version-changed"
    text = _("这个版本在您查看以后被重新上传过，没有准入。请把现在的问题再看一遍，然后再准入。")


class VersionUnknown(NotFound):
    """There is no such version of the form."""

    code = "forms.version-unknown"
    text = _("没有这张表单的这个版本。")


class BindingUnknown(Invalid):
    """A question is bound to something the register does not hold."""

    code = "forms.binding-unknown"
    text = _(
        "问题“%(question)s”的 bind::linli 写的是“%(said)s”，登记里没有这一项。可以写：%(known)s；都不是就写 none。"
    )


class OwnerMissing(Invalid):
    """Nobody answers for the form."""

    code = "forms.owner-missing"
    text = _("请选择责任单位：没有单位负责的表单不能下发。")


class OwnerUnknown(Invalid):
    """There is no such unit."""

    code = "forms.owner-unknown"
    text = _("没有编码为“%(unit)s”的单位。")


class PurposeMissing(Invalid):
    """A form says what its answers are for."""

    code = "forms.purpose-missing"
    text = _("请选择目的：答案用来做什么，须在目的登记里。")


class PurposeTooNarrow(Refused):
    """The form asks for more than its purpose allows."""

    code = "forms.purpose-too-narrow"
    text = _("目的“%(purpose)s”不包括“%(name)s”。请删去这个问题，或选择包括它的目的。")


class ListReferenceMissing(Invalid):
    """Work off the admission list may be refused by the community."""

    code = "forms.list-reference-missing"
    text = _("请填写准入清单编号：不在清单上的工作，社区可以不办。")


class EndMissing(Invalid):
    """A form without an end is asked for ever."""

    code = "forms.end-missing"
    text = _("请填写到期日，从今天起最多 %(most)s 天。")


class EndTooFar(Invalid):
    """A form is admitted for a year at most."""

    code = "forms.end-too-far"
    text = _("到期日太远：一次最多准入 %(most)s 天，即到 %(latest)s；到期后仍需要的，重新准入。")


class LeadWrong(Invalid):
    """The lead time is not a number of days."""

    code = "forms.lead-wrong"
    text = _("提前天数应当在 0 到 %(most)s 之间。")


class AreaWrong(Invalid):
    """There is no such area, or it is not this person's."""

    code = "forms.area-wrong"
    text = _("没有这个区域，或者不在您的范围内。")


class FormWithdrawn(Refused):
    """The form was taken back."""

    code = "forms.withdrawn"
    text = _("这张表单已经撤回。")


class FileClosed(NotAllowed):
    """A file of a form about people is opened under a reading of its answers, for a stated reason."""

    code = "forms.file-closed"
    text = _("请先写明查看的原因，再打开附件。")


class ReasonMissing(Invalid):
    """Taking a form back needs a reason."""

    code = "forms.reason-missing"
    text = _("请写明撤回的原因。")


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


class ConsentIsPersonal(Refused):
    """A purpose that rests on consent is asked of one person at a time."""

    code = "forms.consent-is-personal"
    text = _(
        "目的“%(purpose)s”须本人同意，表单只能逐人填写：请把对象改为“个人”，或者选择不以同意为依据、又包括这些问题的目的。"
    )


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
