"""What a conflict was told with, kept for a repeat: sealed, and without what the phone sends again anyway."""

import json
from collections.abc import Iterable

from linli.core.secrets import seal, unseal
from linli.fieldsync.applying.frame import Change, Conflict, Payload

_KEPT = ("field", "theirs", "by", "at")


def closed(conflicts: Iterable[Conflict]) -> str:
    """Seal what stood in each field as the phone was shown it, and who wrote it when; no conflict, nothing."""
    kept = [{name: getattr(one, name) for name in _KEPT} for one in conflicts]
    return seal(json.dumps(kept, ensure_ascii=False)) if kept else ""


def opened(sealed: str, said: Payload) -> tuple[Conflict, ...]:
    """Lay what stood then beside what the phone says: the conflicts as they were told first.

    Where the first answer is older than this column, the phone still learns that it was a conflict, without the values.
    """
    if not sealed or not isinstance(said, Change):
        return ()
    return tuple(
        Conflict(base=base, mine=mine, **one)
        for one in json.loads(unseal(sealed))
        for base, mine in [said.base_and_mine(one["field"])]
    )
