"""Who listens to which fact: one list for the whole house."""

from collections.abc import Mapping, Sequence

from linli.core.facts import Fact, Listener

LISTENERS: Mapping[type[Fact], Sequence[Listener]] = {}
