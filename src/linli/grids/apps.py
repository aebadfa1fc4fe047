"""The grids room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GridsConfig(AppConfig):
    name = "linli.grids"
    verbose_name = _("网格划分")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the personal data and the facts of this room, before `site` asks who announces what."""
        import linli.grids.facts  # noqa: PLC0415 as below
        import linli.grids.personal_data  # noqa: F401, PLC0415 filled when Django starts
