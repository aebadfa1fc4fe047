"""The staff room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "linli.staff"
    verbose_name = _("人员")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the personal data of this room."""
        import linli.staff.personal_data  # noqa: F401, PLC0415 filled when Django starts
