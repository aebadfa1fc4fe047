"""A person's own notices, and how many are unread."""

from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from linli.core import process_clock
from linli.messages.errors import NoticeNotFound
from linli.messages.models import Notice
from linli.messages.rules import ReceiverKind

PAGE = 30
MOST_COUNTED = 99
_KEEP_SECONDS, _MOST_KEPT = 10.0, 5_000
_lock = Lock()
_kept: dict[UUID, tuple[float, int]] = {}


@dataclass(frozen=True)
class Page:
    """Some notices, newest first, and where the next ones begin."""

    rows: list[Notice]
    after: str


def inbox(account_id: UUID, *, after: str = "", unread_only: bool = False) -> Page:
    """List a person's notices, newest first; one query."""
    found = Notice.objects.filter(receiver_kind=ReceiverKind.PERSON.value, receiver=str(account_id))
    if unread_only:
        found = found.filter(is_unread=True)
    cursor = _cursor(after)
    if cursor is not None:
        found = found.filter(pk__lt=cursor)
    rows = list(found.order_by("-id")[: PAGE + 1])
    return Page(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def own_notice(account_id: UUID, notice_id: UUID) -> Notice:
    """Find one of a person's own notices."""
    found = Notice.objects.filter(
        pk=notice_id, receiver_kind=ReceiverKind.PERSON.value, receiver=str(account_id)
    ).first()
    if found is None:
        raise NoticeNotFound
    return found


def unread_count(account_id: UUID) -> int:
    """Count a person's unread notices, up to one more than is shown; kept in the process for some seconds."""
    now = process_clock.seconds()
    with _lock:
        kept = _kept.get(account_id)
    if kept and now - kept[0] < _KEEP_SECONDS:
        return kept[1]
    unread = Notice.objects.filter(
        receiver=str(account_id), receiver_kind=ReceiverKind.PERSON.value, is_unread=True
    ).order_by()
    count = unread[: MOST_COUNTED + 1].count()
    with _lock:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[account_id] = (now, count)
    return count


def forget_unread(account_id: UUID) -> None:
    """Count anew next time."""
    with _lock:
        _kept.pop(account_id, None)


def _cursor(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
