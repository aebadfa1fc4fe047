"""How forms says no to a form that is uploaded, admitted or taken back."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, Refused, Stale


class FormNotFound(NotFound):
    """There is no such form, or it is not asked where the person works."""

    code = "forms.not-found"
    text = _("没有找到这张表单，或者您无权查看。")


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


class ReasonMissing(Invalid):
    """Taking a form back needs a reason."""

    code = "forms.reason-missing"
    text = _("请写明撤回的原因。")


class ConsentIsPersonal(Refused):
    """A purpose that rests on consent is asked of one person at a time."""

    code = "forms.consent-is-personal"
    text = _(
        "目的“%(purpose)s”须本人同意，表单只能逐人填写：请把对象改为“个人”，或者选择不以同意为依据、又包括这些问题的目的。"
    )
