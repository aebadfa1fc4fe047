"""Reading one's own notices: what is read is no longer counted, and no time of reading is kept."""

from collections.abc import Iterable
from uuid import UUID

from linli.messages.models import Notice
from linli.messages.queries.inbox import forget_unread, own_notice
from linli.messages.rules import ReceiverKind


def mark_read(account_id: UUID, notice_id: UUID) -> Notice:
    """Take one of one's own notices as read."""
    notice = own_notice(account_id, notice_id)
    if notice.is_unread:
        Notice.objects.filter(pk=notice.pk).update(is_unread=False)
        forget_unread(account_id)
    return notice


def mark_all_read(account_id: UUID) -> int:
    """Take all of one's own notices as read; say how many were not."""
    found = Notice.objects.filter(receiver=str(account_id), receiver_kind=ReceiverKind.PERSON.value, is_unread=True)
    count = found.update(is_unread=False)
    forget_unread(account_id)
    return count


def count_anew(account_ids: Iterable[UUID]) -> None:
    """Have these people's unread notices counted anew."""
    for account_id in account_ids:
        forget_unread(account_id)
