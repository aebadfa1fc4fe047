"""Every setting an installation may give in its environment: one typed table."""

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Setting[T]:
    """One environment variable: how it is read, what stands without it, what it is for."""

    name: str
    read: Callable[[str], T]
    default: T
    help: str

    def value(self) -> T:
        """Read the variable (or the file named by NAME_FILE); a wrong value stops the start with a sentence."""
        text = os.environ.get(self.name)
        if text is None and (file := os.environ.get(f"{self.name}_FILE")):
            text = Path(file).read_text(encoding="utf-8").strip()
        if text is None:
            return self.default
        try:
            return self.read(text)
        except ValueError as wrong:
            sys.exit(f"{self.name}={text!r}: {wrong}\n{self.help}")


def origins(address: str) -> tuple[str, ...]:
    """Name the other host that an address leads to, as a content policy writes it; none where it is this one."""
    place = urlsplit(address)
    return (f"{place.scheme}://{place.netloc}",) if place.netloc else ()


def _flag(text: str) -> bool:
    if text.lower() not in {"0", "1", "true", "false", "yes", "no"}:
        raise ValueError("0 / 1")  # noqa: EM101 shown beside the setting's help
    return text.lower() in {"1", "true", "yes"}


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _language(text: str) -> str:
    if text.lower() not in {"zh-hans", "zh-hant", "en"}:
        raise ValueError("zh-hans / zh-hant / en")  # noqa: EM101 shown beside the setting's help
    return text.lower()


_DIVISIONS = frozenset({"6", "9", "12"})


def _code_layout(text: str) -> str:
    parts = text.split("+")
    if (
        len(parts) != 4
        or not all(part.isdigit() and int(part) for part in parts)
        or sum(map(int, parts)) != 16
        or parts[0] not in _DIVISIONS
    ):
        raise ValueError("6+2+2+6")  # noqa: EM101 shown beside the setting's help
    return text


def _site(text: str) -> str:
    return _address(text, "http", "https").rstrip("/")


def _gateway(text: str) -> str:
    return _address(text, "http", "https")


def _mail_server(text: str) -> str:
    return _address(text, "smtp", "smtp+starttls", "smtps")


def _address(text: str, *schemes: str) -> str:
    place = urlsplit(text)
    if text and (place.scheme not in schemes or not place.hostname):
        raise ValueError(" / ".join(f"{scheme}://…" for scheme in schemes))
    return text


def _tiles(text: str) -> str:
    place = urlsplit(text)
    is_whole = text.startswith("/") or (place.scheme == "https" and place.hostname)
    if text and not (is_whole and all(mark in text for mark in ("{x}", "{y}", "{z}"))):
        raise ValueError("/…/{z}/{x}/{y}… / https://…/{z}/{x}/{y}…")  # noqa: EM101 shown beside the setting's help
    return text


def _hours(text: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError("22:00-07:00")  # noqa: EM101 shown beside the setting's help
    return text


def _between(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isdecimal() and least <= int(text) <= most):
            raise ValueError(f"{least} - {most}")  # noqa: EM102 shown beside the setting's help
        return int(text)

    return read


def _linkage(text: str) -> str:
    if text.lower() not in {"duckdb", "spark"}:
        raise ValueError("duckdb / spark")  # noqa: EM101 shown beside the setting's help
    return text.lower()


_NONE: tuple[str, ...] = ()
_PUSH_HOSTS: tuple[str, ...] = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
_LOCAL: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
DATA = Setting("LINLI_DATA", Path, Path("var"), "Directory for the database, photos, keys and models.")
DATABASE_URL = Setting("LINLI_DATABASE_URL", str, "", "postgresql://… ; empty: one SQLite file under LINLI_DATA.")
PORT = Setting("LINLI_PORT", int, 8000, "Port that `linli serve` listens on.")
HOSTS = Setting("LINLI_HOSTS", _words, _LOCAL, "Host names the site answers to, by comma.")
CATALOGUE = Setting(
    "LINLI_CATALOGUE", str, "", "The city's own catalogue directory, overriding the shipped one by code."
)
SECRET = Setting("LINLI_SECRET", str, "", "Signing secret; empty: made once and kept under LINLI_DATA.")
KEYS = Setting("LINLI_KEYS", _words, _NONE, "Sealing keys, newest first; empty: made once under LINLI_DATA.")
HTTPS = Setting(
    "LINLI_HTTPS", _flag, default=False, help="1 where the site is reached over https: secure cookies and HSTS."
)
DEBUG = Setting("LINLI_DEBUG", _flag, default=False, help="1 for development: error details in the browser.")
COMPONENT_CODE = Setting(
    "LINLI_COMPONENT_CODE",
    _code_layout,
    "6+2+2+6",
    "Digits of a component's code: division + major class + minor class + serial, 16 in all (another usual one: 6+2+3+5).",
)
LANGUAGE = Setting("LINLI_LANGUAGE", _language, "zh-hans", "Default language: zh-hans, zh-hant or en.")
TIME_ZONE = Setting("LINLI_TIME_ZONE", str, "Asia/Shanghai", "The tenant's time zone.")
LOG_LEVEL = Setting("LINLI_LOG_LEVEL", str.upper, "INFO", "DEBUG, INFO, WARNING or ERROR.")
REPORTS_PER_HOUR = Setting(
    "LINLI_REPORTS_PER_HOUR",
    int,
    20,
    "Reports taken in per hour from one address without an account; three refused ones for each.",
)
PHOTO_MB = Setting("LINLI_PHOTO_MB", int, 25, "Largest photo accepted, in MB.")
FIELD_LEASE_HOURS = Setting(
    "LINLI_FIELD_LEASE_HOURS",
    _between(1, 720),
    72,
    "For how many hours (1 to 720) a phone may open its store of the field app without asking the server.",
)
FIELD_DEVICES = Setting(
    "LINLI_FIELD_DEVICES",
    _between(1, 20),
    3,
    "On how many phones (1 to 20) one account may use the field app at a time; a phone whose lease is over does not count.",
)
FIELD_STAGED_MB = Setting(
    "LINLI_FIELD_STAGED_MB",
    _between(1, 100_000),
    500,
    "Most that one phone's photos and files on their way in may take, in MB; keep it above LINLI_PHOTO_MB.",
)
SITE_URL = Setting(
    "LINLI_SITE_URL", _site, "", "Where people reach the site, https://…: links in messages, and web push, need it."
)
SMTP_URL = Setting(
    "LINLI_SMTP_URL",
    _mail_server,
    "",
    "Mail server: smtp://, smtp+starttls:// or smtps://user:password@host:port; empty: no e-mail.",
)
MAIL_FROM = Setting("LINLI_MAIL_FROM", str, "", "Sender of e-mail, such as 邻里 <linli@example.org>.")
SMS_URL = Setting("LINLI_SMS_URL", _gateway, "", "Address of the SMS gateway that takes a signed POST; empty: no SMS.")
SMS_KEY = Setting("LINLI_SMS_KEY", str, "", "Key shared with the SMS gateway; requests are signed with it.")
SMS_BODY = Setting(
    "LINLI_SMS_BODY",
    str,
    '{"id": "{id}", "phone": "{phone}", "text": "{text}"}',
    "Body of the request to the SMS gateway; {id} {phone} {text} {code} {number} {state} {unit} {house} are filled in.",
)
SMS_ACCEPTED = Setting(
    "LINLI_SMS_ACCEPTED",
    str,
    "",
    "Words that stand in the gateway's answer when it took the message; empty: 2xx is enough.",
)
PUSH_HOSTS = Setting(
    "LINLI_PUSH_HOSTS", _words, _PUSH_HOSTS, "Push services browsers may name, by comma; * is a wildcard."
)
QUIET_HOURS = Setting(
    "LINLI_QUIET_HOURS",
    _hours,
    "22:00-07:00",
    "When only urgent messages are sent; each person may choose other hours.",
)
LINKAGE = Setting(
    "LINLI_LINKAGE",
    _linkage,
    "duckdb",
    "Engine that holds lists against the register: duckdb, or spark (needs the extra linli[spark] and Java 17).",
)
BASE_MAP = Setting(
    "LINLI_BASE_MAP",
    _tiles,
    "",
    "Tiles beneath every map (Web Mercator, WGS 84 or CGCS2000): /tiles/{z}/{x}/{y}.png on this host, or https://…; empty: none. "
    "A browser asks another host directly, so that host learns who looks where.",
)
BASE_MAP_CREDIT = Setting(
    "LINLI_BASE_MAP_CREDIT",
    str,
    "",
    "Who is named on the map for the base map: its source and its map approval number.",
)

ALL: tuple[Setting[object], ...] = cast(
    "tuple[Setting[object], ...]",
    (
        DATA,
        DATABASE_URL,
        PORT,
        HOSTS,
        CATALOGUE,
        COMPONENT_CODE,
        SECRET,
        KEYS,
        HTTPS,
        DEBUG,
        LANGUAGE,
        TIME_ZONE,
        LOG_LEVEL,
        REPORTS_PER_HOUR,
        PHOTO_MB,
        FIELD_LEASE_HOURS,
        FIELD_DEVICES,
        FIELD_STAGED_MB,
        SITE_URL,
        SMTP_URL,
        MAIL_FROM,
        SMS_URL,
        SMS_KEY,
        SMS_BODY,
        SMS_ACCEPTED,
        PUSH_HOSTS,
        QUIET_HOURS,
        LINKAGE,
        BASE_MAP,
        BASE_MAP_CREDIT,
    ),
)
