"""The page of the command line: every command, argument and option."""

from collections.abc import Iterator

import click

from linli.site.cli import linli
from linli.site.late import loaded
from linli.site.reference.markdown import code, first_sentence, in_english, table

_HEAD = """# Command line

`make setup` leaves the command at `.venv/bin/linli`. Names, options, exit codes and `--json` output are a public
interface and stay stable. Written from the commands by `python -m linli.site.reference`.

| Exit code | Means |
|---|---|
| 0 | done |
| 1 | refused, or problems found: a sentence says which |
| 2 | wrong use: an unknown option, a missing argument, a file that is not there |

Every command takes `-h` or `--help`. What a command prints is in the language of `LINLI_LANGUAGE`.

"""
_NOWHERE = click.Context(click.Command(""))


def commands_page() -> str:
    """Write the page."""
    return _HEAD + "\n".join(_section(name, command) for name, command in every_command())


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Yield each command that does something, by its full name."""
    yield from _leaves("linli", linli)


def _leaves(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    for part in sorted(command.commands):
        yield from _leaves(f"{name} {part}", loaded(command.commands[part]))


def _section(name: str, command: click.Command) -> str:
    arguments = [param for param in command.params if isinstance(param, click.Argument)]
    options = [param for param in command.params if isinstance(param, click.Option) and not param.hidden]
    usage = " ".join([name, *(_argument(argument) for argument in arguments)])
    said = first_sentence(command.callback.__doc__ if command.callback else "") or in_english(command.help)
    rows = [(_option(option), _meaning(option), code(_default(option))) for option in options]
    listed = f"\n{table(('Option', 'Meaning', 'Default'), rows)}" if rows else ""
    return f"## `{usage}`\n\n{said}\n{listed}"


def _argument(argument: click.Argument) -> str:
    return argument.make_metavar(_NOWHERE)


def _option(option: click.Option) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    value = "" if option.is_flag else f" {option.make_metavar(_NOWHERE)}"
    return code(names + value.replace("[%Y-%m-%d]", "YYYY-MM-DD"))


def _meaning(option: click.Option) -> str:
    marks = [text for text, holds in (("needed", option.required), ("may be given again", option.multiple)) if holds]
    return in_english(option.help) + (f" ({', '.join(marks)})" if marks else "")


def _default(option: click.Option) -> str:
    value = option.default
    if option.is_flag or value is None or callable(value) or not isinstance(value, (str, int, float)):
        return ""
    return str(value)
