"""What declared content of every room is made of: strict shapes, slugs, texts in three languages."""

from collections.abc import Mapping
from typing import Annotated, Any, Self, override

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field


class Misfit(ValueError):
    """Values that do not agree with each other; `key` is the one to mend."""

    def __init__(self, what: str, *, key: str) -> None:
        super().__init__(what)
        self.key = key


class Shape(BaseModel):
    """Frozen, and strict about keys: a misspelt key is a problem, not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @override
    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy with changes; what the old one had worked out of its fields is worked out anew."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


Word = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
DottedSlug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$")]


class Text(Shape):
    """A text for people in the three languages; as a string it is in the language of the moment."""

    zh_hans: Word = Field(alias="zh-hans")
    zh_hant: Word = Field(alias="zh-hant")
    en: Word

    def __str__(self) -> str:
        return self.in_language(get_language() or "")

    def in_language(self, language: str) -> str:
        """Choose the text for a language code; Simplified Chinese when the language is not one of the three."""
        code = language.lower()
        if code.startswith("en"):
            return self.en
        return self.zh_hant if code.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")) else self.zh_hans
