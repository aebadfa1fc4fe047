"""The clock by which a process tells how old a copy is that it keeps for some seconds; in tests it stands still."""

import time


def seconds() -> float:
    """Give seconds that never go back, whatever happens to the machine's calendar."""
    return time.monotonic()
