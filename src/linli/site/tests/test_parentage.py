"""Children of the server end with it, even when it is killed without a word."""

import os
import signal
import subprocess
import sys
import threading
import time

from linli.site.parentage import SERVED_BY, end_with_parent

CHILD = "import time; from linli.site.parentage import end_with_parent; end_with_parent(); print('up', flush=True); time.sleep(60)"
PARENT = (
    "import subprocess, sys; from linli.site.parentage import name_as_parent; name_as_parent(); "
    f"subprocess.Popen([sys.executable, '-c', {CHILD!r}]).wait()"
)


def test_a_child_ends_soon_after_its_server_was_killed():
    source = os.pathsep.join(path for path in sys.path if path)
    surroundings = {**os.environ, "PYTHONPATH": source}
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, env=surroundings) as parent:
        assert parent.stdout.readline() == b"up\n"
        parent.send_signal(signal.SIGKILL)
        started = time.monotonic()
        assert parent.stdout.read() == b""  # closed only when the child is gone too
        assert time.monotonic() - started < 15


def test_a_process_started_otherwise_goes_its_own_way(monkeypatch):
    monkeypatch.setenv(SERVED_BY, str(os.getpid()))
    end_with_parent()
    assert "parent" not in {thread.name for thread in threading.enumerate()}
