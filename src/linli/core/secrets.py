"""Secrets at rest: sealing with rotating keys, searching by keyed hash, showing masked."""

import base64
import hashlib
import hmac
import os
from binascii import b2a_base64
from collections.abc import Callable, Iterator
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Unavailable
from linli.core.sealing_keys import sealing_keys


class SealBroken(Unavailable):
    """A sealed value cannot be opened with the keys at hand."""

    code = "core.seal-broken"
    text = _("加密内容无法解开：缺少当时使用的密钥。请检查密钥文件。")


_VERSION = "2."  # what sealed values begin with; those of version 0.2 and before are Fernet tokens without it
_NONCE = 12
_AT_ONCE = 500
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_MARK = 4


@lru_cache(maxsize=4)
def _sealers(keys: tuple[str, ...]) -> dict[str, AESGCM]:
    """Give the sealers by the mark of their key, the newest first."""
    return {mark_of(key): AESGCM(base64.urlsafe_b64decode(_derive(key, b"seal-gcm"))) for key in keys}


@lru_cache(maxsize=4)
def _old_sealer(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derive(key, b"seal")) for key in keys])


def mark_of(key: str) -> str:
    """Name a key without telling it: four characters before every value it sealed."""
    return _derive(key, b"mark")[:4].decode()


def sealed_anew_start() -> str:
    """Give what every value begins with that the newest key sealed."""
    return f"{_VERSION}{mark_of(sealing_keys()[0])}."


def _derive(key: str, use: bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.blake2b(use, key=key.encode()[:64], digest_size=32).digest())


def seal(text: str) -> str:
    """Encrypt a personal value with the newest key (AES-256-GCM); an empty one stays empty."""
    if not text:
        return ""
    mark, sealer = next(iter(_sealers(sealing_keys()).items()))
    nonce = os.urandom(_NONCE)
    return f"{_VERSION}{mark}.{base64.urlsafe_b64encode(nonce + sealer.encrypt(nonce, text.encode(), None)).decode()}"


def unseal(token: str) -> str:
    """Open a sealed value with the key that sealed it; a key made a moment ago by another process is looked for."""
    if not token:
        return ""
    try:
        return _opened(token, sealing_keys())
    except SealBroken:
        return _opened(token, sealing_keys(at_once=True))


def _opened(token: str, keys: tuple[str, ...]) -> str:
    try:
        if not token.startswith(_VERSION):
            return _old_sealer(keys).decrypt(token.encode()).decode()
        _version, mark, body = token.split(".", 2)
        raw = base64.urlsafe_b64decode(body)
        return _sealers(keys)[mark].decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
    except (InvalidToken, InvalidTag, KeyError, ValueError):
        raise SealBroken from None


def sealing() -> Callable[[str], str]:
    """Give what seals many values on end: the key is looked up and noise is drawn once for many."""
    mark, sealer = next(iter(_sealers(sealing_keys()).items()))
    start, noise = f"{_VERSION}{mark}.", _nonces()

    def sealed(text: str) -> str:
        if not text:
            return ""
        nonce = next(noise)
        return start + b2a_base64(nonce + sealer.encrypt(nonce, text.encode(), None), newline=False).translate(
            _URL_SAFE
        ).decode("ascii")

    return sealed


def _nonces() -> Iterator[bytes]:
    while True:
        drawn = os.urandom(_NONCE * _AT_ONCE)
        for place in range(0, len(drawn), _NONCE):
            yield drawn[place : place + _NONCE]


def hashing() -> Callable[[str], str]:
    """Give what hashes many values on end."""
    key = _hash_key(settings.LINLI_HASH_KEY)

    def hashed(text: str) -> str:
        return hmac.digest(key, text.strip().upper().encode(), "sha256").hex()[:32] if text else ""

    return hashed


def seal_bytes(body: bytes) -> bytes:
    """Encrypt a piece of a file with the newest key: the key's mark, the nonce, the rest."""
    mark, sealer = next(iter(_sealers(sealing_keys()).items()))
    nonce = os.urandom(_NONCE)
    return mark.encode() + nonce + sealer.encrypt(nonce, body, None)


def unseal_bytes(sealed: bytes) -> bytes:
    """Open a sealed piece of a file with the key that sealed it."""
    mark, nonce, body = sealed[:_MARK].decode(errors="replace"), sealed[_MARK:][:_NONCE], sealed[_MARK + _NONCE :]
    known = sealing_keys()
    keys = known if mark in _sealers(known) else sealing_keys(at_once=True)
    try:
        return _sealers(keys)[mark].decrypt(nonce, body, None)
    except (InvalidTag, KeyError, ValueError):
        raise SealBroken from None


def is_sealed(text: str) -> bool:
    """Say whether a text looks like a sealed value."""
    parts = text.split(".", 2)
    return (len(parts) == 3 and f"{parts[0]}." == _VERSION and len(parts[1]) == 4) or text.startswith("gAAAAA")


def is_sealed_anew(token: str) -> bool:
    """Say whether a sealed value needs no rotation: it is empty, or the newest key sealed it."""
    return not token or token.startswith(sealed_anew_start())


def keyed_hash(text: str) -> str:
    """Hash a value with the installation's search key, so that it is found without being stored."""
    if not text:
        return ""
    return hmac.digest(_hash_key(settings.LINLI_HASH_KEY), text.strip().upper().encode(), "sha256").hex()[:32]


def audit_key() -> bytes:
    """Give the key that seals the log of reads and writes: it never rotates, so that the whole log stays provable."""
    return _derive(settings.LINLI_HASH_KEY, b"audit")


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
