"""The figures room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    name = "linli.figures"
    verbose_name = _("数据")
    default_auto_field = "django.db.models.BigAutoField"
