"""The site room as a Django app: at start it tells the fact bus who listens."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "linli.site"
    label = "linli_site"

    def ready(self) -> None:
        """Connect the listeners of all rooms."""
        from linli.core.facts import listen  # noqa: PLC0415 models are not ready before this
        from linli.site.listeners import LISTENERS  # noqa: PLC0415 models are not ready before this

        listen(LISTENERS)
