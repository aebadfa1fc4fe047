"""Readers of files with areas: one file each, and this list of them all."""

from pathlib import Path

from django.utils.translation import gettext as _

from linli.core.text_files import FileUnreadable
from linli.places.readers.divisions_csv import read_divisions
from linli.places.readers.features import Feature, Reading, Remark
from linli.places.readers.geojson import Options, read_geojson

__all__ = ["Feature", "Options", "Reading", "Remark", "read_divisions", "read_file"]

_GEOJSON = (".geojson", ".json")
_TABLES = (".csv", ".txt", ".tsv")


def read_file(path: Path, options: Options) -> Reading:
    """Read a file of areas by whichever reader its name asks for."""
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    if suffix.lower() in _GEOJSON:
        return read_geojson(path, options)
    if suffix.lower() in _TABLES:
        return read_divisions(path, columns=options.columns, level=options.level)
    raise FileUnreadable(file=path.name, why=_("文件名应以 .geojson、.json 或 .csv 结尾，压缩的再加 .gz。"))
