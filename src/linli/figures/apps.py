"""The figures room as a Django app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "linli.figures"
    default_auto_field = "django.db.models.BigAutoField"
