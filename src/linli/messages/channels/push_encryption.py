"""Encryption of web push: RFC 8291 (the message, only the browser can read it) and RFC 8292 (VAPID: who sends it)."""

import base64
import json
import os
import time
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD_SIZE = 4_096
TOKEN_SECONDS = 12 * 3600
_CURVE = ec.SECP256R1()


def encoded(raw: bytes) -> str:
    """Write bytes as base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Read base64url with or without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Give the public half of a key as the uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def new_key() -> ec.EllipticCurvePrivateKey:
    """Make a key on the curve of web push."""
    return ec.generate_private_key(_CURVE)


def encrypt(
    plain: bytes,
    *,
    browser_key: bytes,
    auth: bytes,
    key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Encrypt a message for one browser (RFC 8291 section 3.4); key and salt are new for every message."""
    key, salt = key or new_key(), salt or os.urandom(16)
    own = public_bytes(key)
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, browser_key))
    secret = _derive(shared, salt=auth, info=b"WebPush: info\x00" + browser_key + own, length=32)
    content_key = _derive(secret, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = _derive(secret, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    head = salt + RECORD_SIZE.to_bytes(4, "big") + len(own).to_bytes(1, "big") + own
    return head + AESGCM(content_key).encrypt(nonce, plain + b"\x02", None)


def vapid_header(endpoint: str, *, key: ec.EllipticCurvePrivateKey, subject: str, now: float | None = None) -> str:
    """Make the header that tells a push service who sends (RFC 8292): a short-lived signed token and the public key."""
    place = urlsplit(endpoint)
    expires = int(time.time() if now is None else now) + TOKEN_SECONDS
    claims = {"aud": f"{place.scheme}://{place.netloc}", "exp": expires, "sub": subject}
    signed = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
    first, second = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    token = f"{signed}.{encoded(first.to_bytes(32, 'big') + second.to_bytes(32, 'big'))}"
    return f"vapid t={token}, k={encoded(public_bytes(key))}"


def _derive(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _part(content: dict[str, object] | dict[str, str]) -> str:
    return encoded(json.dumps(content, separators=(",", ":")).encode())
