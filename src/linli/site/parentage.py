"""Ends what `linli serve` started when it was killed itself: nobody would stop it, and it would go on answering."""

import os
import signal
import threading
import time

SERVED_BY = "LINLI_SERVED_BY"
LOOK_SECONDS = 1.0
GRACE_SECONDS = 10.0


def name_as_parent() -> None:
    """Tell the processes started from here whose children they are."""
    os.environ[SERVED_BY] = str(os.getpid())


def end_with_parent() -> None:
    """End this process soon after the server that started it is gone; one that was started otherwise goes its own way."""
    parent = os.getppid()
    if os.environ.get(SERVED_BY) == str(parent):
        threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)
