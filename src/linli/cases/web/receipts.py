"""What somebody who took a report down gives to the resident: number and tracking code, kept sealed in the session."""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from linli.cases.actions import Reported
from linli.cases.queries.kinds import kind_name
from linli.core.secrets import seal, unseal

KEY = "case_receipts"
MOST_KEPT = 5


@dataclass(frozen=True)
class Receipt:
    """The lines of one receipt."""

    number: str
    code: str
    reported_at: str
    kind: str
    title: str
    address: str

    @property
    def code_parts(self) -> str:
        """The code in groups of four, as it is read out."""
        return " ".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))

    @property
    def at(self) -> dt.datetime:
        """When it was taken down."""
        return dt.datetime.fromisoformat(self.reported_at)


def keep_receipt(session: SessionBase, reported: Reported) -> None:
    """Keep a receipt until the session ends, so that it can be printed again; a repeat has no code and keeps the first."""
    kept: dict[str, str] = dict(session.get(KEY, {}))
    case = reported.case
    if str(case.pk) in kept and not reported.tracking_code:
        return
    kind = kind_name(case.kind_code) if case.kind_code else ""
    at = case.reported_at.isoformat()
    line = Receipt(case.number, reported.tracking_code, at, kind, case.title, case.address)
    kept[str(case.pk)] = seal(json.dumps(asdict(line), ensure_ascii=False))
    session[KEY] = dict(list(kept.items())[-MOST_KEPT:])


def receipt_of(session: SessionBase, case_id: UUID) -> Receipt | None:
    """Find the receipt of a report that was taken down in this session."""
    sealed = session.get(KEY, {}).get(str(case_id), "")
    return Receipt(**json.loads(unseal(sealed))) if sealed else None
