"""The core room as a Django app."""

from django.apps import AppConfig

from linli.core.checks import register_checks


class CoreConfig(AppConfig):
    name = "linli.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Check the declarations of personal data at every start."""
        register_checks()
