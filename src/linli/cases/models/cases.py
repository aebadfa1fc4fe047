"""Kinds and workflows in their versions, cases, their append-only history, tasks, attachments, ratings and triage choices."""

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from linli.cases.rules import OPEN, Standing, State
from linli.cases.rules import Lane as LaneName
from linli.core.ids import new_id


class CaseKind(models.Model):
    """One version of a declared kind: a running case keeps the version it began under."""

    code = models.CharField(_("编码"), max_length=60)
    version = models.CharField(_("版本"), max_length=16)
    group = models.CharField(_("类型"), max_length=20)
    declaration = models.JSONField(_("声明"))
    is_current = models.BooleanField(_("现行"), default=True)
    loaded_at = models.DateTimeField(_("载入时间"))

    class Meta:
        verbose_name = _("事项类别")
        verbose_name_plural = _("事项类别")
        constraints = (models.UniqueConstraint(fields=["code", "version"], name="case_kind_version"),)

    def __str__(self) -> str:
        return self.code


class WorkflowVersion(models.Model):
    """One version of a declared workflow: a running case keeps the version it runs under."""

    code = models.CharField(max_length=30)
    version = models.CharField(max_length=16)
    declaration = models.JSONField()
    is_current = models.BooleanField(default=True)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["code", "version"], name="case_workflow_version"),)

    def __str__(self) -> str:
        return self.code


class Case(models.Model):
    """A file that follows one report; the row is the projection of its records."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=12, default=State.REPORTED.value)
    phase = models.CharField(max_length=30, default=State.REPORTED.value)
    is_open = models.BooleanField(default=True)
    lane = models.CharField(max_length=30, default=LaneName.DISPATCH.value)
    workflow_version = models.CharField(max_length=16, blank=True)
    kind_code = models.CharField(max_length=60, blank=True)
    kind_version = models.CharField(max_length=16, blank=True)
    area_code = models.CharField(max_length=15)
    is_located = models.BooleanField(default=True)
    lon_cgcs2000 = models.FloatField(null=True)
    lat_cgcs2000 = models.FloatField(null=True)
    address = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    channel = models.CharField(max_length=30)
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=80, blank=True)
    reported_by = models.UUIDField(null=True)
    reported_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    handling_due_at = models.DateTimeField(null=True)
    close_due_at = models.DateTimeField(null=True)
    resident_due_at = models.DateTimeField(null=True)
    proposed_unit = models.CharField(max_length=40, blank=True)
    unit_code = models.CharField(max_length=40, blank=True)
    first_unit = models.CharField(max_length=40, blank=True)
    co_units = models.JSONField(default=list)
    component_code = models.CharField(max_length=20, blank=True)
    handled_by = models.CharField(max_length=40, blank=True)
    closed_by = models.CharField(max_length=40, blank=True)
    check_back = models.CharField(max_length=10, blank=True)
    clocks = models.JSONField(default=dict)
    sweep_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=30, blank=True)
    asked = models.JSONField(default=dict)
    is_ordered = models.BooleanField(default=False)
    answers = models.JSONField(default=dict)
    result = models.TextField(blank=True)
    outcome = models.CharField(max_length=30, blank=True)
    duplicate_of = models.UUIDField(null=True)
    is_confidential = models.BooleanField(default=False)
    returns = models.PositiveSmallIntegerField(default=0)
    reworks = models.PositiveSmallIntegerField(default=0)
    reopens = models.PositiveSmallIntegerField(default=0)
    score = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("案卷")
        verbose_name_plural = _("案卷")
        indexes = (
            models.Index(fields=["area_code", "due_at"], name="case_open_area", condition=Q(is_open=True)),
            models.Index(fields=["unit_code", "due_at"], name="case_open_unit", condition=Q(is_open=True)),
            models.Index(fields=["area_code", "reported_at", "id"], name="case_area_reported"),
            # The first 9 and 12 digits: a street's and a community's newest cases, see `queries/reach.py`.
            models.Index(
                Func(F("area_code"), 1, 9, function="substr"), "reported_at", "id", name="case_street_reported"
            ),
            models.Index(
                Func(F("area_code"), 1, 12, function="substr"), "reported_at", "id", name="case_community_reported"
            ),
            models.Index(fields=["unit_code", "reported_at", "id"], name="case_unit_reported"),
            models.Index(fields=["reported_at", "id"], name="case_reported"),
            models.Index(fields=["closed_at"], name="case_closed", condition=Q(closed_at__isnull=False)),
            models.Index(fields=["area_code", "closed_at"], name="case_low_score", condition=Q(score__lte=2)),
            models.Index(fields=["sweep_at"], name="case_sweep", condition=Q(sweep_at__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["source", "source_key"], name="case_once_per_source", condition=~Q(source_key="")
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), is_open=True) | (~Q(state__in=sorted(OPEN)) & Q(is_open=False)),
                name="case_open_follows_state",
            ),
            models.CheckConstraint(
                condition=Q(lon_cgcs2000=None, lat_cgcs2000=None)
                | Q(lon_cgcs2000__range=(-180, 180), lat_cgcs2000__range=(-90, 90)),
                name="case_point_on_earth",
            ),
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(1, 5)), name="case_score_five_levels"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> Standing:
        """What the rules need to know of this case."""
        return Standing(
            state=State(self.state),
            area_code=self.area_code,
            unit_code=self.unit_code,
            handled_by=self.handled_by,
            is_confidential=self.is_confidential,
            lane=self.lane,
            phase=self.phase,
            co_units=frozenset(self.co_units),
            check=self.check_back,
            kind_code=self.kind_code,
        )


class CaseRecord(models.Model):
    """One line of a case's history: added, never edited.

    `done_at` and `received_at` are filled only where a line came late from a phone without a network. They mark this
    one line, and nobody is counted by them (safeguards).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="records", db_constraint=False, db_index=False
    )
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    command_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "seq"], name="case_record_in_order"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq} {self.name}"


class Reporter(models.Model):
    """Who reported and how to reach them: sealed, apart from the case, found by keyed hash."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="reporter", db_constraint=False
    )
    name_sealed = models.TextField(blank=True)
    phone_sealed = models.TextField(blank=True)
    phone_hash = models.CharField(max_length=32, blank=True)
    tracking_hash = models.CharField(max_length=32, blank=True)
    account_id = models.UUIDField(null=True, db_index=True)

    class Meta:
        # Looked up whole: the second index for LIKE that `db_index` brings on PostgreSQL would only cost.
        indexes = (
            models.Index(fields=["phone_hash"], name="case_reporter_phone"),
            models.Index(fields=["tracking_hash"], name="case_reporter_tracking"),
        )

    def __str__(self) -> str:
        return str(self.case_id)


class Task(models.Model):
    """One unit's part in a case: lead or co-handler."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks", db_constraint=False)
    unit_code = models.CharField(max_length=40)
    is_lead = models.BooleanField(default=True)
    state = models.CharField(max_length=12)
    rule = models.CharField(max_length=200, blank=True)
    assigned_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    handler_id = models.UUIDField(null=True)
    note = models.TextField(blank=True)
    asks = models.TextField(blank=True)
    arrive_by = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["unit_code", "state"], name="case_task_of_unit"),
            models.Index(fields=["unit_code", "state"], name="case_task_beside", condition=Q(is_lead=False)),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit_code}"


class Attachment(models.Model):
    """A photo of a case, or a voice note (no width, no height); the file lies under its content's hash, without EXIF."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="attachments", db_constraint=False, db_index=False
    )
    purpose = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)
    taken_at = models.DateTimeField(null=True)
    lon_cgcs2000 = models.FloatField(null=True)
    lat_cgcs2000 = models.FloatField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "purpose", "sha256"], name="case_photo_once_per_purpose"),
        )

    def __str__(self) -> str:
        return self.sha256[:12]


class Rating(models.Model):
    """What the person who reported says of the service: five levels (好差评)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="ratings", db_constraint=False, db_index=False
    )
    round = models.PositiveSmallIntegerField(default=0)
    score = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    channel = models.CharField(max_length=30)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "round"], name="case_rated_once_a_round"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.score}"


class TriageChoice(models.Model):
    """What triage suggested and what a person decided: kept to learn from and to measure by."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="triage", db_constraint=False
    )
    suggested = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField(default=0)
    chosen = models.CharField(max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.suggested} → {self.chosen}"


class Disclosure(models.Model):
    """Who read a clear phone or name of which case, for which purpose (safeguards, rule 3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="disclosures", db_constraint=False)
    field = models.CharField(max_length=20)
    purpose = models.CharField(max_length=200)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.field}"
