"""Bring an installation up to date before anything else: tables, cache, catalogue."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from linli.cases.actions import load_catalogue
from linli.cases.queries.kinds import catalogue
from linli.messages.channels.vapid import vapid_key
from linli.messages.queries.declared import notices


def prepare() -> None:
    """Apply pending migrations, make the cache table, store the catalogue's present versions."""
    settings.LINLI_MEDIA.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    load_catalogue(catalogue(), at=timezone.now())
    notices()
    vapid_key()
