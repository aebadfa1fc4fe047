"""Other names of places as an Excel file."""

from collections.abc import Sequence
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.core.moments import to_the_minute
from linli.core.tables import safe_cell
from linli.places import queries
from linli.places.models import AddressAlias
from linli.places.queries.aliases import names_of_targets
from linli.places.wording import KIND_NAMES, SOURCE_NAMES

MOST_ROWS = 50_000


def write_aliases(aliases: Sequence[AddressAlias], file: IO[bytes]) -> None:
    """Write one row for each alias."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("地址别名"))
    sheet.append([_("别名"), _("所指"), _("种类"), _("区域"), _("来源"), _("选用次数"), _("登记人"), _("登记时间")])
    named = names_of_targets(aliases)
    for alias in aliases:
        at = to_the_minute(alias.at)
        area = " ".join(queries.area_path(alias.area_code)[-2:])
        kind, source = str(KIND_NAMES.get(alias.kind, alias.kind)), str(SOURCE_NAMES.get(alias.source, alias.source))
        row = (alias.text, named[alias.pk], kind, area, source, alias.times, alias.by_name, at)
        sheet.append([safe_cell(value) for value in row])
    book.save(file)
