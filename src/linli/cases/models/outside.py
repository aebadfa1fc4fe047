"""Outside systems that take cases over, what was handed to them, and the rounds that make cases by themselves."""

from django.db import models
from django.db.models import Q

from linli.core.ids import new_id


class OutsideSystem(models.Model):
    """A system of another body that takes orders by signed messages and says how they stand."""

    code = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)
    unit_code = models.CharField(max_length=40)
    url = models.URLField(max_length=300)
    secret_sealed = models.TextField()
    answer_limit = models.CharField(max_length=30)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class HandOff(models.Model):
    """One case handed to an outside system: sent, taken, answered, or come back to a person with a reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="hand_offs", db_constraint=False)
    system = models.ForeignKey(OutsideSystem, on_delete=models.PROTECT, db_constraint=False)
    state = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    answer_by = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    outside_key = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=40, blank=True)
    status_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["next_try_at"], name="case_hand_off_try", condition=Q(next_try_at__isnull=False)),
            models.Index(fields=["answer_by"], name="case_hand_off_open", condition=Q(ended_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.case_id} → {self.system_id}"


class Round(models.Model):
    """One turn of a recurring round (五个一): the cases it made, its meeting, and the bulletin it wrote."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round_code = models.CharField(max_length=40)
    area_code = models.CharField(max_length=15)
    begins_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()
    cases_made = models.PositiveIntegerField(default=0)
    minutes = models.TextField(blank=True)
    met_at = models.DateTimeField(null=True)
    bulletin = models.JSONField(default=dict)
    bulletin_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["round_code", "area_code", "begins_on"], name="case_round_once"),
        )

    def __str__(self) -> str:
        return f"{self.round_code} {self.area_code} {self.begins_on}"
