"""Web push against the published examples, and against the browser's own half."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from linli.messages.channels import vapid
from linli.messages.channels.push_encryption import decoded, encoded, encrypt, new_key, public_bytes, vapid_header

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
OUR_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkN" + "toIAiw4"
AUTH, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
SENT = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_byte_for_byte():
    key = ec.derive_private_key(int.from_bytes(decoded(OUR_KEY), "big"), ec.SECP256R1())
    found = encrypt(PLAIN, browser_key=decoded(BROWSER_PUBLIC), auth=decoded(AUTH), key=key, salt=decoded(SALT))
    assert encoded(found) == SENT


def test_no_two_messages_are_encrypted_alike():
    both = [encrypt(PLAIN, browser_key=decoded(BROWSER_PUBLIC), auth=decoded(AUTH)) for _ in range(2)]
    assert both[0] != both[1]


def test_the_sender_s_token_is_signed_for_this_push_service_and_ends_soon():
    key = new_key()
    header = vapid_header("https://push.example.net/send/abc", key=key, subject="mailto:it@office.example", now=1_000)
    token, public = header.removeprefix("vapid t=").split(", k=")
    head, claims, signature = token.split(".")
    raw = decoded(signature)
    signed = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.public_key().verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(decoded(claims)) == {
        "aud": "https://push.example.net",
        "exp": 1_000 + 12 * 3600,
        "sub": "mailto:it@office.example",
    }
    assert decoded(public) == public_bytes(key)


@given(st.binary(max_size=200))
def test_bytes_written_are_read_again(raw):
    assert decoded(encoded(raw)) == raw
    assert "=" not in encoded(raw)
    assert base64.urlsafe_b64decode(encoded(raw) + "==") == raw


def test_the_installation_s_key_is_made_once_and_read_by_its_owner_only(tmp_path, settings):
    settings.LINLI_DATA = tmp_path
    first = vapid.vapid_public()
    vapid._key.cache_clear()
    assert vapid.vapid_public() == first
    assert len(decoded(first)) == 65
    assert (tmp_path / vapid.FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [vapid.FILE_NAME]


def test_a_file_with_another_kind_of_key_is_not_taken(tmp_path, settings):
    from cryptography.hazmat.primitives.asymmetric import ed25519
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    other = ed25519.Ed25519PrivateKey.generate()
    (tmp_path / vapid.FILE_NAME).write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    settings.LINLI_DATA = tmp_path
    with pytest.raises(TypeError):
        vapid.vapid_key()
