"""The places room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "linli.places"
    verbose_name = _("区域")
    default_auto_field = "django.db.models.BigAutoField"
