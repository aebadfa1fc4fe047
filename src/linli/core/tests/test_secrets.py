"""Secrets at rest: sealed, found by hash, shown masked; codes that people type."""

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from linli.core import codes, secrets


@given(st.text(max_size=60))
def test_what_is_sealed_opens_again(text: str):
    assert secrets.unseal(secrets.seal(text)) == text


def test_a_sealed_value_shows_nothing_and_differs_each_time():
    first, second = secrets.seal("13800000000"), secrets.seal("13800000000")
    assert "138" not in first
    assert first != second


def test_a_new_key_in_front_still_opens_what_the_old_one_sealed(settings):
    sealed = secrets.seal("13800000000")
    settings.LINLI_KEYS = ("another key", *settings.LINLI_KEYS)
    assert secrets.unseal(sealed) == "13800000000"


def test_without_the_key_nothing_opens(settings):
    sealed = secrets.seal("13800000000")
    settings.LINLI_KEYS = (Fernet.generate_key().decode(),)
    with pytest.raises(secrets.SealBroken):
        secrets.unseal(sealed)


def test_a_hash_finds_the_same_value_and_is_keyed(settings):
    first = secrets.keyed_hash("11010519491231002x")
    assert first == secrets.keyed_hash(" 11010519491231002X ")
    settings.LINLI_HASH_KEY = "another"
    assert first != secrets.keyed_hash("11010519491231002X")
    assert secrets.keyed_hash("") == ""


def test_masks_keep_only_what_helps_to_tell_two_apart():
    assert secrets.mask_phone("13812345678") == "138******78"
    assert secrets.mask_phone("110") == "***"
    assert secrets.mask_name("欧阳小满") == "欧***"
    assert secrets.mask_id_number("11010519491231002X") == "110*************2X"


def test_samples_of_the_standards_pass_and_a_changed_digit_does_not():
    assert codes.is_id_number("11010519491231002X")
    assert not codes.is_id_number("11010519491231003X")
    assert codes.is_credit_code("91350100M000100Y43")
    assert not codes.is_credit_code("91350100M000100Y44")


@given(st.from_regex(r"[1-9][0-9]{16}", fullmatch=True))
def test_a_check_character_makes_a_number_pass(first: str):
    assert codes.is_id_number(first + codes.id_check_character(first))


@pytest.mark.parametrize(
    "phone", ["13800000000", "+8613800000000", "021-12345678", "0717-1234567", "400-123-4567", "138 0000 0000"]
)
def test_phones_as_people_write_them_pass(phone: str):
    assert codes.is_phone(phone)


@pytest.mark.parametrize("phone", ["", "123", "23800000000", "1380000000a"])
def test_what_is_no_phone_does_not_pass(phone: str):
    assert not codes.is_phone(phone)


def test_what_is_sealed_and_hashed_in_bulk_is_as_if_one_by_one():
    sealed, hashed = secrets.sealing(), secrets.hashing()
    texts = ["", "19900000123", "990101195804050021", "何秀兰", "长" * 400]
    assert [secrets.unseal(sealed(text)) for text in texts] == texts
    assert [hashed(text) for text in texts] == [secrets.keyed_hash(text) for text in texts]
    assert len({sealed("19900000123") for _time in range(1_200)}) == 1_200
    assert all(secrets.is_sealed_anew(sealed(text)) for text in texts)


def test_a_file_is_sealed_whole_and_a_changed_one_is_noticed():
    sealed = secrets.seal_bytes("何秀兰".encode())
    assert secrets.unseal_bytes(sealed).decode() == "何秀兰"
    assert "何秀兰".encode() not in sealed
    with pytest.raises(secrets.SealBroken):
        secrets.unseal_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
