"""Why data are used and who agreed: consents, enrolments, impact assessments, sharing agreements, who read what."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.register.models.people import Resident


class Consent(models.Model):
    """A resident's yes to one purpose, with the notice as it stood, by whom, and its withdrawal: a record, never deleted early."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="consents", db_constraint=False)
    purpose_code = models.CharField(_("目的"), max_length=40)
    notice_code = models.CharField(_("告知书"), max_length=40)
    notice_version = models.CharField(_("告知书版本"), max_length=20)
    given_at = models.DateTimeField(_("同意时间"))
    guardianship_id = models.UUIDField(null=True, blank=True)  # given by the guardian
    channel = models.CharField(_("方式"), max_length=20)  # self, paper, counter, doorstep
    taken_by = models.CharField(max_length=40, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("同意")
        verbose_name_plural = _("同意")
        constraints = (
            models.UniqueConstraint(
                fields=["resident", "purpose_code"], condition=Q(withdrawn_at=None), name="consent_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Enrolment(models.Model):
    """That a resident takes part in a programme: a help asked for or due by right, with its basis and an end date."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("网格"), max_length=15)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="enrolments", db_constraint=False)
    programme_code = models.CharField(_("项目"), max_length=40)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, db_constraint=False)
    basis = models.CharField(_("依据"), max_length=200, blank=True)  # the law or decision, where it is not consent
    since = models.DateField(_("起"))
    review_by = models.DateField(_("复核日期"))
    until = models.DateField(_("止"), null=True, blank=True)
    ended_because = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("参加项目")
        verbose_name_plural = _("参加项目")
        indexes = (
            models.Index(fields=["area_code", "programme_code", "id"], name="enrolment_area"),
            models.Index(fields=["programme_code", "resident"], name="enrolment_programme"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(review_by__gt=F("since")), name="enrolment_ends"),
            models.UniqueConstraint(
                fields=["resident", "programme_code"], condition=Q(until=None), name="enrolment_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class ImpactAssessment(models.Model):
    """The assessment (个人信息保护影响评估, PIPL art. 55-56) whose signing opens a sensitive purpose; kept three years."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose_code = models.CharField(_("目的"), max_length=40)
    answers = models.JSONField(default=dict)
    purpose_digest = models.CharField(
        max_length=64, blank=True
    )  # what was assessed: a changed purpose is assessed anew
    drafted_by = models.CharField(max_length=40)
    drafted_by_name = models.CharField(max_length=40, blank=True)
    drafted_at = models.DateTimeField()
    signed_by = models.CharField(max_length=40, blank=True)
    signed_by_name = models.CharField(max_length=40, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    review_by = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("个人信息保护影响评估")
        verbose_name_plural = _("个人信息保护影响评估")
        indexes = (models.Index(fields=["purpose_code", "id"], name="assessment_purpose"),)

    def __str__(self) -> str:
        return f"{self.purpose_code} {self.pk}"


class SharingAgreement(models.Model):
    """That named fields go to one receiver for one purpose, from a day to a day (PIPL art. 23)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("编号"), max_length=40, unique=True)
    area_code = models.CharField(_("区域"), max_length=15)
    receiver = models.CharField(_("接收方"), max_length=80)
    purpose_code = models.CharField(_("目的"), max_length=40)
    basis = models.CharField(_("依据"), max_length=200)
    fields = models.JSONField(default=list)  # names of declared attributes
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    drafted_by = models.CharField(max_length=40, blank=True)
    drafted_by_name = models.CharField(max_length=40, blank=True)
    drafted_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=40, blank=True)
    signed_by_name = models.CharField(max_length=40, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("共享协议")
        verbose_name_plural = _("共享协议")
        constraints = (models.CheckConstraint(condition=Q(until__gte=F("since")), name="agreement_not_backwards"),)

    def __str__(self) -> str:
        return self.code


class Handover(models.Model):
    """One hand-over under an agreement: which fields of how many people, to whom, when; kept three years."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(SharingAgreement, models.PROTECT, related_name="handovers", db_constraint=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    count = models.PositiveIntegerField()
    fields = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("共享记录")
        verbose_name_plural = _("共享记录")

    def __str__(self) -> str:
        return str(self.pk)


class Disclosure(models.Model):
    """Who read a resident's data, when and what for: the resident reads this (safeguards, rule 3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident_id = models.UUIDField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    unit_code = models.CharField(max_length=40, blank=True)
    purpose_code = models.CharField(max_length=40)
    said = models.CharField(max_length=200, blank=True)  # what the reader added in words
    fields = models.JSONField(default=list)
    how = models.CharField(max_length=12)  # page, reveal, export, link, share

    class Meta:
        verbose_name = _("查阅记录")
        verbose_name_plural = _("查阅记录")
        indexes = (
            models.Index(fields=["resident_id", "id"], name="disclosure_resident"),
            models.Index(fields=["by", "at"], name="disclosure_by"),
        )

    def __str__(self) -> str:
        return str(self.pk)
