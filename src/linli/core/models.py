"""Commands already applied and facts to be told: the two ledgers behind every change."""

from django.db import models

from linli.core.ids import new_id


class AppliedCommand(models.Model):
    """One change somebody asked for, applied exactly once, with its first answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    answer = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class StoredFact(models.Model):
    """What happened, kept in the change's own transaction until every listener has answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    told_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["id"], name="core_fact_untold", condition=models.Q(told_at=None)),)

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class InstallationRow(models.Model):
    """The house itself: one row."""

    name = models.CharField(max_length=60, default="邻里")
    root_code = models.CharField(max_length=12, blank=True)
    is_demo = models.BooleanField(default=False)
    office_hours = models.CharField(max_length=80, default="08:30-12:00,13:30-17:30")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="core_one_installation"),)

    def __str__(self) -> str:
        return self.name
