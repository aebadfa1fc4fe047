"""Plans of grids, community by community, and every edit made to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.grids.rules import EditWhat, PlanKind, PlanState


class Plan(models.Model):
    """A proposal for the grids of an area: what was asked for, who drew, handed in, decided and adopted it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("区域"), max_length=12)
    kind = models.CharField(_("方式"), max_length=10, default=PlanKind.DRAW.value)
    state = models.CharField(_("状态"), max_length=10, default=PlanState.DRAWING.value)
    settings = models.JSONField(default=dict)  # the fields of DrawSettings
    progress = models.JSONField(default=dict)  # done, of, text, stop: while it is drawn
    sign_at = models.DateTimeField(null=True, blank=True)  # the last sign of life of its drawing
    doubted_at = models.DateTimeField(null=True, blank=True)  # since when that sign is too old
    scores = models.JSONField(default=dict)  # plan, present: Scorecard of the whole area
    drawn_at = models.DateTimeField(_("划分时间"))
    drawn_by = models.CharField(max_length=40)
    drawn_by_name = models.CharField(_("划分人"), max_length=40)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    submitted_by = models.CharField(max_length=40, blank=True)
    submitted_by_name = models.CharField(_("提交人"), max_length=40, blank=True)
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_by_name = models.CharField(_("审批人"), max_length=40, blank=True)
    note = models.CharField(_("意见"), max_length=400, blank=True)  # why it was returned, or what to mind
    adopt_on = models.DateField(_("启用日期"), null=True, blank=True)
    adopted_at = models.DateTimeField(_("启用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("网格划分方案")
        verbose_name_plural = _("网格划分方案")
        indexes = (models.Index(fields=["area_code", "state"], name="grids_plan_area"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in PlanState]), name="grids_plan_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in PlanKind]), name="grids_plan_kind_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_code} {self.state}"


class PlanPart(models.Model):
    """One community of a plan: its ground (units, packed), the grids drawn on it, and which unit is in which."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="parts", db_constraint=False)
    community_code = models.CharField(_("社区"), max_length=12)
    ground = models.BinaryField()  # ground.packing.pack(Units)
    grid_of_unit = models.BinaryField()  # int32 array: place in `grids`
    drawn = models.BinaryField()  # the same as it was first drawn
    present = models.BinaryField()  # int32 array: place in `present_grids`, -1 where there is none
    grids = models.JSONField(default=list)  # rules.PlannedGrid of each place
    present_grids = models.JSONField(default=list)  # codes of today's grids
    score = models.JSONField(default=dict)
    present_score = models.JSONField(default=dict)
    mark = models.CharField(max_length=64, blank=True)  # of the grids of today that it was drawn against
    version = models.PositiveIntegerField(default=0)  # rises with every edit

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "community_code"], name="grids_part_once"),)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.community_code}"


class PlanEdit(models.Model):
    """One edit of a part, and how it was before, so that it can be taken back: rows are added, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    part = models.ForeignKey(PlanPart, models.CASCADE, related_name="edits", db_constraint=False)
    version = models.PositiveIntegerField()  # the part's version after it
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    what = models.CharField(max_length=20)
    payload = models.JSONField(default=dict)
    grid_of_unit_before = models.BinaryField()
    grids_before = models.JSONField(default=list)
    undoes = models.UUIDField(null=True, blank=True)  # the edit this one took back

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["part", "version"], name="grids_edit_once"),
            models.CheckConstraint(
                condition=models.Q(what__in=[*[what.value for what in EditWhat], "undo"]), name="grids_edit_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.part_id} {self.version} {self.what}"
