"""The messages room as a Django app; its label is not `messages`, which is Django's own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagesConfig(AppConfig):
    name = "linli.messages"
    label = "notices"
    verbose_name = _("消息")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the personal data of this room."""
        import linli.messages.personal_data  # noqa: F401, PLC0415 filled when Django starts
