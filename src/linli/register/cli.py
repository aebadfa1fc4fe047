"""`linli register`: the group under which the commands about people, homes and organisations stand."""

import click
from django.utils.translation import gettext as _

from linli.register.cli_import import import_residents
from linli.register.cli_linkage import duplicates, linkage, reconcile
from linli.register.cli_lists import ages, profile, roll, schools, sheet
from linli.register.cli_purposes import purposes
from linli.register.cli_query import attributes, query, snapshot


@click.group(help=_("居民登记：导入、查询、名册、比对。"))
def register() -> None:
    """Gather the commands about the register."""


for command in (
    ages, attributes, duplicates, import_residents, linkage, profile, purposes, query, reconcile, roll, schools, sheet,
    snapshot,
):  # fmt: skip
    register.add_command(command)
