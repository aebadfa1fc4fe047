"""The three group chats offices use, taught to apprise anew so that their answers are read.

Apprise takes every answer 200 for success. WeCom, DingTalk and Feishu answer 200 to what they refuse, with a code
inside; and apprise signs for DingTalk with the signature encoded twice, for Feishu not at all.
"""

import base64
import hashlib
import hmac
import logging
import re
import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from apprise import Apprise, AppriseAsset, NotifyBase, PersistentStoreMode
from apprise.exception import AppriseException
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot
from django.utils.translation import gettext as _

from linli.core import posting
from linli.core.posting import NotPosted

type Parsed = dict[str, Any]  # Any: apprise's own shape

# Codes that pass by themselves: too many messages a minute, the service is busy.
PASSING = frozenset({-1, 45009, 130101, 410100, 11232, 1000207})
logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its warnings hold addresses with their keys


class AnswerRead(NotifyBase):  # type: ignore[no-untyped-call]  # apprise leaves its class hook untyped
    """A bot whose service says in the body whether it took the message."""

    refusal: NotPosted | None = None

    def post(self, url: str, content: Parsed) -> bool:
        """Send, and keep why it was refused."""
        try:
            answer = posting.post_json(url, content)
            posting.check_taken(answer)
            _check_code(answer.values())
        except NotPosted as refusal:
            self.refusal = refusal
            return False
        return True


class WeCom(AnswerRead, NotifyWeComBot):  # type: ignore[no-untyped-call]  # apprise leaves its class hook untyped
    """A bot of a WeCom group (企业微信群机器人)."""

    def send(self, *_args: Any, **kwargs: Any) -> bool:  # Any: whatever apprise passes
        """Write into the group."""
        return self.post(self.api_url, {"msgtype": "text", "text": {"content": kwargs["body"]}})


class DingTalk(AnswerRead, NotifyDingTalk):  # type: ignore[no-untyped-call]  # apprise leaves its class hook untyped
    """A bot of a DingTalk group (钉钉群机器人), signed where it has a secret."""

    def send(self, *_args: Any, **kwargs: Any) -> bool:  # Any: as above
        """Write into the group."""
        url = self.notify_url.format(token=self.token)
        if self.secret:
            stamp = str(round(time.time() * 1000))
            signed = hmac.new(self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256).digest()
            url += "&" + urlencode({"timestamp": stamp, "sign": base64.b64encode(signed).decode()})
        return self.post(url, {"msgtype": "text", "text": {"content": kwargs["body"]}})


class Feishu(AnswerRead, NotifyFeishu):  # type: ignore[no-untyped-call]  # apprise leaves its class hook untyped
    """A bot of a Feishu group (飞书群机器人), signed where it has a secret."""

    def __init__(self, token: str, secret: str = "", **kwargs: Any) -> None:  # Any: as above
        super().__init__(token, **kwargs)  # type: ignore[no-untyped-call]  # apprise leaves it untyped
        self.secret = secret

    def send(self, *_args: Any, **kwargs: Any) -> bool:  # Any: as above
        """Write into the group."""
        content: Parsed = {"msg_type": "text", "content": {"text": kwargs["body"]}}
        if self.secret:
            stamp = str(int(time.time()))
            signed = hmac.new(f"{stamp}\n{self.secret}".encode(), b"", hashlib.sha256).digest()
            content |= {"timestamp": stamp, "sign": base64.b64encode(signed).decode()}
        return self.post(self.notify_url.format(token=self.token).rstrip("/"), content)


_OURS: dict[str, type[AnswerRead]] = {"wecombot": WeCom, "dingtalk": DingTalk, "feishu": Feishu}
_WEB = {"oapi.dingtalk.com": "dingtalk", "open.feishu.cn": "feishu", "qyapi.weixin.qq.com": "wecombot"}
_HOOK = re.compile(r"/open-apis/bot/v2/hook/([\w-]+)/?")


def bot_at(address: str) -> NotifyBase | None:
    """Make the bot behind an address, pasted from the group's settings or written apprise's way; None when it is none."""
    try:
        service, parsed = _parsed(address)
        if service is None:
            found = Apprise.instantiate(address, asset=_asset())
            return found if isinstance(found, NotifyBase) else None
        return service(asset=_asset(), **parsed)
    except (AppriseException, TypeError, ValueError):
        return None


def _parsed(address: str) -> tuple[type[AnswerRead] | None, Parsed]:
    place = urlsplit(address)
    name = _WEB.get(place.hostname or "") if place.scheme == "https" else place.scheme
    service = _OURS.get(name or "")
    if service is None:
        return None, {}
    asked = {key: values[0] for key, values in parse_qs(place.query).items()}
    if place.scheme == "https":
        hook = _HOOK.fullmatch(place.path)
        token = asked.get("key") or asked.get("access_token") or (hook[1] if hook else "")
    else:
        token = place.netloc.rpartition("@")[2]
    secret = asked.get("secret") or place.username or ""
    if service is WeCom:
        return service, {"key": token}
    return service, {"token": token, "secret": secret} if secret else {"token": token}


def _asset() -> AppriseAsset:
    return AppriseAsset(async_mode=False, storage_mode=PersistentStoreMode.MEMORY, app_id="Linli")


def _check_code(values: dict[str, object]) -> None:
    code = values.get("errcode", values.get("code", values.get("StatusCode", 0)))
    if code in {0, "0", None}:
        return
    said = str(values.get("errmsg") or values.get("msg") or "")[:120]
    raise NotPosted(_("对方回答 %(status)s %(said)s") % {"status": code, "said": said}, is_final=code not in PASSING)
