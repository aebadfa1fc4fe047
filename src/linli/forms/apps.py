"""The forms room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    name = "linli.forms"
    verbose_name = _("表单")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the personal data and the facts of this room, before `site` asks who announces what."""
        import linli.forms.facts  # noqa: PLC0415 as below
        import linli.forms.personal_data  # noqa: F401, PLC0415 filled when Django starts
