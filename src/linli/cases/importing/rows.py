"""One row of a file read as a report, or a sentence that says why it cannot be."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.cases import errors
from linli.cases.actions import NewReport
from linli.cases.importing.mapping import Mapping
from linli.cases.queries.kinds import catalogue, codes_by_label
from linli.core.control_signs import without_control_signs
from linli.core.errors import Invalid
from linli.core.tables import Row
from linli.places.coordinates import Crs, to_cgcs2000

DEFAULT_CHANNEL = "import"
LONGEST_KEY = 80
_DATE_FORMS = (
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y年%m月%d日",
    "%Y.%m.%d",
    "%m/%d/%Y",
)
EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)


class DateUnreadable(Invalid):
    """A cell should hold a date."""

    code = "case.date-unreadable"
    text = _("“%(text)s”不是可以识别的日期，请写成 2026-11-22 09:30 这样的形式。")


class DateInFuture(Invalid):
    """A report cannot come from the future."""

    code = "case.date-in-future"
    text = _("时间 %(text)s 在将来或早于 1990 年，请检查。")


class ClosedTooEarly(Invalid):
    """A case cannot be closed before it was reported."""

    code = "case.closed-too-early"
    text = _("办结时间早于上报时间，请检查这两列。")


class RowUnreadable(Invalid):
    """A row cannot be divided into cells."""

    code = "case.row-unreadable"
    text = _("这一行读不出来：%(why)s。原文在最后一列，改好后填回各列。")


class KeyRepeated(Invalid):
    """Two rows of one file have the same key and say different things."""

    code = "case.key-repeated"
    text = _("编号“%(key)s”在文件里已有一行，内容却不同，请检查编号；不是编号的列请用 --map 指明。")


class NumberUnreadable(Invalid):
    """A cell should hold a coordinate."""

    code = "case.number-unreadable"
    text = _("“%(text)s”不是数字，坐标请写成 121.473700 这样的形式。")


@dataclass(frozen=True)
class ReadRow:
    """A row ready to store."""

    row: Row
    report: NewReport
    reported_at: dt.datetime
    result: str
    closed_at: dt.datetime | None


class RowReader:
    """Reads rows under one mapping, source and coordinate system."""

    def __init__(self, mapping: Mapping, *, source: str, crs: Crs, now: dt.datetime) -> None:
        self._mapping, self._source, self._crs, self._now = mapping, source, crs, now
        self._kinds = codes_by_label()
        self._channels = {
            str(name): code for code, found in catalogue().channels.items() for name in (code, found.name)
        }
        self._zone = catalogue().calendar.zone

    def read(self, row: Row) -> ReadRow:
        """Read one row; a LinliError says what is wrong with it."""
        if row.trouble:
            raise RowUnreadable(why=row.trouble)
        said = {
            field: self._text(row, field)
            for field in ("text", "title", "address", "area", "result", "reporter_name", "reporter_phone")
        }
        lon, lat = self._point(row)
        report = NewReport(
            text=said["text"] or said["title"], title=said["title"], channel=self._channel(row), lon_cgcs2000=lon,
            lat_cgcs2000=lat, area_code=said["area"], address=said["address"], kind_code=self._kind(row),
            reporter_name=said["reporter_name"], reporter_phone=said["reporter_phone"], source=self._source,
            source_key=self.key(row), close_due_at=self._due(row),
        )  # fmt: skip
        reported_at, closed_at = self._time(row, "reported_at") or self._now, self._time(row, "closed_at")
        if closed_at and closed_at < reported_at:
            raise ClosedTooEarly(field="closed_at")
        return ReadRow(row, report, reported_at, said["result"], closed_at)

    def key(self, row: Row) -> str:
        """Know a row again: by its own number where a column gives one, else by all it says."""
        own = self._text(row, "key")
        if own and len(own) <= LONGEST_KEY:
            return own
        said = own or "\x1f".join(
            f"{column}={cell}" for column, cell in sorted(row.cells.items()) if column not in ADDED_COLUMNS
        )
        return hashlib.sha256(said.encode()).hexdigest()[:40]

    def _text(self, row: Row, field: str) -> str:
        return without_control_signs(str(self._mapping.value(row.cells, field))).strip()

    def _kind(self, row: Row) -> str:
        label = self._text(row, "kind")
        if not label:
            return ""
        code = self._kinds.get(label.lower())
        if code is None:
            raise errors.KindUnknown(field="kind", kind=label)
        return code

    def _channel(self, row: Row) -> str:
        label = self._text(row, "channel") or DEFAULT_CHANNEL
        if label not in self._channels:
            raise errors.ChannelUnknown(field="channel", channel=label)
        return self._channels[label]

    def _point(self, row: Row) -> tuple[float | None, float | None]:
        lon, lat = self._text(row, "lon"), self._text(row, "lat")
        if not lon and not lat:
            return None, None
        try:
            x, y = float(lon), float(lat)
        except ValueError:
            raise NumberUnreadable(field="lon", text=f"{lon}, {lat}") from None
        if self._crs == "cgcs2000":
            return x, y
        shifted = to_cgcs2000(x, y, crs=self._crs)
        return float(shifted[0]), float(shifted[1])

    def _time(self, row: Row, field: str) -> dt.datetime | None:
        found = self._moment(row, field)
        if found is not None and not EARLIEST <= found <= self._now + dt.timedelta(minutes=5):
            raise DateInFuture(field=field, text=str(self._mapping.value(row.cells, field)))
        return found

    def _due(self, row: Row) -> dt.datetime | None:
        """Read the limit that the earlier system had set: unlike what happened, it may lie ahead."""
        found = self._moment(row, "due")
        if found is not None and found < EARLIEST:
            raise DateInFuture(field="due", text=str(self._mapping.value(row.cells, "due")))
        return found

    def _moment(self, row: Row, field: str) -> dt.datetime | None:
        value = self._mapping.value(row.cells, field)
        if value in ("", None):
            return None
        found = value if isinstance(value, dt.datetime) else _read_time(str(value).strip())
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            found = dt.datetime.combine(value, dt.time())
        aware = found if found.tzinfo else found.replace(tzinfo=self._zone)
        return aware.astimezone(dt.UTC)


ADDED_COLUMNS = ("行号", "问题", "原文")


def _read_time(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _DATE_FORMS:
        try:
            return dt.datetime.strptime(text, form)  # noqa: DTZ007 the zone is the tenant's, added by the caller
        except ValueError:
            continue
    raise DateUnreadable(field="reported_at", text=text)
