"""The technical back office for reference data: areas, compounds, buildings, components, facilities. Nothing is deleted."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core.back_office import NothingDeleted, is_superuser
from linli.core.errors import LinliError
from linli.places import actions, queries, rules
from linli.places.catalogue import facility_classes
from linli.places.errors.ground import OutsideEveryArea
from linli.places.models import Area, Building, Component, Compound, Facility
from linli.places.rules import (
    BuildingDraft,
    ComponentDraft,
    ComponentState,
    CompoundDraft,
    EstateType,
    FacilityDraft,
    Grade,
    Kind,
    PositionClass,
)

_KINDS = ((Kind.BASIC.value, _("基础网格")), (Kind.DEDICATED.value, _("专属网格")))
_ESTATES = (
    (EstateType.UNKNOWN.value, _("未注明")),
    (EstateType.SELF_MANAGED.value, _("自管")),
    (EstateType.PROPERTY_MANAGED.value, _("物业管理")),
    (EstateType.UNIT.value, _("单位管理")),
)
_STATES = (
    (ComponentState.INTACT.value, _("完好")),
    (ComponentState.DAMAGED.value, _("破损")),
    (ComponentState.LOST.value, _("丢失")),
    (ComponentState.ABANDONED.value, _("废弃")),
)
_GRADES = tuple((grade.value, grade.value) for grade in Grade)


def _classes() -> list[tuple[str, str]]:
    return [(code, str(one.name)) for code, one in facility_classes().items()]


def _check_in_an_area(lon_cgcs2000: float, lat_cgcs2000: float) -> None:
    """Refuse a point outside of every area."""
    if not queries.finest_areas([lon_cgcs2000], [lat_cgcs2000])[0]:
        raise OutsideEveryArea(field="lon")


class AreaForm(forms.ModelForm[Area]):
    """What may be set by hand; code, level, boundary and dates come from imports."""

    grade = forms.ChoiceField(label=_("管理等级"), choices=_GRADES)
    kind = forms.ChoiceField(label=_("网格类型"), choices=_KINDS)
    estate_type = forms.ChoiceField(label=_("管理方式"), choices=_ESTATES, required=False)

    class Meta:
        model = Area
        fields = ("name", "grade", "kind", "estate_type", "features")

    def clean_features(self) -> list[str]:
        """Check the names of the switches."""
        try:
            return list(rules.check_switches(self.cleaned_data["features"] or []))
        except (LinliError, TypeError) as wrong:
            raise forms.ValidationError(str(wrong)) from None


class EstateForm(forms.ModelForm[Compound]):
    """A compound with its estate type from a list."""

    estate_type = forms.ChoiceField(label=_("管理方式"), choices=_ESTATES, required=False)

    class Meta:
        model = Compound
        fields = ("code", "name", "area_code", "estate_type", "lon_cgcs2000", "lat_cgcs2000")


@admin.register(Area)
class AreaAdmin(NothingDeleted, admin.ModelAdmin[Area]):
    """Areas: named and described here, imported and closed by command."""

    form = AreaForm
    list_display = ("code", "name", "level", "grade", "kind", "valid_from", "valid_to")
    list_filter = ("level", "kind", "grade")
    search_fields: ClassVar[tuple[str, ...]] = ("=code", "name")
    readonly_fields: ClassVar[tuple[str, ...]] = ("code", "level", "parent_code", "valid_from", "valid_to")
    fields = (*readonly_fields, "name", "grade", "kind", "estate_type", "features")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 Django's signature
        """Refuse to add: areas come from an import."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Let superusers change open areas."""
        return is_superuser(request) and not (isinstance(obj, Area) and obj.valid_to is not None)

    def save_model(self, request: HttpRequest, obj: Area, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001 Any: Django's signature
        """Hand each change to its action, so that it is kept in the history."""
        by, at, changed = str(request.user), timezone.now(), set(form.changed_data)
        if "name" in changed:
            actions.rename_area(obj.code, name=obj.name, by=by, at=at)
        if changed & {"grade", "kind", "estate_type"}:
            actions.describe_area(
                obj.code,
                grade=Grade(obj.grade),
                kind=Kind(obj.kind),
                estate_type=EstateType(obj.estate_type),
                change=actions.Change(by, at, timezone.localdate(at)),
            )
        if "features" in changed:
            actions.set_features(obj.code, features=obj.features, by=by, at=at)


@admin.register(Compound)
class CompoundAdmin(NothingDeleted, admin.ModelAdmin[Compound]):
    """Compounds."""

    form = EstateForm
    list_display = ("code", "name", "area_code", "estate_type")
    list_filter = ("estate_type",)
    search_fields: ClassVar[tuple[str, ...]] = ("=code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Compound | None = None) -> tuple[str, ...]:  # noqa: ARG002 Django's signature
        """Keep the code once it is given."""
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Compound, form: object, change: bool) -> None:  # noqa: ARG002, FBT001 Django's signature
        """Store through the action."""
        draft = CompoundDraft(
            obj.code, obj.name, obj.area_code, EstateType(obj.estate_type), obj.lon_cgcs2000, obj.lat_cgcs2000
        )
        actions.put_compounds([draft])


class BuildingForm(forms.ModelForm[Building]):
    """A building; its grid follows from its point, its outline and its use come from maps."""

    class Meta:
        model = Building
        fields = (
            "code", "name", "compound", "street_name", "plate_no", "lon_cgcs2000", "lat_cgcs2000", "floors", "leader_id",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:  # Any: Django's own shape
        """Refuse a new point outside of every area; where one is stored already, it stays with its community."""
        cleaned = super().clean() or {}
        if not self.errors and {"lon_cgcs2000", "lat_cgcs2000"} & set(self.changed_data):
            try:
                _check_in_an_area(cleaned["lon_cgcs2000"], cleaned["lat_cgcs2000"])
            except LinliError as wrong:
                raise forms.ValidationError(str(wrong), code=wrong.code) from None
        return cleaned


@admin.register(Building)
class BuildingAdmin(NothingDeleted, admin.ModelAdmin[Building]):
    """Buildings: the point says in which grid one stands, and its dwellings go with it."""

    form = BuildingForm
    list_display = ("code", "name", "area_code", "street_name", "plate_no", "floors")
    search_fields: ClassVar[tuple[str, ...]] = ("=code", "name", "street_name")
    raw_id_fields: ClassVar[tuple[str, ...]] = ("compound",)
    fields = (
        "code",
        "name",
        "area_code",
        "compound",
        "street_name",
        "plate_no",
        "lon_cgcs2000",
        "lat_cgcs2000",
        "floors",
        "leader_id",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Building | None = None) -> tuple[str, ...]:  # noqa: ARG002 Django's signature
        """Keep the code once it is given, and show in which area the building stands."""
        return ("code", "area_code") if obj else ("area_code",)

    def save_model(self, request: HttpRequest, obj: Building, form: object, change: bool) -> None:  # noqa: ARG002, FBT001 Django's signature
        """Store through the actions."""
        draft = BuildingDraft(
            code=obj.code,
            name=obj.name,
            lon_cgcs2000=obj.lon_cgcs2000,
            lat_cgcs2000=obj.lat_cgcs2000,
            compound_code=obj.compound_id or "",
            street_name=obj.street_name,
            plate_no=obj.plate_no,
            footprint=bytes(obj.footprint) if obj.footprint else None,
            floors=obj.floors,
        )
        obj.pk = actions.put_buildings([draft], by=str(request.user), at=timezone.now())[obj.code]
        actions.name_building_leader(obj.code, leader_id=obj.leader_id)


class ComponentForm(forms.ModelForm[Component]):
    """A component, checked as an import checks it; its class and grid follow from code and point."""

    state = forms.ChoiceField(label=_("状态"), choices=_STATES)
    position_class = forms.ChoiceField(
        label=_("定位精度"), choices=[("", "—"), *((one.value, one.value) for one in PositionClass)], required=False
    )

    class Meta:
        model = Component
        fields = rules.DRAFT_FIELDS

    def draft(self) -> ComponentDraft:
        """Give what was entered as a draft."""
        said = {name: self.cleaned_data[name] for name in rules.DRAFT_FIELDS if name in self.cleaned_data}
        code = said.pop("code", None) or self.instance.pk
        return ComponentDraft(code=code, **{**said, "state": ComponentState(said["state"])})

    def clean(self) -> dict[str, Any]:  # Any: Django's own shape
        """Check the component as the action does."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                rules.check_component(self.draft(), layout=queries.code_layout())
            except LinliError as wrong:
                raise forms.ValidationError(str(wrong), code=wrong.code) from None
        return cleaned


@admin.register(Component)
class ComponentAdmin(NothingDeleted, admin.ModelAdmin[Component]):
    """Components: an abandoned one is marked so, not deleted."""

    form = ComponentForm
    list_display = ("code", "name", "class_code", "area_code", "state", "charge_unit", "owner_unit", "care_unit")
    list_filter = ("state", "class_code")
    search_fields: ClassVar[tuple[str, ...]] = ("=code", "name", "address")

    def get_readonly_fields(self, request: HttpRequest, obj: Component | None = None) -> tuple[str, ...]:  # noqa: ARG002 Django's signature
        """Keep the code once it is given."""
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Component, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001 Any: Django's signature
        """Store through the action, so that the history keeps how it was."""
        actions.put_components([form.draft()], by=str(request.user), at=timezone.now())
        obj.refresh_from_db()


class FacilityForm(forms.ModelForm[Facility]):
    """A facility, checked as an import checks it; its grid follows from its point, its ground comes from imports."""

    class_code = forms.ChoiceField(label=_("类别"), choices=_classes)

    class Meta:
        model = Facility
        fields = tuple(name for name in rules.FACILITY_FIELDS if name != "boundary")

    def draft(self) -> FacilityDraft:
        """Give what was entered as a draft; without a ground the stored one stays."""
        said = {name: self.cleaned_data[name] for name in rules.FACILITY_FIELDS if name in self.cleaned_data}
        return FacilityDraft(code=said.pop("code", None) or self.instance.pk, **said)

    def clean(self) -> dict[str, Any]:  # Any: Django's own shape
        """Check the facility as the action does."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                rules.check_facility(draft := self.draft(), classes=facility_classes())
                _check_in_an_area(draft.lon_cgcs2000, draft.lat_cgcs2000)
            except LinliError as wrong:
                raise forms.ValidationError(str(wrong), code=wrong.code) from None
        return cleaned


@admin.register(Facility)
class FacilityAdmin(NothingDeleted, admin.ModelAdmin[Facility]):
    """Facilities: one that is gone gets the day it was closed, and is not deleted."""

    form = FacilityForm
    list_display = ("code", "name", "class_code", "area_code", "charge_unit", "owner_unit", "care_unit", "closed_on")
    list_filter = ("class_code",)
    search_fields: ClassVar[tuple[str, ...]] = ("=code", "name", "address")

    def get_readonly_fields(self, request: HttpRequest, obj: Facility | None = None) -> tuple[str, ...]:  # noqa: ARG002 Django's signature
        """Keep the code once it is given."""
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Facility, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001 Any: Django's signature
        """Store through the action, so that the history keeps how it was."""
        actions.put_facilities([form.draft()], by=str(request.user), at=timezone.now())
        obj.refresh_from_db()
