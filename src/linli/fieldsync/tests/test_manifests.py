"""A manifest reads back as it was written, whatever its ids are."""

from hypothesis import given
from hypothesis import strategies as st

from linli.fieldsync.rules.manifests import MARK_BYTES, mark_of, mark_of_part, packed, unpacked

ids = st.one_of(st.uuids().map(str), st.text(min_size=1, max_size=40), st.uuids().map(lambda one: str(one).upper()))
marks = st.binary(min_size=MARK_BYTES, max_size=MARK_BYTES)
parts = st.dictionaries(st.text(max_size=12), st.dictionaries(ids, marks, max_size=12), max_size=5)


@given(parts)
def test_what_is_packed_is_unpacked(held):
    assert unpacked(packed(held)) == held


@given(st.text(max_size=20), st.lists(st.tuples(st.text(max_size=9), st.integers())))
def test_a_mark_says_whether_anything_changed(salt, rows):
    assert mark_of_part(salt, rows) == mark_of_part(salt, list(rows))
    assert mark_of_part(salt, [*rows, ("new", 1)]) != mark_of_part(salt, rows)
    assert mark_of(salt, ("a", 1)) != mark_of(salt, ("a", 2))
    assert mark_of(salt, ("a", 1)) != mark_of(f"{salt}.", ("a", 1))
