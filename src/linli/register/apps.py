"""The register room as a Django app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "linli.register"
    default_auto_field = "django.db.models.BigAutoField"
