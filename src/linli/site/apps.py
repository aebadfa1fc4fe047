"""The site room as a Django app: at start it tells the fact bus who listens, and names the technical admin."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "linli.site"
    label = "linli_site"

    def ready(self) -> None:
        """Connect the listeners of all rooms; give the technical admin its name."""
        from allauth.account.models import EmailAddress  # noqa: PLC0415 models are not ready before this
        from django.contrib import admin  # noqa: PLC0415 models are not ready before this
        from django.contrib.auth.models import Group  # noqa: PLC0415 models are not ready before this

        from linli.cases.queries.about_me import cases_about  # noqa: PLC0415 as above
        from linli.cases.web.record_panel import household_panel, resident_panel  # noqa: PLC0415 as above
        from linli.core.facts import listen  # noqa: PLC0415 models are not ready before this
        from linli.mediation.queries.about_me import mediations_about  # noqa: PLC0415 as above
        from linli.register.queries import gathering  # noqa: PLC0415 as above
        from linli.register.web import panels  # noqa: PLC0415 models are not ready before this
        from linli.site.listeners import LISTENERS  # noqa: PLC0415 models are not ready before this

        listen(LISTENERS)
        gathering.ask([cases_about, mediations_about])
        panels.put(household=[household_panel], resident=[resident_panel])
        admin.site.unregister([Group, EmailAddress])  # rights come from posts; nobody signs in by e-mail
        admin.site.site_header = admin.site.site_title = _("邻里技术后台")
