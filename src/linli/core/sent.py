"""What programs send over the API: the base of every such shape."""

from ninja import Schema
from pydantic import field_validator


class Sent(Schema):
    """What a program sends: text without the one character that no database keeps."""

    @field_validator("*", mode="before")
    @classmethod
    def _is_text(cls, value: object) -> object:
        if isinstance(value, str) and "\x00" in value:
            raise ValueError("NUL")  # noqa: EM101 told beside the field's name
        return value
