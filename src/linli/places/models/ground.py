"""Areas and their history, streets, buildings, dwellings, barriers, components, facilities. Coordinates are CGCS2000."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.places.rules import (
    AliasKind,
    BarrierKind,
    BuildingUse,
    ComponentState,
    DwellingState,
    DwellingUse,
    EstateType,
    Grade,
    Kind,
    Level,
)


class Area(models.Model):
    """One node of the tree, from the city to the grid; its code is given once and kept for ever."""

    code = models.CharField(_("代码"), max_length=15, primary_key=True)
    level = models.CharField(_("层级"), max_length=10)
    name = models.CharField(_("名称"), max_length=80)
    parent_code = models.CharField(_("上级代码"), max_length=12, blank=True, db_index=True)
    boundary = models.BinaryField(_("边界"), null=True)
    min_lon = models.FloatField(null=True, editable=False)
    min_lat = models.FloatField(null=True, editable=False)
    max_lon = models.FloatField(null=True, editable=False)
    max_lat = models.FloatField(null=True, editable=False)
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    grade = models.CharField(_("管理等级"), max_length=1, default=Grade.B.value)
    kind = models.CharField(_("网格类型"), max_length=10, default=Kind.BASIC.value)
    estate_type = models.CharField(_("管理方式"), max_length=20, blank=True, default=EstateType.UNKNOWN.value)
    features = models.JSONField(_("开通的功能"), default=list, blank=True)

    class Meta:
        verbose_name = _("区域")
        verbose_name_plural = _("区域")
        ordering = ("code",)
        indexes = (models.Index(fields=["level", "code"], name="places_area_level"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]), name="places_area_level_known"
            ),
            models.CheckConstraint(
                condition=Q(grade__in=[grade.value for grade in Grade]), name="places_area_grade_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="places_area_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="places_area_not_backwards"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class AreaChange(models.Model):
    """What happened to an area, by whom, and how it was before: rows are added, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(max_length=15)
    at = models.DateTimeField()
    effective_on = models.DateField()
    by_name = models.CharField(max_length=80)
    what = models.CharField(max_length=20)
    before = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["area_code", "id"], name="places_change_area"),)

    def __str__(self) -> str:
        return f"{self.area_code} {self.what}"


class AreaStamp(models.Model):
    """A row that changes with areas (1), streets and buildings (2), components (3), aliases (4), ground (5): copies are then old.

    One more (6) is the last change of areas that was told a second time.
    """

    AREAS = 1
    BUILDINGS = 2
    COMPONENTS = 3
    ALIASES = 4
    GROUND = 5  # barriers, compounds' outlines, facilities
    SETTLED = 6

    id = models.PositiveSmallIntegerField(primary_key=True, editable=False)
    stamp = models.UUIDField()

    def __str__(self) -> str:
        return str(self.stamp)


class Street(models.Model):
    """A street or lane for the map and for addresses."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("区域代码"), max_length=15)
    name = models.CharField(_("名称"), max_length=80)
    line = models.BinaryField(_("中心线"))
    kind = models.CharField(_("等级"), max_length=10, blank=True)
    source_key = models.CharField(max_length=40, blank=True, editable=False)  # of the map it came from

    class Meta:
        verbose_name = _("道路")
        verbose_name_plural = _("道路")
        indexes = (models.Index(fields=["area_code", "name"], name="places_street_area"),)
        constraints = (
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="places_street_once_of_map"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Compound(models.Model):
    """A residential compound (小区)."""

    code = models.CharField(_("代码"), max_length=20, primary_key=True)
    area_code = models.CharField(_("区域代码"), max_length=15, db_index=True)
    name = models.CharField(_("名称"), max_length=80)
    estate_type = models.CharField(_("管理方式"), max_length=20, blank=True, default=EstateType.UNKNOWN.value)
    lon_cgcs2000 = models.FloatField(_("经度"), null=True, blank=True)
    lat_cgcs2000 = models.FloatField(_("纬度"), null=True, blank=True)
    boundary = models.BinaryField(_("围墙范围"), null=True)

    class Meta:
        verbose_name = _("小区")
        verbose_name_plural = _("小区")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A building (楼栋) with its point, its grid and, where known, its outline and its leader's account."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("网格代码"), max_length=15)
    code = models.CharField(_("代码"), max_length=25, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    compound = models.ForeignKey(
        Compound, models.PROTECT, null=True, blank=True, related_name="buildings", verbose_name=_("小区")
    )
    street_name = models.CharField(_("道路"), max_length=80, blank=True)
    plate_no = models.CharField(_("门牌号"), max_length=20, blank=True)
    lon_cgcs2000 = models.FloatField(_("经度"))
    lat_cgcs2000 = models.FloatField(_("纬度"))
    footprint = models.BinaryField(_("轮廓"), null=True)
    floors = models.PositiveSmallIntegerField(_("层数"), default=1)
    use = models.CharField(_("用途"), max_length=10, blank=True, default=BuildingUse.UNKNOWN.value)
    leader_id = models.UUIDField(_("楼栋长账号"), null=True, blank=True)
    # One that was pulled down is closed, not erased: old cases and visits still name it.
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("楼栋")
        verbose_name_plural = _("楼栋")
        ordering = ("code",)
        indexes = (models.Index(fields=["area_code", "code"], name="places_building_area"),)

    def __str__(self) -> str:
        return self.name


class Entrance(models.Model):
    """An entrance (单元) of a building."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    building = models.ForeignKey(Building, models.CASCADE, related_name="entrances", verbose_name=_("楼栋"))
    name = models.CharField(_("名称"), max_length=20)

    class Meta:
        verbose_name = _("单元")
        verbose_name_plural = _("单元")
        constraints = (models.UniqueConstraint(fields=["building", "name"], name="places_entrance_once"),)

    def __str__(self) -> str:
        return self.name


class Dwelling(models.Model):
    """A dwelling (户室): building, entrance, floor, number; the grid of its building."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("网格代码"), max_length=15)
    building = models.ForeignKey(Building, models.PROTECT, related_name="dwellings", verbose_name=_("楼栋"))
    entrance = models.ForeignKey(
        Entrance, models.PROTECT, null=True, blank=True, related_name="dwellings", verbose_name=_("单元")
    )
    floor = models.SmallIntegerField(_("楼层"), default=1)
    unit_no = models.CharField(_("户号"), max_length=20)
    use = models.CharField(_("用途"), max_length=20, default=DwellingUse.HOME.value)
    state = models.CharField(_("状态"), max_length=20, default=DwellingState.LIVED_IN.value)

    class Meta:
        verbose_name = _("户室")
        verbose_name_plural = _("户室")
        indexes = (models.Index(fields=["area_code", "building"], name="places_dwelling_area"),)
        constraints = (
            models.UniqueConstraint(fields=["building", "entrance", "unit_no"], name="places_dwelling_once"),
            models.UniqueConstraint(
                fields=["building", "unit_no"], condition=Q(entrance=None), name="places_dwelling_once_no_entrance"
            ),
        )

    def __str__(self) -> str:
        return self.unit_no


class AddressAlias(models.Model):
    """Another way in which people write a place: a compound, a building or a dwelling; who said so, and where."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("区域代码"), max_length=15, db_index=True)
    text = models.CharField(_("别名"), max_length=200)
    key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(_("所指"), max_length=10)
    target = models.CharField(_("所指的代码"), max_length=40)
    source = models.CharField(_("来源"), max_length=20)
    times = models.PositiveIntegerField(_("选用次数"), default=1)
    by_name = models.CharField(_("登记人"), max_length=80)
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("地址别名")
        verbose_name_plural = _("地址别名")
        constraints = (
            models.UniqueConstraint(fields=["key", "kind", "target"], name="places_alias_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in AliasKind]), name="places_alias_kind_known"
            ),
        )

    def __str__(self) -> str:
        return self.text


class Component(models.Model):
    """A component (部件) of the town with its point, its grid, its state, and the units in charge, owning, maintaining."""

    code = models.CharField(_("部件编码"), max_length=20, primary_key=True)
    class_code = models.CharField(_("小类"), max_length=8)
    name = models.CharField(_("名称"), max_length=80)
    area_code = models.CharField(_("网格代码"), max_length=15)
    lon_cgcs2000 = models.FloatField(_("经度"))
    lat_cgcs2000 = models.FloatField(_("纬度"))
    state = models.CharField(_("状态"), max_length=10, default=ComponentState.INTACT.value)
    charge_unit = models.CharField(_("主管单位"), max_length=40, blank=True)
    owner_unit = models.CharField(_("权属单位"), max_length=40, blank=True)
    care_unit = models.CharField(_("养护单位"), max_length=40, blank=True)
    position_class = models.CharField(_("定位精度"), max_length=1, blank=True)
    address = models.CharField(_("位置描述"), max_length=200, blank=True)
    source = models.CharField(_("数据来源"), max_length=60, blank=True)
    recorded_on = models.DateField(_("登记日期"), null=True, blank=True)
    changed_on = models.DateField(_("变更日期"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("部件")
        verbose_name_plural = _("部件")
        indexes = (
            models.Index(fields=["area_code", "class_code", "code"], name="places_component_area"),
            # A class within a band of latitude is a handful of rows: what lies near a point is found there.
            models.Index(fields=["class_code", "lat_cgcs2000", "lon_cgcs2000"], name="places_component_near"),
            models.Index(fields=["lat_cgcs2000", "lon_cgcs2000"], name="places_component_point"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ComponentState]), name="places_component_state_known"
            ),
            models.CheckConstraint(
                condition=Q(lon_cgcs2000__range=(-180, 180), lat_cgcs2000__range=(-90, 90)),
                name="places_component_on_earth",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class ComponentChange(models.Model):
    """What was changed of a component, by whom, and how it was before: rows are added, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    component_code = models.CharField(max_length=20)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    what = models.CharField(max_length=20)
    before = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["component_code", "id"], name="places_component_change"),)

    def __str__(self) -> str:
        return f"{self.component_code} {self.what}"


class Barrier(models.Model):
    """Water, a railway, an expressway: what nobody walks across, so no grid reaches over it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source_key = models.CharField(max_length=40, unique=True, editable=False)
    kind = models.CharField(_("种类"), max_length=10)
    name = models.CharField(_("名称"), max_length=80, blank=True)
    area_code = models.CharField(_("区域代码"), max_length=15)
    shape = models.BinaryField(_("图形"))
    min_lon = models.FloatField(editable=False)
    min_lat = models.FloatField(editable=False)
    max_lon = models.FloatField(editable=False)
    max_lat = models.FloatField(editable=False)

    class Meta:
        verbose_name = _("阻隔")
        verbose_name_plural = _("阻隔")
        indexes = (models.Index(fields=["area_code", "kind"], name="places_barrier_area"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in BarrierKind]), name="places_barrier_kind_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.kind}"


class Facility(models.Model):
    """A facility (设施) for everybody: its place, its ground, the units behind it, how its office is reached."""

    code = models.CharField(_("设施编码"), max_length=30, primary_key=True)
    class_code = models.CharField(_("类别"), max_length=30)
    name = models.CharField(_("名称"), max_length=80)
    area_code = models.CharField(_("网格代码"), max_length=15)
    lon_cgcs2000 = models.FloatField(_("经度"))
    lat_cgcs2000 = models.FloatField(_("纬度"))
    boundary = models.BinaryField(_("范围"), null=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("办公电话"), max_length=40, blank=True)
    hours = models.CharField(_("开放时间"), max_length=120, blank=True)
    charge_unit = models.CharField(_("主管单位"), max_length=40, blank=True)
    owner_unit = models.CharField(_("权属单位"), max_length=40, blank=True)
    care_unit = models.CharField(_("养护单位"), max_length=40, blank=True)
    own_grid = models.BooleanField(_("单独成格"), null=True, blank=True)  # None: as its class and size say
    source = models.CharField(_("数据来源"), max_length=60, blank=True)
    recorded_on = models.DateField(_("登记日期"), null=True, blank=True)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("设施")
        verbose_name_plural = _("设施")
        indexes = (
            models.Index(fields=["area_code", "class_code", "code"], name="places_facility_area"),
            models.Index(fields=["lat_cgcs2000", "lon_cgcs2000"], name="places_facility_point"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(lon_cgcs2000__range=(-180, 180), lat_cgcs2000__range=(-90, 90)),
                name="places_facility_on_earth",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class FacilityChange(models.Model):
    """What was changed of a facility, by whom, and how it was before: rows are added, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility_code = models.CharField(max_length=30)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    what = models.CharField(max_length=20)
    before = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["facility_code", "id"], name="places_facility_change"),)

    def __str__(self) -> str:
        return f"{self.facility_code} {self.what}"
