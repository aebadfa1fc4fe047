"""The register room as a Django app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "linli.register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the personal data of this room."""
        import linli.register.declarations  # noqa: F401, PLC0415 filled when Django starts
