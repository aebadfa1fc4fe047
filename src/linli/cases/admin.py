"""The technical back office: the kinds in force, to look at; they are changed in the catalogue's files."""

from django.contrib import admin

from linli.cases.models import CaseKind
from linli.core.back_office import ReadOnly


@admin.register(CaseKind)
class CaseKindAdmin(ReadOnly, admin.ModelAdmin[CaseKind]):
    """Versions of declared kinds, read-only."""

    list_display = ("code", "version", "group", "is_current", "loaded_at")
    list_filter = ("group", "is_current")
    search_fields = ("code", "version")
    ordering = ("code", "-loaded_at")
    readonly_fields = ("code", "version", "group", "is_current", "loaded_at", "declaration")
