"""The installation's own key for web push: made once, kept under LINLI_DATA in a file only its owner reads."""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from linli.messages.channels.push_encryption import encoded, new_key, public_bytes

FILE_NAME = "vapid.pem"


def vapid_key() -> ec.EllipticCurvePrivateKey:
    """Read the installation's key, making it the first time."""
    return _key(settings.LINLI_DATA / FILE_NAME)


def vapid_public() -> str:
    """Give the public half as a browser wants it."""
    return encoded(public_bytes(vapid_key()))


@lru_cache(maxsize=2)
def _key(file: Path) -> ec.EllipticCurvePrivateKey:
    if not file.exists():
        _make(file)
    key = load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{file} holds no key for web push")  # noqa: EM102 somebody put another file there
    return key


def _make(file: Path) -> None:
    pem = new_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(pem)
    try:
        os.link(part, file)  # the file appears whole; where another process was quicker, its key stands
    except FileExistsError:
        pass
    finally:
        part.unlink()
