"""What was filled in: once by its instance id, sealed; its pictures; what of it differs from the register and waits for a look."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.forms.models.forms import Form, FormVersion
from linli.forms.rules import SubmissionState, WriteBackState


class Submission(models.Model):
    """A filled form as it came, sealed; its place and whom it is about in columns of their own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instance_id = models.CharField(_("实例编号"), max_length=100, unique=True)
    form = models.ForeignKey(Form, models.PROTECT, related_name="submissions", db_constraint=False)
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="submissions", db_constraint=False)
    xml_sealed = models.TextField()
    content_hash = models.CharField(max_length=32)  # keyed: tells a repeat from another content under the same id
    area_code = models.CharField(_("网格"), max_length=15)
    household_id = models.UUIDField(null=True, blank=True)
    resident_id = models.UUIDField(null=True, blank=True)
    named_id = models.UUIDField(null=True, blank=True)  # the record that was named, where it was merged since
    dwelling_id = models.UUIDField(null=True, blank=True)
    by = models.CharField(max_length=40)
    by_name = models.CharField(_("填写人"), max_length=40)
    filled_on = models.DateField(_("填写日期"))
    received_at = models.DateTimeField(_("收到时间"))
    state = models.CharField(_("状态"), max_length=10, default=SubmissionState.RECEIVED.value)
    replaces = models.CharField(max_length=100, blank=True)  # the instance that this one mends
    command_id = models.UUIDField()

    class Meta:
        verbose_name = _("填报")
        verbose_name_plural = _("填报")
        indexes = (
            models.Index(fields=["area_code", "form", "received_at"], name="submission_area"),
            models.Index(fields=["household_id"], name="submission_household"),
            models.Index(fields=["resident_id"], name="submission_resident"),
            models.Index(fields=["named_id"], name="submission_named", condition=models.Q(named_id__isnull=False)),
            models.Index(fields=["replaces"], name="submission_replaces", condition=~models.Q(replaces="")),
        )

    def __str__(self) -> str:
        return str(self.pk)


class SubmissionFile(models.Model):
    """A picture or file of a filled form; it lies sealed under its content's hash, pictures without EXIF."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files", db_constraint=False)
    name = models.CharField(_("文件名"), max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    media_type = models.CharField(max_length=60)
    size_bytes = models.PositiveIntegerField(_("大小"))
    added_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("填报附件")
        verbose_name_plural = _("填报附件")
        constraints = (models.UniqueConstraint(fields=["submission", "name"], name="submission_file_once"),)

    def __str__(self) -> str:
        return self.name


class WriteBack(models.Model):
    """One value of a filled form that differs from the register: taken over or not, by somebody who looked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="write_backs", db_constraint=False)
    area_code = models.CharField(_("网格"), max_length=15)
    subject = models.CharField(_("对象"), max_length=10)  # resident, dwelling, member
    resident_id = models.UUIDField(null=True, blank=True)
    named_id = models.UUIDField(null=True, blank=True)  # the record that was named, where it was merged since
    household_id = models.UUIDField(null=True, blank=True)
    dwelling_id = models.UUIDField(null=True, blank=True)
    field = models.CharField(_("项目"), max_length=20)
    base_sealed = models.TextField(blank=True)  # what stood in the register when the form came in
    value_sealed = models.TextField()
    state = models.CharField(_("状态"), max_length=10, default=WriteBackState.WAITING.value)
    by = models.CharField(max_length=40)
    by_name = models.CharField(_("填写人"), max_length=40)
    at = models.DateTimeField(_("时间"))
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.CharField(_("审核人"), max_length=40, blank=True)
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("回写")
        verbose_name_plural = _("回写")
        indexes = (
            models.Index(fields=["state", "area_code", "at"], name="write_back_waiting"),
            models.Index(
                fields=["resident_id"], name="write_back_resident", condition=models.Q(resident_id__isnull=False)
            ),
            models.Index(fields=["named_id"], name="write_back_named", condition=models.Q(named_id__isnull=False)),
        )

    def __str__(self) -> str:
        return str(self.pk)
