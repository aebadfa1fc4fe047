"""Lists that come in and go out: imports with their saved columns, saved questions, rolls, runs of the retention job."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id


class ColumnMapping(models.Model):
    """Which column of a street's spreadsheet is which field, kept for the next time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("名称"), max_length=60)
    area_code = models.CharField(_("区域"), max_length=15)
    columns = models.JSONField(default=dict)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["area_code", "name"], name="mapping_name_once"),)

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One file on its way into the register: how far it is, so that a broken import goes on where it stopped."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("区域"), max_length=15)
    file_name = models.CharField(_("文件"), max_length=200)
    file_digest = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    source = models.CharField(max_length=20)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10)  # uploaded, checking, checked, running, done, failed
    rows = models.PositiveIntegerField(null=True)
    next_row = models.PositiveIntegerField(default=0)  # everything before it is stored or handed back
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # how many rows of each fault; no values
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["file_digest"], name="batch_digest"),)
        constraints = (
            models.UniqueConstraint(
                fields=["file_digest", "area_code"],
                condition=models.Q(state__in=["running", "done"]),
                name="batch_file_once",
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class ImportFault(models.Model):
    """A row of a file that was handed back: what is wrong with it, and all it said, sealed, until it is mended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch_id = models.UUIDField()
    row = models.PositiveIntegerField()  # as a person counts, the head being row 1
    codes = models.JSONField(default=list)
    row_sealed = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["batch_id", "row"], name="fault_batch"),)

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.row}"


class SavedQuery(models.Model):
    """A question somebody asks again: its text and its purpose, never its answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.UUIDField(db_index=True)
    name = models.CharField(_("名称"), max_length=60)
    text = models.TextField(_("条件"))
    purpose_code = models.CharField(_("目的"), max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account_id", "name"], name="query_name_once"),)

    def __str__(self) -> str:
        return self.name


class RollRun(models.Model):
    """One drawing-up of a community's roll under law; who stood on it is kept for the next ones."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("社区"), max_length=12)
    roll = models.CharField(max_length=20)  # voters
    rule = models.CharField(max_length=24, default="registered")  # who is entered: see rules/rolls.py
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    count = models.PositiveIntegerField()
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    members = models.BinaryField()  # the residents' ids, 16 bytes each, in the roll's order
    changes = models.JSONField(default=list)  # who was added or removed since the last one: [id, "added", reason]

    class Meta:
        indexes = (models.Index(fields=["area_code", "roll", "id"], name="roll_area"),)

    def __str__(self) -> str:
        return f"{self.area_code} {self.roll} {self.on}"


class RetentionRun(models.Model):
    """What the nightly job deleted or made anonymous, by model and field."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    on = models.DateField()
    dry = models.BooleanField(default=False)
    report = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.on}"
