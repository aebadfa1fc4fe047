"""A form somebody wants filled, with who answers for it and until when; its versions as they were uploaded and converted."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.forms.rules import FormState, Target


class Form(models.Model):
    """One form: asked of people only after it was admitted, with owner, purpose, list reference and end."""

    code = models.CharField(_("编码"), max_length=64, primary_key=True)
    titles = models.JSONField(_("名称"), default=dict)  # by language: zh-hans, zh-hant, en
    about = models.CharField(_("说明"), max_length=300, blank=True)
    owner_unit = models.CharField(_("责任单位"), max_length=40, blank=True)
    asked_by = models.CharField(_("提出单位"), max_length=80, blank=True)
    purpose_code = models.CharField(_("目的"), max_length=40, blank=True)
    list_reference = models.CharField(_("准入清单编号"), max_length=80, blank=True)
    area_code = models.CharField(_("区域"), max_length=15, blank=True)
    target = models.CharField(_("对象"), max_length=10, default=Target.NONE.value)
    lead_days = models.PositiveSmallIntegerField(_("提前天数"), default=0)
    state = models.CharField(_("状态"), max_length=10, default=FormState.DRAFT.value)
    version = models.CharField(_("版本"), max_length=40, blank=True)  # the one that is filled in now
    drafted_at = models.DateTimeField(_("上传时间"))
    drafted_by = models.CharField(max_length=40)
    drafted_by_name = models.CharField(_("上传人"), max_length=40)
    admitted_at = models.DateTimeField(_("准入时间"), null=True, blank=True)
    admitted_by = models.CharField(max_length=40, blank=True)
    admitted_by_name = models.CharField(_("准入人"), max_length=40, blank=True)
    expires_on = models.DateField(_("到期"), null=True, blank=True)  # the last day on which it is filled in
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_by_name = models.CharField(_("撤回人"), max_length=40, blank=True)
    withdrawn_because = models.CharField(_("撤回原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("表单")
        verbose_name_plural = _("表单")
        indexes = (models.Index(fields=["state", "expires_on"], name="form_open"),)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The form's name in the reader's language, else in the first it has."""
        titles: dict[str, str] = self.titles
        return titles.get(get_language() or "") or next(iter(titles.values()), self.code)


class FormVersion(models.Model):
    """One version: the XLSForm (an old .xls as the .xlsx made of it), the XForm made of it, what it asks, and how much of that was asked before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form = models.ForeignKey(Form, models.CASCADE, related_name="versions", db_constraint=False)
    version = models.CharField(_("版本"), max_length=40)
    file_name = models.CharField(_("文件名"), max_length=120)
    xlsform = models.BinaryField()
    xform = models.BinaryField()
    md5 = models.CharField(max_length=32)  # of the exact bytes of the XForm: OpenRosa clients compare it
    files_md5 = models.CharField(max_length=32, blank=True, default="")  # of the names and hashes of its files
    size_bytes = models.PositiveIntegerField(_("大小"))
    warnings = models.JSONField(_("提示"), default=list)
    questions = models.JSONField(_("问题"), default=list)
    asked = models.PositiveSmallIntegerField(_("问题数"), default=0)
    known = models.PositiveSmallIntegerField(_("登记已有"), default=0)
    elsewhere = models.PositiveSmallIntegerField(_("其他表单已问"), default=0)
    uploaded_at = models.DateTimeField(_("上传时间"))
    uploaded_by_name = models.CharField(_("上传人"), max_length=40)
    admitted_at = models.DateTimeField(_("准入时间"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # filled in until here: what came after it, or the form's end

    class Meta:
        verbose_name = _("表单版本")
        verbose_name_plural = _("表单版本")
        constraints = (models.UniqueConstraint(fields=["form", "version"], name="form_version_once"),)

    def __str__(self) -> str:
        return f"{self.form_id} {self.version}"

    @property
    def mark(self) -> str:
        """What tells these contents from others under the same version: the XForm's hash, and its files'."""
        return f"{self.md5}{self.files_md5}"


class FormFile(models.Model):
    """A file that a version leans on, as clients get it: a list of answers, a picture or a sound of a question."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="files", db_constraint=False)
    name = models.CharField(_("文件名"), max_length=120)
    media_type = models.CharField(max_length=60)
    md5 = models.CharField(max_length=32)
    size_bytes = models.PositiveIntegerField(_("大小"))
    content = models.BinaryField()

    class Meta:
        verbose_name = _("表单附带文件")
        verbose_name_plural = _("表单附带文件")
        constraints = (models.UniqueConstraint(fields=["version", "name"], name="form_file_once"),)

    def __str__(self) -> str:
        return self.name
