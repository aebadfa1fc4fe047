"""SMS over a gateway: one signed POST whose address and body the installation declares.

Signed: `X-Linli-Signature` is the hex HMAC-SHA256, under the shared key, of the timestamp, a dot and the body.
"""

import json
import re

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import posting
from linli.core.posting import NotPosted
from linli.messages.channels.outgoing import Outgoing

_PLACE = re.compile(r"\{(\w+)\}")


def is_set_up() -> bool:
    """Say whether the installation has a gateway."""
    return bool(settings.LINLI_SMS_URL)


def send(message: Outgoing) -> None:
    """Hand one SMS to the gateway; taken is what answers 2xx and holds the word for success, where one is set."""
    body = filled(settings.LINLI_SMS_BODY, message).encode()
    answer = posting.post(settings.LINLI_SMS_URL, body, _headers(body, message.id))
    posting.check_taken(answer)
    if settings.LINLI_SMS_ACCEPTED not in answer.text:
        raise NotPosted(_("短信网关没有受理：%(said)s") % {"said": " ".join(answer.text.split())[:120]})


def filled(template: str, message: Outgoing) -> str:
    """Fill the body of the gateway's request; values are written as inside a JSON string."""
    values = {**message.facts, "phone": message.address, "text": message.body, "id": message.id, "code": message.code}
    return _PLACE.sub(lambda place: _inside_json(values.get(place[1], "")), template)


def signature(body: bytes, *, stamp: str) -> str:
    """Sign a body and its time with the key shared with the gateway."""
    return f"sha256={posting.signature(body, stamp=stamp, secret=settings.LINLI_SMS_KEY)}"


def _headers(body: bytes, message_id: str) -> dict[str, str]:
    stamp = str(int(timezone.now().timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": message_id,
        "X-Linli-Timestamp": stamp,
        "X-Linli-Signature": signature(body, stamp=stamp),
    }


def _inside_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
