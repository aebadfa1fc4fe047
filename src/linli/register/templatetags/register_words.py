"""Names of the register's codes in templates."""

from django import template

from linli.register import wording

register = template.Library()


@register.filter
def sex_name(code: str) -> str:
    """Name a sex."""
    return wording.named(wording.SEX_NAMES, code)


@register.filter
def relation_name(code: str) -> str:
    """Name a relation."""
    return wording.named(wording.RELATION_NAMES, code)


@register.filter
def basis_name(code: str) -> str:
    """Name the ground of a guardianship."""
    return wording.named(wording.BASIS_NAMES, code)


@register.filter
def field_name(code: str) -> str:
    """Name a field."""
    return wording.named(wording.FIELD_NAMES, code)


@register.filter
def field_names(codes: tuple[str, ...]) -> str:
    """Name fields in a row."""
    return wording.fields_named(codes)


@register.filter
def use_name(code: str) -> str:
    """Name what a dwelling is used for."""
    return wording.named(wording.USE_NAMES, code)


@register.filter
def dwelling_state_name(code: str) -> str:
    """Name the state of a dwelling."""
    return wording.named(wording.STATE_NAMES, code)
