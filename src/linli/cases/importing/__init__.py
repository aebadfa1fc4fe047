"""Take thousands of reports from a file: mapped, checked row by row, nothing twice, the bad rows handed back."""

from linli.cases.importing.mapping import FIELDS, Mapping, read_mapping
from linli.cases.importing.running import ImportReport, import_cases

__all__ = ["FIELDS", "ImportReport", "Mapping", "import_cases", "read_mapping"]
