"""Spark as the engine, for installations that have a cluster: the same settings, the same pairs.

Three traps: its workers must run this very Python, Splink's jar must be the one for the installed Spark, and it needs Java
17. Starting costs 10 to 40 seconds, so it pays for lists of millions only.
"""

import logging
import os
import sys
import tempfile
from typing import Any

from linli.register.errors import LinkageEngineMissing
from linli.register.linking.engines import Engine, Table

_PARTITIONS = "8"


class SparkEngine(Engine):
    """Spark, local unless SPARK_MASTER names a cluster; its views and checkpoints go with the session."""

    def __init__(self) -> None:
        super().__init__()
        os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
        try:
            from pyspark.sql import SparkSession  # noqa: PLC0415 an optional extra
            from splink import SparkAPI  # noqa: PLC0415 heavy
            from splink.backends.spark import similarity_jar_location  # noqa: PLC0415 heavy
        except ImportError:
            raise LinkageEngineMissing from None
        self._folder = tempfile.TemporaryDirectory(prefix="linli-linkage-")
        builder = SparkSession.builder.appName("linli-linkage").master(os.environ.get("SPARK_MASTER", "local[2]"))
        given = {
            "spark.jars": similarity_jar_location(), "spark.sql.shuffle.partitions": _PARTITIONS,
            "spark.default.parallelism": _PARTITIONS, "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
            "spark.sql.warehouse.dir": self._folder.name, "spark.local.dir": self._folder.name,
        }  # fmt: skip
        for name, value in given.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")
        self.api = SparkAPI(spark_session=self._session, break_lineage_method="persist")  # type: ignore[no-untyped-call]  # Splink's

    def take(self, name: str, table: Table) -> None:
        """Hold a table as a view."""
        columns = list(table)
        rows = list(zip(*table.values(), strict=True))
        shape = ", ".join(f"{column} string" for column in columns)
        self._session.createDataFrame(rows, shape).createOrReplaceTempView(name)

    def columns(self, sql: str) -> dict[str, list[Any]]:
        """Answer a query."""
        answer = self._session.sql(sql)
        rows = answer.collect()
        return {name: [row[place] for row in rows] for place, name in enumerate(answer.columns)}

    def define(self, name: str, sql: str) -> None:
        """Hold an answer as a view."""
        self._session.sql(sql).createOrReplaceTempView(name)

    def close(self) -> None:
        """Stop the session and remove its folder."""
        logging.getLogger("py4j").setLevel(logging.CRITICAL)  # it goes on telling when nobody listens any more
        self._session.stop()
        self._folder.cleanup()
