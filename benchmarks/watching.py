"""CPU time of processes as Linux counts it: user and system, of whole trees.

CPU milliseconds per request are the steady figure on a shared machine; wall times move with what else runs.
"""

import os
from collections import defaultdict
from pathlib import Path

from django.db import connection

_TICK = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def tree_of(root: int) -> list[int]:
    """List a process and all that it started."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (numbers := _numbers(int(entry.name))):
            children[numbers[1]].append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children[pid]
    return found


def cpu_seconds(root: int) -> float:
    """Add up the CPU time a tree has used so far, what has ended in it included."""
    return sum(sum(numbers[11:15]) for pid in tree_of(root) if (numbers := _numbers(pid))) / _TICK


def database_cpu_seconds() -> float:
    """Add up what PostgreSQL has used so far for this database and for all together; 0 for SQLite.

    Left out are the sessions of other databases, and what has ended: others may measure or test on the same server.
    """
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        own = cursor.fetchone()[0]
        cursor.execute("select pid from pg_stat_activity where datname is not null and datname <> current_database()")
        others = {row[0] for row in cursor.fetchall()}
    if not (numbers := _numbers(own)):
        return 0.0  # the server runs on another machine
    living = [_numbers(pid) for pid in tree_of(numbers[1]) if pid not in others]
    return sum(sum(numbers[11:13]) for numbers in living) / _TICK


def load_average() -> float:
    """Tell how busy the machine is: the load average of the last minute."""
    return os.getloadavg()[0]


def _numbers(pid: int) -> list[int]:
    """Read the numbers of /proc/PID/stat after the state; nothing when the process is gone."""
    try:
        said = (_PROC / str(pid) / "stat").read_text()
    except OSError:
        return []
    return [0, *map(int, said.rpartition(")")[2].split()[1:])]
