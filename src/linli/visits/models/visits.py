"""A visit with its append-only history, the cases its matters became, and its voice notes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.visits.rules import OPEN, VisitState

_OPEN = sorted(state.value for state in OPEN)


class Visit(models.Model):
    """Going to a household, a resident or a dwelling for a purpose; the row is the projection of its records.

    Its id may be made by the client. What was said and agreed is sealed; nothing is kept of where the worker was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("网格"), max_length=15)
    household_id = models.UUIDField(null=True, blank=True)
    resident_id = models.UUIDField(null=True, blank=True)
    named_id = models.UUIDField(null=True, blank=True)  # the record that was named, where it was merged since
    dwelling_id = models.UUIDField(null=True, blank=True)
    purpose_code = models.CharField(_("目的"), max_length=40)
    programme_code = models.CharField(_("服务项目"), max_length=40, blank=True)
    enrolment_id = models.UUIDField(null=True, blank=True)
    event_code = models.CharField(_("事件"), max_length=40, blank=True)
    case_id = models.UUIDField(null=True, blank=True)
    plan_key = models.CharField(max_length=120, blank=True, editable=False)  # what was planned by rule, planned once
    why_sealed = models.TextField(blank=True)
    due_on = models.DateField(_("应访日期"))
    planned_on = models.DateField(_("计划日期"))
    state = models.CharField(_("状态"), max_length=12, default=VisitState.PLANNED.value)
    made_at = models.DateTimeField(_("走访时间"), null=True, blank=True)
    made_by = models.CharField(max_length=40, blank=True)
    made_by_name = models.CharField(max_length=40, blank=True)
    talked_sealed = models.TextField(blank=True)
    agreed_sealed = models.TextField(blank=True)
    next_on = models.DateField(_("下次走访"), null=True, blank=True)
    next_visit_id = models.UUIDField(null=True, blank=True)
    receipt_how = models.CharField(_("回执"), max_length=4, blank=True)
    receipt_name_sealed = models.TextField(blank=True)
    receipt_at = models.DateTimeField(null=True, blank=True)
    receipt_known = models.BooleanField(default=False)  # the name is one of the household's, or the code its own
    tries = models.PositiveSmallIntegerField(_("未遇次数"), default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("走访")
        verbose_name_plural = _("走访")
        indexes = (
            models.Index(fields=["area_code", "planned_on"], name="visit_area_open", condition=Q(state__in=_OPEN)),
            models.Index(fields=["area_code", "made_at"], name="visit_area_made"),
            models.Index(fields=["household_id", "made_at"], name="visit_household"),
            models.Index(fields=["resident_id", "made_at"], name="visit_resident"),
            models.Index(fields=["named_id"], name="visit_named", condition=Q(named_id__isnull=False)),
            models.Index(fields=["enrolment_id"], name="visit_enrolment", condition=Q(enrolment_id__isnull=False)),
            models.Index(fields=["case_id"], name="visit_case", condition=Q(case_id__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(fields=["plan_key"], name="visit_planned_once", condition=~Q(plan_key="")),
            models.CheckConstraint(
                condition=Q(household_id__isnull=False) | Q(resident_id__isnull=False) | Q(dwelling_id__isnull=False),
                name="visit_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(state=VisitState.MADE.value, made_at__isnull=False)
                | (~Q(state=VisitState.MADE.value) & Q(made_at=None)),
                name="visit_made_has_time",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class VisitRecord(models.Model):
    """One line of a visit's history: added, never edited; personal values before and after are sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, related_name="records", db_constraint=False, db_index=False
    )
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    changes = models.JSONField(default=dict)
    note_sealed = models.TextField(blank=True)
    before_sealed = models.TextField(blank=True)
    after_sealed = models.TextField(blank=True)
    command_id = models.UUIDField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["visit", "seq"], name="visit_record_in_order"),)

    def __str__(self) -> str:
        return f"{self.visit_id} {self.seq} {self.name}"


class FollowUp(models.Model):
    """A matter gathered on a visit that became a case of its own."""

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, related_name="follow_ups", db_constraint=False, db_index=False
    )
    case_id = models.UUIDField(unique=True)
    number = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["visit", "place"], name="visit_follow_up_in_order"),)

    def __str__(self) -> str:
        return self.number


class VoiceNote(models.Model):
    """A voice note of a visit; the sound lies sealed on disk under its content's hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="voices", db_constraint=False)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["visit", "sha256"], name="visit_voice_once"),)

    def __str__(self) -> str:
        return self.sha256
