"""People from a street's spreadsheet: columns known or mapped, every row checked, good ones in, the others handed back."""

from linli.register.importing.columns import FIELD_NAMES, by_usual_names, read_columns
from linli.register.importing.running import ImportReport, Order, digest_of, look_over, take_in

__all__ = [
    "FIELD_NAMES", "ImportReport", "Order", "by_usual_names", "digest_of", "look_over", "read_columns", "take_in",
]  # fmt: skip
