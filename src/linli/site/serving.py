"""`linli serve`: granian with its background worker beside it."""

import subprocess
import sys
import threading
from contextlib import suppress

from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from linli.site.parentage import name_as_parent

RESTART_SECONDS = 2.0


def serve(*, host: str = "127.0.0.1", port: int = 8000, workers: int = 1, with_worker: bool = True) -> None:
    """Serve until told to stop; the background worker runs as a child and is started again when it dies."""
    connections.close_all()
    name_as_parent()
    keeper = WorkerKeeper()
    server = Granian(
        "linli.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=8,
        websockets=False,
        backpressure=128,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    if with_worker:
        server.on_startup(keeper.start)
        server.on_shutdown(keeper.stop)
    try:
        server.serve()
    finally:
        keeper.stop()


class WorkerKeeper:
    """Keeps one `linli work` process alive beside the server."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()

    def start(self) -> None:
        """Start the worker, and a thread that starts it again when it ends by itself."""
        threading.Thread(target=self._keep, name="worker-keeper", daemon=True).start()

    def stop(self) -> None:
        """End the worker and wait for it."""
        self._stopping.set()
        if self._child and self._child.poll() is None:
            self._child.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(timeout=10)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._child = subprocess.Popen([sys.executable, "-m", "linli.site.cli", "work"])
            self._child.wait()
            self._stopping.wait(RESTART_SECONDS)
