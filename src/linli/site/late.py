"""Commands that are loaded late, so that one command does not pay for the libraries of all the others."""

from importlib import import_module
from typing import Any

import click
from django.conf import settings
from django.utils import translation


class Late(click.Command):
    """Stand for a command until it is called, its own help is asked or its page is written."""

    def __init__(self, place: str, about: str) -> None:
        """Take `module:name` of the command, and the line that `linli --help` shows for it."""
        self.module, name = place.split(":")
        super().__init__(name, help=about)

    def make_context(self, *args: Any, **more: Any) -> click.Context:  # Any: click's own, passed on as it came
        """Leave everything that happens from here on to the command itself."""
        return loaded(self).make_context(*args, **more)


def loaded(command: click.Command) -> click.Command:
    """Give the command itself; its words are in the language of the installation, whoever asks."""
    if not isinstance(command, Late):
        return command
    with translation.override(settings.LANGUAGE_CODE):
        found: click.Command = getattr(import_module(command.module), str(command.name))
    return found
