"""The places room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "linli.places"
    verbose_name = _("区域")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the facts of this room, before `site` asks who announces what."""
        import linli.places.facts  # noqa: F401, PLC0415 filled when Django starts
