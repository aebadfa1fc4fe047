"""Secrets at rest: sealing with rotating keys, searching by keyed hash, showing masked."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Unavailable


class SealBroken(Unavailable):
    """A sealed value cannot be opened with the keys at hand."""

    code = "core.seal-broken"
    text = _("加密内容无法解开：缺少当时使用的密钥。请检查密钥文件。")


@lru_cache(maxsize=4)
def _sealer(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derive(key, b"seal")) for key in keys])


def _derive(key: str, use: bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.blake2b(use, key=key.encode()[:64], digest_size=32).digest())


def seal(text: str) -> str:
    """Encrypt a personal value with the newest key; an empty one stays empty."""
    return _sealer(settings.LINLI_KEYS).encrypt(text.encode()).decode() if text else ""


def unseal(token: str) -> str:
    """Open a sealed value with whichever key sealed it."""
    if not token:
        return ""
    try:
        return _sealer(settings.LINLI_KEYS).decrypt(token.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def keyed_hash(text: str) -> str:
    """Hash a value with the installation's search key, so that it is found without being stored."""
    return (
        hmac.new(_hash_key(settings.LINLI_HASH_KEY), text.strip().upper().encode(), hashlib.sha256).hexdigest()[:32]
        if text
        else ""
    )


@lru_cache(maxsize=4)
def _hash_key(key: str) -> bytes:
    return _derive(key, b"hash")


def mask_phone(phone: str) -> str:
    """Show the first three and last two digits."""
    return f"{phone[:3]}{'*' * max(len(phone) - 5, 1)}{phone[-2:]}" if len(phone) >= 7 else "*" * len(phone)


def mask_name(name: str) -> str:
    """Show the surname only."""
    return f"{name[:1]}{'*' * (len(name) - 1)}" if len(name) > 1 else name


def mask_id_number(number: str) -> str:
    """Show the first three and last two characters of a citizen ID number."""
    return f"{number[:3]}{'*' * 13}{number[-2:]}" if len(number) == 18 else "*" * len(number)
