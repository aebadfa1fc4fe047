"""What a room declares in its folder of the catalogue: the shipped files, a city's own laid over them, read once per process."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from django.conf import settings

from linli.core.declared import Shape
from linli.core.declared_tables import Reading, read_tables
from linli.core.errors import LinliError
from linli.core.toml_files import Problem

SHIPPED = Path(__file__).resolve().parents[1] / "catalogue"


class DeclaredFolder[Declared]:
    """A folder of the catalogue with its tables, what is made of them, what else may be wrong, and how the room refuses it."""

    def __init__(
        self,
        folder: str,
        tables: Mapping[str, type[Shape]],
        *,
        build: Callable[[Reading], Declared],
        broken: type[LinliError],
        check: Callable[[Reading], Iterable[Problem]] = lambda _reading: (),
    ) -> None:
        self._folder, self._tables = folder, tables
        self._build, self._broken, self._check = build, broken, check
        self._kept: Declared | None = None

    def declared(self) -> Declared:
        """Give what this installation declares."""
        if self._kept is None:
            own = settings.LINLI_CATALOGUE
            self._kept = self.load(overlay=Path(own) if own else None)
        return self._kept

    def forget(self) -> None:
        """Read the files anew next time."""
        self._kept = None

    def load(self, *, overlay: Path | None = None) -> Declared:
        """Load everything in force; refuse it all when anything is wrong."""
        reading = self._read([SHIPPED] if overlay is None else [SHIPPED, overlay])
        if reading.problems:
            raise self._broken(problems="; ".join(map(str, reading.problems)))
        return self._build(reading)

    def examine(self, directory: Path) -> tuple[int, list[Problem]]:
        """Count the entries in force with a directory and list everything wrong."""
        reading = self._read([SHIPPED] if directory.resolve() == SHIPPED else [SHIPPED, directory])
        return reading.count, sorted(set(reading.problems))

    def _read(self, directories: Sequence[Path]) -> Reading:
        reading = read_tables(directories, folder=self._folder, tables=self._tables)
        reading.problems.extend(self._check(reading))
        return reading
