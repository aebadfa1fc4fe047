"""Ids for the steps of a page: each button sends its own command, and sending it twice applies it once."""

from uuid import UUID

from django import template

from linli.core.ids import new_id

register = template.Library()


@register.simple_tag
def command_id() -> UUID:
    """Make a new command id."""
    return new_id()
