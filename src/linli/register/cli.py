"""`linli register`: the group under which the commands about people, homes and organisations stand."""

import click
from django.utils.translation import gettext as _


@click.group(help=_("居民登记：导入、查询、名册、比对。"))
def register() -> None:
    """Gather the commands about the register; `site` adds them from the modules beside this one."""
