"""Commands already applied, facts to be told, the log of reads and writes on people: the ledgers behind every change."""

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


class AuditEntry(models.Model):
    """One line of the log of reads and writes on people: it names fields and counts, never values."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chain = models.CharField(max_length=6, blank=True)
    sequence = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    act = models.CharField(max_length=10)
    purpose = models.CharField(max_length=80, blank=True)
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    area_code = models.CharField(max_length=15, blank=True)
    count = models.IntegerField(default=1)
    detail = models.JSONField(default=dict)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["subject_id", "id"], name="core_audit_subject"),
            models.Index(fields=["by", "at"], name="core_audit_by"),
            models.Index(fields=["at"], name="core_audit_at"),
            models.Index(fields=["chain", "id"], name="core_audit_waiting", condition=models.Q(sequence=None)),
        )
        constraints = (models.UniqueConstraint(fields=["chain", "sequence"], name="core_audit_once"),)

    def __str__(self) -> str:
        return f"{self.chain}/{self.sequence} {self.act}"


class AuditHead(models.Model):
    """The end of a chain of the log: how many lines it has and the seal of the last, signed."""

    chain = models.CharField(max_length=6, primary_key=True)
    sequence = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, blank=True)
    proof = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}"
