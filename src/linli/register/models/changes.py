"""How the register came to be as it is: every change with what stood before, and who said what of a field."""

from django.db import models

from linli.core.ids import new_id


class RegisterChange(models.Model):
    """One change of one row: who, when, from which day, and the values before and after, sealed. Rows are added, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=16)
    subject_id = models.UUIDField()
    resident_id = models.UUIDField(null=True)  # whom it is about
    household_id = models.UUIDField(null=True)
    area_code = models.CharField(max_length=15, blank=True)
    at = models.DateTimeField()
    effective_on = models.DateField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    act = models.CharField(max_length=24)
    command_id = models.UUIDField()  # everything one command changed hangs together, and is undone together
    source = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    before_sealed = models.TextField(blank=True)
    after_sealed = models.TextField(blank=True)
    undone_by = models.UUIDField(null=True)  # the command that took it back

    class Meta:
        indexes = (
            models.Index(fields=["subject_id", "id"], name="change_subject"),
            models.Index(fields=["resident_id", "id"], name="change_resident"),
            models.Index(fields=["household_id", "id"], name="change_household"),
            models.Index(fields=["command_id"], name="change_command"),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.subject_id}"


class Statement(models.Model):
    """What one source says of one field of a resident, sealed: so that two sources that disagree are seen and settled."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident_id = models.UUIDField()
    field = models.CharField(max_length=20)
    value_sealed = models.TextField()
    value_hash = models.CharField(max_length=32)
    source = models.CharField(max_length=20)
    said_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    batch_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10)  # agrees, differs, settled
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["resident_id", "field", "id"], name="statement_resident"),
            models.Index(fields=["state", "id"], name="statement_open", condition=models.Q(state="differs")),
        )

    def __str__(self) -> str:
        return f"{self.field} {self.source}"
