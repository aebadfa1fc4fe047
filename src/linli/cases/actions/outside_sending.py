"""Send what was handed off, and bring back what nobody answered: the background worker's part."""

import datetime as dt
import json
import logging

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.cases.actions.handing_off import bring_back
from linli.cases.models import HandOff
from linli.cases.queries.kinds import kind_name
from linli.cases.rules.outside import OPEN_STATES, HandOffState, next_try
from linli.core.errors import LinliError
from linli.core.posting import NotPosted, check_taken, post, signature
from linli.core.secrets import unseal

log = logging.getLogger(__name__)
FEW = 50


def work_hand_offs(at: dt.datetime) -> int:
    """Send what is due and bring back what is overdue; say how many were seen to. One that fails holds up no other."""
    waiting = HandOff.objects.select_related("case", "system").filter(next_try_at__lte=at).order_by("next_try_at")[:FEW]
    late = HandOff.objects.filter(ended_at=None, answer_by__lte=at).order_by("answer_by")[:FEW]
    done = [_tried(handed, at) for handed in waiting if handed.answer_by > at]
    for handed in late:
        words = _("对方系统在时限内没有回应，请人工处理。") if handed.state != HandOffState.WAITING else handed.why
        _bring_back(handed, at, words or _("没有送达对方系统，请人工处理。"))
    return len(done) + len(late)


def content_of(handed: HandOff) -> dict[str, object]:
    """What an outside system is told: the matter and its place, never who reported it (least data)."""
    case = handed.case
    return {
        "delivery": str(handed.pk), "case": str(case.pk), "number": case.number, "kind": case.kind_code,
        "kind_name": kind_name(case.kind_code), "title": case.title, "text": case.text, "address": case.address,
        "area_code": case.area_code, "lon_cgcs2000": case.lon_cgcs2000, "lat_cgcs2000": case.lat_cgcs2000,
        "reported_at": case.reported_at.isoformat(), "answer_by": handed.answer_by.isoformat(),
        "due_at": case.handling_due_at.isoformat() if case.handling_due_at else None,
    }  # fmt: skip


def _tried(handed: HandOff, at: dt.datetime) -> bool:
    body, stamp = json.dumps(content_of(handed), ensure_ascii=False).encode(), str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8", "Linli-Delivery": str(handed.pk), "Linli-Timestamp": stamp,
        "Linli-Signature": signature(body, stamp=stamp, secret=unseal(handed.system.secret_sealed)),
    }  # fmt: skip
    try:
        check_taken(post(handed.system.url, body, headers))
    except NotPosted as trouble:
        _failed(handed, at, trouble)
        return False
    changed = HandOff.objects.filter(pk=handed.pk, state=HandOffState.WAITING)
    changed.update(state=HandOffState.SENT, sent_at=at, next_try_at=None, tries=handed.tries + 1, why="")
    return True


def _failed(handed: HandOff, at: dt.datetime, trouble: NotPosted) -> None:
    tries = handed.tries + 1
    again = None if trouble.is_final else next_try(tries, at=at)
    log.warning("hand-off not sent", extra={"hand_off": str(handed.pk), "system": handed.system_id, "tries": tries})
    still_open = HandOff.objects.filter(Q(pk=handed.pk), state__in=sorted(OPEN_STATES))
    still_open.update(tries=tries, next_try_at=again, why=trouble.why)
    if again is None:
        _bring_back(handed, at, _("没有送达对方系统：%(why)s") % {"why": trouble.why})


def _bring_back(handed: HandOff, at: dt.datetime, why: str) -> None:
    """Bring it back; where the case has moved on meanwhile, only end the hand-off: it must hold up no other."""
    try:
        bring_back(handed.pk, at=at, why=why)
    except LinliError:
        log.warning("hand-off ended without its case", extra={"hand_off": str(handed.pk)})
        HandOff.objects.filter(pk=handed.pk, state__in=sorted(OPEN_STATES)).update(
            state=HandOffState.CAME_BACK, ended_at=at, next_try_at=None, why="case-moved-on"
        )
