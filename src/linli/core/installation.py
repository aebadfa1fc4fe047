"""The one row about this installation: its name, its root area, whether it is a demo."""

from dataclasses import dataclass
from threading import Lock

from django.db import connection

from linli.core import process_clock
from linli.core.models import InstallationRow

_KEEP_SECONDS = 5.0


@dataclass(frozen=True)
class Installation:
    """What every page and rule may need to know of the house."""

    name: str = ""
    root_code: str = ""
    is_demo: bool = False
    office_hours: str = "08:30-12:00,13:30-17:30"


_lock = Lock()
_kept: tuple[float, Installation] | None = None


def installation() -> Installation:
    """Read the installation's row, kept for a few seconds."""
    global _kept
    now = process_clock.seconds()
    with _lock:
        if _kept and now - _kept[0] < _KEEP_SECONDS:
            return _kept[1]
    row = InstallationRow.objects.first()
    found = Installation(row.name, row.root_code, row.is_demo, row.office_hours) if row else Installation()
    with _lock:
        _kept = (now, found)
    return found


def set_installation(*, name: str, root_code: str, is_demo: bool) -> Installation:
    """Name the installation and its root area."""
    InstallationRow.objects.update_or_create(pk=1, defaults={"name": name, "root_code": root_code, "is_demo": is_demo})
    forget()
    return installation()


def is_prepared() -> bool:
    """Say whether the tables of an installation stand, however old they are."""
    return InstallationRow._meta.db_table in connection.introspection.table_names()


def forget() -> None:
    """Read the row anew next time."""
    global _kept
    with _lock:
        _kept = None
