"""The page of settings: what an installation may give in its environment."""

from linli.site import environment
from linli.site.reference.markdown import code, table

_HEAD = """# Settings

What an installation may give in its environment; there is no settings file. A wrong value stops the start with a
sentence that names it. Every setting may also come from a file: `LINLI_SECRET_FILE=/run/secrets/linli` reads
`LINLI_SECRET` from there. Written from `src/linli/site/environment.py` by `python -m linli.site.reference`.

"""


def settings_page() -> str:
    """Write the page."""
    rows = [(code(setting.name), code(_default(setting.default)), setting.help) for setting in environment.ALL]
    return _HEAD + table(("Setting", "Default", "What it is for"), rows)


def _default(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
