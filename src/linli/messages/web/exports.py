"""The delivery log as an Excel workbook: the same columns as on the page, addresses masked."""

import datetime as dt
from collections.abc import Iterable
from itertools import batched
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.core.tables import safe_cell
from linli.messages.queries.deliveries import MOST_EXPORTED, Filters, LogRow, deliveries_visible_to, named
from linli.messages.wording import CHANNEL_NAMES, STATE_NAMES
from linli.staff.rules import Actor

CHUNK = 1_000


def write_workbook(actor: Actor, filters: Filters, file: IO[bytes]) -> None:
    """Write the deliveries the actor may see, newest first, up to the most a sheet should hold."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("发送记录"))
    sheet.append(
        [
            _("时间"),
            _("消息"),
            _("案卷"),
            _("收件人"),
            _("方式"),
            _("地址"),
            _("状态"),
            _("次数"),
            _("原因"),
            _("送出或放弃时间"),
        ]
    )
    found = deliveries_visible_to(actor, filters).select_related("notice").order_by("-id")[:MOST_EXPORTED]
    for chunk in batched(found.iterator(chunk_size=CHUNK), CHUNK, strict=False):
        for row in named(chunk):
            sheet.append([safe_cell(value) for value in _cells(row)])
    book.save(file)


def _cells(row: LogRow) -> Iterable[object]:
    names = (str(CHANNEL_NAMES[row.channel]), row.address, str(STATE_NAMES[row.state]))
    return (_local(row.made_at), row.notice, row.number, row.receiver, *names, row.tries, row.why, _local(row.ended_at))


def _local(moment: dt.datetime | None) -> dt.datetime | None:
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0) if moment else None
