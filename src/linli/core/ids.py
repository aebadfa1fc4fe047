"""Identifiers: time-ordered UUIDs (version 7), made before anything is stored."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Make a time-ordered identifier (RFC 9562, version 7)."""
    return uuid7()
