"""Reference data of the staff room in the technical back office, for superusers only."""

from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linli.core.back_office import NothingDeleted, ReadOnly, SuperuserOnly, is_superuser
from linli.core.errors import LinliError
from linli.staff import queries, rules
from linli.staff.models import Account, ApiToken, DutyUnit, Post, StaffRecord, Unit
from linli.staff.rules import PostFacts, Role

# The back office has no sign-in of its own: it would know neither lock-out nor the second step.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth's documented way


class AreaChecked:
    """A form whose area prefix is a division code, never half of one."""

    cleaned_data: dict[str, Any]  # Any: Django's own shape

    def clean_area_code(self) -> str:
        """Check the area prefix as the actions do."""
        area_code: str = self.cleaned_data["area_code"]
        try:
            rules.check_area_code(area_code)
        except LinliError as wrong:
            raise forms.ValidationError(str(wrong), code=wrong.code) from None
        return area_code


class UnitForm(AreaChecked, forms.ModelForm[Unit]):
    """A unit in an area."""


class DutyForm(AreaChecked, forms.ModelForm[DutyUnit]):
    """A duty under an area."""


class PostForm(AreaChecked, forms.ModelForm[Post]):
    """A post with one of the known roles, and the unit it needs."""

    role = forms.ChoiceField(label=_("岗位"), choices=[(role.value, name) for role, name in queries.ROLE_NAMES.items()])

    def clean(self) -> dict[str, Any]:  # Any: Django's own shape
        """Check the post as the actions do."""
        cleaned = super().clean() or {}
        role, area_code, start = cleaned.get("role"), cleaned.get("area_code"), cleaned.get("valid_from")
        if role is None or area_code is None or start is None:
            return cleaned
        unit = cleaned.get("unit")
        post = PostFacts(Role(role), area_code, unit.code if unit else "")
        try:
            rules.check_post(post, valid_from=start, valid_to=cleaned.get("valid_to"))
        except LinliError as wrong:
            raise forms.ValidationError(str(wrong), code=wrong.code) from None
        return cleaned


class PostsOfAccount(SuperuserOnly, admin.TabularInline[Post, Account]):
    """The posts of an account beside it."""

    model = Post
    form = PostForm
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 an inline's signature
        """Let superusers add."""
        return is_superuser(request)


@admin.register(Account)
class AccountAdmin(NothingDeleted, UserAdmin[Account]):
    """Accounts: made, closed, given a password; never deleted, since history names them."""

    list_display = ("username", "name", "is_active", "is_staff", "is_demo", "last_login")
    list_filter = ("is_active", "is_staff", "is_demo")
    search_fields = ("username", "name")
    filter_horizontal: ClassVar[tuple[str, ...]] = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "email", "language")}),
        (_("登录"), {"fields": ("is_active", "is_staff", "is_superuser", "is_demo", "joined_at", "last_login")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("username", "name", "password1", "password2")}),)
    readonly_fields = ("joined_at", "last_login")
    inlines = (PostsOfAccount,)


@admin.register(Unit)
class UnitAdmin(SuperuserOnly, admin.ModelAdmin[Unit]):
    """Units; closed rather than deleted."""

    form = UnitForm
    list_display = ("code", "name", "kind", "area_code", "phone", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("code", "name")


@admin.register(DutyUnit)
class DutyUnitAdmin(SuperuserOnly, admin.ModelAdmin[DutyUnit]):
    """Which unit answers for a duty where."""

    form = DutyForm
    list_display = ("duty", "area_code", "unit")
    list_filter = ("duty",)
    search_fields = ("duty", "area_code", "unit__name")
    autocomplete_fields = ("unit",)


@admin.register(Post)
class PostAdmin(SuperuserOnly, admin.ModelAdmin[Post]):
    """Posts, ended with a day rather than deleted."""

    form = PostForm
    list_display = ("account", "role", "area_code", "unit", "valid_from", "valid_to")
    list_filter = ("role",)
    search_fields = ("account__username", "account__name", "area_code")
    autocomplete_fields = ("account", "unit")


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly, admin.ModelAdmin[ApiToken]):
    """Tokens are issued and revoked by their owners: here they are only seen, without their hash."""

    list_display = ("name", "account", "created_at", "expires_at", "revoked_at", "last_used_on")
    fields = ("name", "account", "scopes", "created_at", "expires_at", "revoked_at", "last_used_on")


@admin.register(StaffRecord)
class StaffRecordAdmin(ReadOnly, admin.ModelAdmin[StaffRecord]):
    """The history of staff changes: read, never edited."""

    list_display = ("at", "by_name", "what", "subject")
    search_fields = ("subject", "by_name")
