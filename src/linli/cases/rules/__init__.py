"""What is allowed with cases: pure functions on plain values, without Django, I/O or a clock."""

from linli.cases.rules.course import *  # noqa: F403
