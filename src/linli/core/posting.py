"""One POST to somebody else's server: bounded in time and size, no redirects, every failure a sentence."""

import hashlib
import hmac
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.errors import Unavailable

TIMEOUT_SECONDS = 10
MOST_ANSWER = 4_096
# Worth another try although the server understood us: too early, too many, or a fault of its own.
_PASSING = frozenset({408, 425, 429})


class NotPosted(Unavailable):
    """Another server did not take what was sent; `is_final` when it never will."""

    code = "core.not-posted"
    text = gettext_lazy("没有发出去：%(why)s")

    def __init__(self, why: object, *, is_final: bool = False) -> None:
        super().__init__(why=why)
        self.why, self.is_final = str(why), is_final


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    text: str

    @property
    def is_good(self) -> bool:
        """Say whether the server took it."""
        return 200 <= self.status < 300

    def values(self) -> dict[str, object]:
        """Read the answer as a JSON object; empty when it is none."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follow nobody: a message goes to the address somebody entered or nowhere."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        """Answer with the redirect itself."""


@cache
def _opener() -> urllib.request.OpenerDirector:
    """Read the certificates of the machine, once in a process and only where something is sent."""
    return urllib.request.build_opener(_NoRedirect)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send bytes and read the beginning of the answer."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise NotPosted(_("地址不是 http 或 https"), is_final=True)
    request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 checked above
    try:
        with _opener().open(request, timeout=TIMEOUT_SECONDS) as answer:
            return Answer(answer.status, _read(answer))
    except urllib.error.HTTPError as refusal:
        with refusal:
            return Answer(refusal.code, _read(refusal))
    except urllib.error.URLError as trouble:
        raise NotPosted(_("连接不上：%(why)s") % {"why": trouble.reason}) from None
    except (OSError, http.client.HTTPException) as trouble:
        raise NotPosted(_("连接中断：%(why)s") % {"why": trouble or type(trouble).__name__}) from None


def post_json(url: str, content: Mapping[str, object]) -> Answer:
    """Send a JSON object."""
    return post(url, json.dumps(content, ensure_ascii=False).encode(), {"Content-Type": "application/json"})


def check_taken(answer: Answer) -> None:
    """Refuse an answer that says no; what will never be taken is final."""
    if answer.is_good:
        return
    is_final = 400 <= answer.status < 500 and answer.status not in _PASSING
    said = " ".join(answer.text.split())[:120]
    raise NotPosted(_("对方回答 %(status)s %(said)s") % {"status": answer.status, "said": said}, is_final=is_final)


def signature(body: bytes, *, stamp: str, secret: str) -> str:
    """Sign a body with the moment it is sent at, so that nobody else can have sent it, nor send it again later."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, *, stamp: str, secret: str, said: str) -> bool:
    """Say whether a signature is right, in a time that tells nothing of where it differs."""
    right = signature(body, stamp=stamp, secret=secret)
    return hmac.compare_digest(right.encode(), said.encode("utf-8", "surrogatepass"))


def _read(answer: "http.client.HTTPResponse | urllib.error.HTTPError") -> str:
    return answer.read(MOST_ANSWER).decode("utf-8", "replace")
