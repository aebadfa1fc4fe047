"""What several people make of a case together: links, rulings, meetings, action items, supervision orders, scores."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from linli.core.ids import new_id


class CaseLink(models.Model):
    """How one case belongs to another: it repeats it, was split off it, is related, or has it as its root cause."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    from_case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="links_out", db_constraint=False)
    to_case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="links_in", db_constraint=False)
    kind = models.CharField(max_length=12)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["from_case", "to_case", "kind"], name="case_linked_once", condition=Q(ended_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_case_id} {self.kind} {self.to_case_id}"


class Ruling(models.Model):
    """Who was ruled to be responsible for a kind at a place: remembered, and proposed the next time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="rulings", db_constraint=False)
    kind_code = models.CharField(max_length=60)
    area_code = models.CharField(max_length=15)
    unit_code = models.CharField(max_length=40)
    reason = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["kind_code", "area_code"], name="case_ruling_kind"),)

    def __str__(self) -> str:
        return f"{self.kind_code} {self.area_code} {self.unit_code}"


class Meeting(models.Model):
    """A meeting about a joint case, with its minutes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="meetings", db_constraint=False)
    held_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    present = models.TextField(blank=True)
    minutes = models.TextField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {timezone.localdate(self.held_at):%Y-%m-%d}"


class ActionItem(models.Model):
    """One thing a unit promised to do by a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="action_items", db_constraint=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, db_constraint=False)
    text = models.TextField()
    unit_code = models.CharField(max_length=40)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["unit_code", "due_on"], name="case_action_open", condition=Q(done_at=None)),)

    def __str__(self) -> str:
        return f"{self.unit_code} {self.due_on}"


class SupervisionOrder(models.Model):
    """An order of a superior to see to a case (督办), with the answer given."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="orders", db_constraint=False)
    text = models.TextField()
    unit_code = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["unit_code", "due_at"], name="case_order_open", condition=Q(answered_at=None)),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit_code}"


class PartnerScore(models.Model):
    """What the unit that called and a unit that came say of each other (社区吹哨、部门报到: both sides are rated)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="partner_scores", db_constraint=False)
    from_unit = models.CharField(max_length=40)
    of_unit = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "from_unit", "of_unit"], name="case_partner_scored_once"),
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="case_partner_five_levels"),
        )

    def __str__(self) -> str:
        return f"{self.from_unit} → {self.of_unit}: {self.score}"
