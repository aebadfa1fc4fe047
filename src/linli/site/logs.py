"""Structured logs without personal data: phones, ID numbers and tracking codes never reach a log line."""

import logging
import re

_PERSONAL = re.compile(
    r"(?<!\d)(?:(?:86)?1[3-9]\d{9}|0\d{2,3}-\d{7,8}|\d{17}[\dXx])(?!\d)"
    r"|(?<=/track/)[^/\s'\"]+|(?<=[?&]code=)[^&\s'\"]+"
)
# PostgreSQL tells the whole row that it did not take.
_ROW = re.compile(r"DETAIL:.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)
_plain = logging.Formatter()


class NoPersonal(logging.Filter):
    """Blank out phones, citizen ID numbers and tracking codes, also in what broke; leave the request object out."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, with what is personal blanked."""
        record.__dict__.pop("request", None)
        text = record.getMessage()
        if (kept := blanked(text)) != text:
            record.msg, record.args = kept, ()
        if record.exc_info:
            record.exc_text, record.exc_info = _plain.formatException(record.exc_info), None
        for name, value in record.__dict__.items():
            if isinstance(value, str) and name != "msg":
                record.__dict__[name] = blanked(value)
        return True


def blanked(text: str) -> str:
    """Give a text with dots in place of what is personal."""
    return _PERSONAL.sub("…", _ROW.sub("DETAIL: …", text))
