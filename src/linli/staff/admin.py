"""The staff room in the technical back office, for superusers and to look only.

Everything is done on the desk's staff pages or by `linli staff`: there it is checked, kept in the history and announced.
"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest

from linli.core.back_office import ReadOnly
from linli.staff.models import Absence, Account, ApiToken, DutyUnit, Post, StaffRecord, Unit

# The back office has no sign-in of its own: it would know neither lock-out nor the second step.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth's documented way


class PostsOfAccount(ReadOnly, admin.TabularInline[Post, Account]):
    """The posts of an account beside it."""

    model = Post
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 an inline's signature
        """Refuse to add."""
        return False


@admin.register(Account)
class AccountAdmin(ReadOnly, admin.ModelAdmin[Account]):
    """Accounts and their posts."""

    list_display = ("username", "name", "is_active", "is_staff", "is_demo", "last_login")
    list_filter = ("is_active", "is_staff", "is_demo")
    search_fields = ("username", "name")
    fields = (
        "username", "name", "email", "language", "is_active", "is_staff", "is_superuser", "is_demo", "joined_at", "last_login",
    )  # fmt: skip
    inlines = (PostsOfAccount,)


@admin.register(Unit)
class UnitAdmin(ReadOnly, admin.ModelAdmin[Unit]):
    """Units, the closed ones too."""

    list_display = ("code", "name", "kind", "area_code", "phone", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("code", "name")


@admin.register(DutyUnit)
class DutyUnitAdmin(ReadOnly, admin.ModelAdmin[DutyUnit]):
    """Which unit answers for a duty where, and in which shift."""

    list_display = ("duty", "area_code", "shift", "unit", "valid_from", "valid_to")
    list_filter = ("duty",)
    search_fields = ("duty", "area_code", "unit__name")


@admin.register(Post)
class PostAdmin(ReadOnly, admin.ModelAdmin[Post]):
    """Posts, the ended ones too."""

    list_display = ("account", "role", "area_code", "unit", "valid_from", "valid_to")
    list_filter = ("role",)
    search_fields = ("account__username", "account__name", "area_code")


@admin.register(Absence)
class AbsenceAdmin(ReadOnly, admin.ModelAdmin[Absence]):
    """Who is away on which days, and who stands in."""

    list_display = ("account", "from_on", "to_on", "stand_in", "ended_at")
    search_fields = ("account__username", "account__name")


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
