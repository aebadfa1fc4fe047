"""Turning functions into machine code."""

from collections.abc import Callable
from typing import Any, cast

from numba import njit

UNCOUNTED: dict[str, Any] = {"_nrt": False}  # Any: numba's types leave this option out


def compiled[Function: Callable[..., Any]](function: Function) -> Function:
    """Compile a function at its first call, keep the code for later runs, and let other threads work meanwhile.

    It must make no array: without numba's counting of references, which each call does for every array of a board, the
    search takes a third of the time. Numba refuses to compile what makes one all the same.
    """
    return cast("Function", njit(cache=True, nogil=True, **UNCOUNTED)(function))
