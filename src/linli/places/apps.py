"""The places room as a Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "linli.places"
    default_auto_field = "django.db.models.BigAutoField"
