"""The fixed cast for the tests of this room."""

from linli.staff.testing import cast_fixture

__all__ = ["cast_fixture"]
