"""The mediation room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediationConfig(AppConfig):
    name = "linli.mediation"
    verbose_name = _("人民调解")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the personal data and the facts of this room, before `site` asks who announces what."""
        import linli.mediation.facts  # noqa: PLC0415 as below
        import linli.mediation.personal_data  # noqa: F401, PLC0415 filled when Django starts
