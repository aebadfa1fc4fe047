"""Reconciliation of a department's list with the register, for one stated purpose, decided by people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id


class LinkageJob(models.Model):
    """One list held against the register (or the register against itself), until its purpose ends and the copy is destroyed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("区域"), max_length=15)
    title = models.CharField(_("名称"), max_length=80)
    purpose_code = models.CharField(_("目的"), max_length=40)
    basis = models.CharField(_("依据"), max_length=200)
    is_within = models.BooleanField(default=False)  # duplicates inside the register
    list_digest = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField(default=0)
    settings = models.JSONField(default=dict)  # thresholds, engine, the trained weights
    state = models.CharField(max_length=10)  # waiting, running, review, failed, destroyed
    counts = models.JSONField(default=dict)
    trouble = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    destroy_by = models.DateField(_("销毁日期"))
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("数据比对")
        verbose_name_plural = _("数据比对")
        indexes = (models.Index(fields=["area_code", "id"], name="linkage_area"),)

    def __str__(self) -> str:
        return self.title


class LinkagePair(models.Model):
    """A row of the list and the resident it may be, with what speaks for and against, and what a person decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job = models.ForeignKey(LinkageJob, models.CASCADE, related_name="pairs", db_constraint=False)
    row = models.PositiveIntegerField()  # the row of the list, the head being row 1
    row_sealed = models.TextField(blank=True)  # what the list says, destroyed with the job
    left_id = models.UUIDField(null=True)  # within the register: the other resident
    resident_id = models.UUIDField(null=True)  # None: nobody found
    probability = models.FloatField(default=0)
    weight = models.FloatField(default=0)  # bits
    parts = models.JSONField(default=list)  # per comparison: name, level, bits
    decision = models.CharField(max_length=10, blank=True)  # same, different, unsure
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    second_by = models.CharField(
        max_length=40, blank=True
    )  # who looked again where the decision may speak against somebody
    second_by_name = models.CharField(max_length=40, blank=True)
    second_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("比对结果")
        verbose_name_plural = _("比对结果")
        indexes = (
            models.Index(fields=["job", "decision", "probability"], name="pair_queue"),
            models.Index(fields=["job", "row"], name="pair_row"),
            models.Index(fields=["resident_id"], name="pair_resident"),
        )

    def __str__(self) -> str:
        return f"{self.job_id}/{self.row}"
