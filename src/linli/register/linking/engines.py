"""The engines that score: DuckDB in memory by default, Spark where an installation asks for it. One set of settings for both."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.register.linking.weighing import COLUMNS, COMPARISONS

Table = Mapping[str, Sequence[str | None]]
AT_LARGE = 100_000  # how many people the usual rarity of a name counts for beside those of the register
_QUIET = 40  # ERROR: Splink tells much on the way
_SCORED = ", ".join(
    ["match_probability", "match_weight", "mw_tf_adj_name", *(f"gamma_{n}, mw_{n}" for n in COMPARISONS)]
)


@dataclass(frozen=True)
class Kept:
    """Which pairs go on: the least probability, how many candidates of one row; and what a name weighs to begin with."""

    kept_from: float
    most_kept: int
    usual_name: float  # how often two people have one name, as the weights were trained


class Engine(ABC):
    """Takes the tables, brings pairs together, weighs them; closing it destroys everything it held."""

    api: Any  # Splink's own, untyped

    def __init__(self) -> None:
        self._frames: dict[str, Any] = {}

    @abstractmethod
    def take(self, name: str, table: Table) -> None:
        """Hold a table of COLUMNS under a name."""

    @abstractmethod
    def columns(self, sql: str) -> dict[str, list[Any]]:
        """Answer a query, column by column."""

    @abstractmethod
    def define(self, name: str, sql: str) -> None:
        """Hold the answer of a query under a name."""

    @abstractmethod
    def close(self) -> None:
        """Let go of everything."""

    def block(self, sides: Sequence[str], settings: Any) -> Any:
        """Bring together the pairs worth weighing."""
        pairs = self.linker(sides, settings).inference.compute_blocked_pairs_for_predict()
        self.define("brought", f"select join_key_l, join_key_r from {pairs.physical_name}")  # noqa: S608 Splink's own name
        return pairs

    def differing(self, *, is_within: bool) -> list[str]:
        """List the residents in pairs whose ID numbers are both known and differ."""
        left = "people" if is_within else "list"
        sql = f"""select {{}} as person from brought b join {left} l on l.unique_id = {_plain("b.join_key_l")}
                  join people r on r.unique_id = {_plain("b.join_key_r")} where l.id_hash <> r.id_hash"""  # noqa: S608 fixed
        wanted = sql.format("r.unique_id") + (" union " + sql.format("l.unique_id") if is_within else "")
        people = f"select distinct person from ({wanted}) as found order by person"  # noqa: S608 as above
        return [str(one) for one in self.columns(people)["person"]]

    def open_numbers(self, numbers: Table) -> None:
        """Put opened ID numbers beside their residents; of the register only those go on whom a rule brought together."""
        self.take("opened", numbers)
        kept = ", ".join(f"p.{column}" for column in COLUMNS if column not in {"id_number", "id_short"})
        self.define(
            "people_opened",
            f"""select {kept}, o.id_number, o.id_short from people p left join opened o on o.unique_id = p.unique_id
                where p.unique_id in (select {_plain("join_key_l")} from brought union all
                                      select {_plain("join_key_r")} from brought)""",  # noqa: S608 fixed
        )

    def weigh(self, sides: Sequence[str], settings: Any, pairs: Any, order: Kept) -> dict[str, list[Any]]:
        """Weigh the pairs and give the best of each row; how rare a name is comes from the whole register."""
        linker = self.linker([f"{side}_opened" if side == "people" else side for side in sides], settings)
        self.define("rarity", _rarity(order.usual_name))
        linker.table_management.register_term_frequency_lookup(self._frame("rarity"), "name")
        linker.table_management.register_blocked_pairs_for_predict(pairs)
        scored = linker.inference.predict(threshold_match_probability=order.kept_from, warning_mode="never")
        return self.columns(
            f"""select left_id, right_id, {_SCORED} from (
                  select unique_id_l as left_id, unique_id_r as right_id, {_SCORED}, row_number() over (
                    partition by unique_id_l order by match_weight desc, unique_id_r) as place
                  from {scored.physical_name}) as found
                where place <= {int(order.most_kept)} order by left_id, place"""  # noqa: S608 Splink's own name
        )

    def linker(self, sides: Sequence[str], settings: Any) -> Any:
        """Make Splink's linker over tables that are held."""
        from splink import Linker  # noqa: PLC0415 heavy

        frames = [self._frame(side) for side in sides]
        return Linker(frames[0] if len(frames) == 1 else frames, settings, log_level=_QUIET, validate_settings=False)

    def _frame(self, name: str) -> Any:
        if name not in self._frames:
            shown = name.split("_")[
                0
            ]  # the same before and after the numbers are opened: it is part of the pairs' keys
            self._frames[name] = self.api.register(name, table_name=f"taken_{name}", dataset_display_name=shown)
        return self._frames[name]


class DuckEngine(Engine):
    """DuckDB in memory: nothing of it touches the disk."""

    def __init__(self) -> None:
        import duckdb  # noqa: PLC0415 heavy
        from splink import DuckDBAPI  # noqa: PLC0415 heavy

        super().__init__()
        self._store = duckdb.connect(":memory:")
        self._store.execute("set temp_directory = ''; set enable_progress_bar = false")
        self.api = DuckDBAPI(connection=self._store)

    def take(self, name: str, table: Table) -> None:
        """Hold a table."""
        import pyarrow as pa  # noqa: PLC0415 heavy

        given = pa.table({column: pa.array(values, pa.string()) for column, values in table.items()})
        self._store.register("given", given)
        self._store.execute(f"create or replace table {name} as select * from given")  # noqa: S608 our own names
        self._store.unregister("given")

    def columns(self, sql: str) -> dict[str, list[Any]]:
        """Answer a query."""
        found: dict[str, list[Any]] = self._store.execute(sql).to_arrow_table().to_pydict()
        return found

    def define(self, name: str, sql: str) -> None:
        """Hold an answer."""
        self._store.execute(f"create or replace table {name} as {sql}")

    def close(self) -> None:
        """Close the store; being in memory, it is gone."""
        self._store.close()


def _rarity(usual: float) -> str:
    """Say how often each name is had by another: from the register, and from people at large as far as it is small."""
    return f"""select name, cast(count(*) - 1 + {AT_LARGE * usual} as double)
                        / ((select count(*) from people where name is not null) + {AT_LARGE}) as tf_name
               from people where name is not null group by name"""  # noqa: S608 our own figures


def _plain(column: str) -> str:
    """Give the id alone: Splink puts the table's name before it when it joins two."""
    return f"case when {column} like '%-__-%' then split_part({column}, '-__-', 2) else {column} end"
