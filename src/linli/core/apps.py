"""The core room as a Django app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "linli.core"
    default_auto_field = "django.db.models.BigAutoField"
