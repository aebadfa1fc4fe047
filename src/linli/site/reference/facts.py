"""The page of facts: what each room announces, and who listens."""

import dataclasses

from linli.core.facts import Fact
from linli.site.listeners import LISTENERS
from linli.site.reference.markdown import code, first_sentence, table
from linli.site.reference.walking import own_subclasses

_HEAD = """# Facts

What a room announces to the rooms above it, which it does not know. A fact is stored in the transaction of the change
that caused it and told afterwards at least once, so every listener can be told twice without harm. A fact nobody
listens to is not stored. Who listens stands in one list, `src/linli/site/listeners.py`. Written by
`python -m linli.site.reference`.

"""


def facts_page() -> str:
    """Write the page."""
    rows = [
        (
            code(fact.name),
            first_sentence(fact.__doc__),
            ", ".join(code(field.name) for field in dataclasses.fields(fact)),
            ", ".join(code(_name(listener)) for listener in LISTENERS.get(fact, ())) or "nobody yet",
        )
        for fact in sorted(own_subclasses(Fact), key=lambda fact: fact.name)
    ]
    return _HEAD + table(("Fact", "What happened", "Fields", "Who listens"), rows)


def _name(listener: object) -> str:
    module, name = getattr(listener, "__module__", ""), getattr(listener, "__qualname__", "")
    return f"{module}.{name}".removeprefix("linli.")
