"""The technical back office: the kinds in force, to look at; they are changed in the catalogue's files."""

from django.contrib import admin
from django.http import HttpRequest

from linli.cases.models import CaseKind


@admin.register(CaseKind)
class CaseKindAdmin(admin.ModelAdmin[CaseKind]):
    """Versions of declared kinds, read-only."""

    list_display = ("code", "version", "group", "is_current", "loaded_at")
    list_filter = ("group", "is_current")
    search_fields = ("code", "version")
    ordering = ("code", "-loaded_at")
    readonly_fields = ("code", "version", "group", "is_current", "loaded_at", "declaration")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 Django's signature
        """Kinds come from the catalogue."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: CaseKind | None = None) -> bool:  # noqa: ARG002 Django's signature
        """Kinds change in the catalogue."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CaseKind | None = None) -> bool:  # noqa: ARG002 Django's signature
        """Running cases need the version they began under."""
        return False
