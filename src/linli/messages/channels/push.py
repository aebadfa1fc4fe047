"""Web push: a note in the browser, over the push service the browser's maker runs."""

import json
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from linli.core import posting
from linli.core.posting import NotPosted
from linli.messages.channels.outgoing import Outgoing
from linli.messages.channels.push_encryption import decoded, encrypt, vapid_header
from linli.messages.channels.vapid import vapid_key
from linli.messages.errors import SubscriptionInvalid

KEEP_SECONDS = 24 * 3600  # a push service keeps a note this long for a browser that is off
MOST_TEXT = 300  # a record of 4096 bytes holds it with room to spare
GONE = frozenset({404, 410})
_LOCAL = frozenset({"127.0.0.1", "localhost"})
_MOST_SUBSCRIPTION = 2_000


class SubscriptionGone(NotPosted):
    """The browser has taken its subscription back."""

    code = "message.subscription-gone"


@dataclass(frozen=True)
class Subscription:
    """Where a browser is reached and the two keys it gave."""

    endpoint: str
    browser_key: bytes
    auth: bytes

    @classmethod
    def parse(cls, text: str) -> "Subscription":
        """Read what `pushManager.subscribe()` gave; refuse other hosts than push services."""
        try:
            content = json.loads(text[:_MOST_SUBSCRIPTION])
            found = cls(str(content["endpoint"]), decoded(content["keys"]["p256dh"]), decoded(content["keys"]["auth"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise SubscriptionInvalid(field="subscription") from None
        if len(found.browser_key) != 65 or len(found.auth) != 16 or not _is_push_service(found.endpoint):
            raise SubscriptionInvalid(field="subscription")
        return found


def is_set_up() -> bool:
    """Say whether browsers can subscribe: they do so only where a site is reached over https, or on this machine."""
    site = urlsplit(settings.LINLI_SITE_URL)
    return site.scheme == "https" or (site.scheme == "http" and site.hostname in _LOCAL)


def send(message: Outgoing) -> None:
    """Send a note to one browser."""
    to = Subscription.parse(message.address)
    note = {"title": message.title, "text": message.text[:MOST_TEXT], "url": message.url, "tag": message.id}
    body = encrypt(json.dumps(note, ensure_ascii=False).encode(), browser_key=to.browser_key, auth=to.auth)
    answer = posting.post(to.endpoint, body, _headers(to.endpoint, is_urgent=message.is_urgent))
    if answer.status in GONE:
        raise SubscriptionGone(_("浏览器已取消订阅"), is_final=True)
    posting.check_taken(answer)


def _headers(endpoint: str, *, is_urgent: bool) -> dict[str, str]:
    return {
        "Authorization": vapid_header(endpoint, key=vapid_key(), subject=_subject()),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEEP_SECONDS),
        "Urgency": "high" if is_urgent else "normal",
    }


def _subject() -> str:
    """Whom a push service may ask about us."""
    if settings.LINLI_MAIL_FROM:
        return "mailto:" + re.sub(r".*<|>.*", "", settings.LINLI_MAIL_FROM)
    return str(settings.LINLI_SITE_URL)


def _is_push_service(endpoint: str) -> bool:
    """Anybody with an account can send us an address: only push services are called, never a host of the office."""
    try:
        place = urlsplit(endpoint)
        host, port = place.hostname or "", place.port
    except ValueError:
        return False
    named = f"{host}:{port}" if port else host
    if not any(fnmatchcase(named, allowed) for allowed in settings.LINLI_PUSH_HOSTS):
        return False
    return place.scheme == "https" or (place.scheme == "http" and host in _LOCAL)
