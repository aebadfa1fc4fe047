"""What is compared, and how much each outcome weighs: the comparisons, their levels, the blocking, the saved weights.

The weights (m: how often it is so for one person's two records; u: for two people's) lie in a JSON file of our own, so
that DuckDB and Spark score with the same figures. It is made from invented people by `scripts/train_linkage.py`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).resolve().parents[2] / "catalogue" / "register" / "linkage.json"
COMPARISONS: Mapping[str, tuple[str, ...]] = {
    "name": ("exact", "sound", "one-character", "other"),
    "id_number": ("exact", "short-form", "one-typo", "other"),
    "born_on": ("exact", "one-part", "other"),
    "sex": ("exact", "other"),
    "address": ("exact", "numbers", "street", "other"),
    "phone": ("exact", "other"),
}
# Never seen among random pairs, or too seldom to be counted: set by what they are, not by training.
FIXED_U = {
    ("id_number", "exact"): 1e-9,
    ("id_number", "short-form"): 1e-8,
    ("id_number", "one-typo"): 2e-8,
    ("phone", "exact"): 3e-6,  # families share one
}
COLUMNS = (
    "unique_id", "name", "sound", "surname", "born_on", "sex", "id_hash", "id_number", "id_short", "address", "numbers",
    "street", "phone_hash",
)  # fmt: skip
BLOCKING = (
    ("id_hash",),
    ("phone_hash",),
    ("sound", "born_on"),
    ("surname", "born_on"),
    ("name", "substr(born_on, 1, 4)"),
    ("name", "substr(born_on, 5, 4)"),
    ("sound", "numbers"),
    ("address", "surname", "substr(born_on, 1, 4)"),
)
NULL = -1


@dataclass(frozen=True)
class Weights:
    """The trained figures: which share of a list's people is in the register, and m and u of every level."""

    share_found: float
    levels: Mapping[str, Mapping[str, tuple[float, float]]]

    def bits(self, comparison: str, level: str) -> float:
        """Say how much a level speaks for one person, in bits; below nought it speaks against."""
        m, u = self.levels[comparison][level]
        return log2(m / u)


@lru_cache(maxsize=2)
def saved_weights(path: Path = SHIPPED) -> Weights:
    """Read the saved weights."""
    said = json.loads(path.read_text(encoding="utf-8"))
    levels = {
        name: {one["level"]: (float(one["m"]), float(one["u"])) for one in said["comparisons"][name]}
        for name in COMPARISONS
    }
    return Weights(float(said["share_found"]), levels)


def written_weights(weights: Weights, *, made: Mapping[str, object]) -> str:
    """Write weights as the file that is shipped, with how they were made."""
    comparisons = {
        name: [{"level": level, "m": m, "u": u, "bits": round(log2(m / u), 2)} for level, (m, u) in levels.items()]
        for name, levels in weights.levels.items()
    }
    said = {"made": dict(made), "share_found": weights.share_found, "comparisons": comparisons}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def settings_for(*, weights: Weights | None, prior: float, is_within: bool = False) -> Any:  # Any: Splink is untyped
    """Build Splink's settings; without weights they are ready to be trained."""
    from splink import SettingsCreator, block_on  # noqa: PLC0415 heavy

    return SettingsCreator(
        link_type="dedupe_only" if is_within else "link_only",
        comparisons=[_comparison(name, weights) for name in COMPARISONS],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in BLOCKING],
        probability_two_random_records_match=prior,
        retain_intermediate_calculation_columns=True,
        max_iterations=15,
    )


def _comparison(name: str, weights: Weights | None) -> Any:  # Any: as above
    from splink.comparison_library import CustomComparison  # noqa: PLC0415 heavy

    null, *levels = _levels()[name]
    for level_name, level in zip(COMPARISONS[name], levels, strict=True):
        level.configure(**_figures(name, level_name, weights))
    return CustomComparison(output_column_name=name, comparison_levels=[null.configure(is_null_level=True), *levels])


def _figures(name: str, level: str, weights: Weights | None) -> dict[str, object]:
    named: dict[str, object] = {"label_for_charts": level}
    if (name, level) == ("name", "exact"):
        named["tf_adjustment_column"] = "name"  # that two are called 王伟 says less than that two are called 令狐若楠
    if weights is not None:
        m, u = weights.levels[name][level]
        return named | {"m_probability": m, "u_probability": u}
    if (name, level) in FIXED_U:
        named |= {"u_probability": FIXED_U[name, level], "fix_u_probability": True}
    return named


def _levels() -> dict[str, list[Any]]:  # Any: as above
    """Give the levels of each comparison, first the one for a value that is missing."""
    from splink import comparison_level_library as levels_of  # noqa: PLC0415 heavy

    same = "{0}_l = {0}_r".format
    parts = [f"substr(born_on_l, {start}, {size}) = substr(born_on_r, {start}, {size})" for start, size in _PARTS]
    two_of_three = " or ".join(f"({one} and {other})" for one, other in zip(parts, (*parts[1:], parts[0]), strict=True))
    swapped = (
        "substr(born_on_l, 1, 4) = substr(born_on_r, 1, 4) and substr(born_on_l, 5, 2) = substr(born_on_r, 7, 2)"
        " and substr(born_on_l, 7, 2) = substr(born_on_r, 5, 2)"
    )
    missing = {
        name: levels_of.CustomLevel(f"{column}_l is null or {column}_r is null") for name, column in _PRESENT.items()
    }
    found: dict[str, list[Any]] = {
        "name": [levels_of.ExactMatchLevel("name"), levels_of.CustomLevel(same("sound")), levels_of.CustomLevel(_one_character())],
        "id_number": [
            levels_of.CustomLevel(same("id_hash")), levels_of.CustomLevel(same("id_short")),
            levels_of.DamerauLevenshteinLevel("id_number", 1),
        ],
        "born_on": [levels_of.ExactMatchLevel("born_on"), levels_of.CustomLevel(f"{two_of_three} or ({swapped})")],
        "sex": [levels_of.ExactMatchLevel("sex")],
        "address": [levels_of.ExactMatchLevel("address"), levels_of.CustomLevel(same("numbers")), levels_of.CustomLevel(same("street"))],
        "phone": [levels_of.CustomLevel(same("phone_hash"))],
    }  # fmt: skip
    return {name: [missing[name], *levels, levels_of.ElseLevel()] for name, levels in found.items()}


def _one_character() -> str:
    """Say that names differ in one character, or one has a character more.

    Written out, as DuckDB's distances count bytes and Spark's count characters: both must find the same.
    """
    alike = " + ".join(
        f"case when substr(name_l, {at}, 1) = substr(name_r, {at}, 1) then 1 else 0 end" for at in range(1, 5)
    )
    changed = f"length(name_l) = length(name_r) and substr(name_l, 5) = substr(name_r, 5) and ({alike}) >= 3"
    return (
        f"length(name_l) > 1 and length(name_r) > 1 and (({changed}) or ({_longer('l', 'r')}) or ({_longer('r', 'l')}))"
    )


def _longer(one: str, other: str) -> str:
    """Say that one name is the other and a character more, after the surname."""
    return (
        f"length(name_{one}) = length(name_{other}) + 1 and substr(name_{one}, 1, 1) = substr(name_{other}, 1, 1) and ("
        f"substr(name_{one}, 1, length(name_{other})) = name_{other}"
        f" or substr(name_{one}, 3) = substr(name_{other}, 2))"
    )


_PARTS = ((1, 4), (5, 2), (7, 2))  # year, month, day
_PRESENT = {
    "name": "name", "id_number": "id_hash", "born_on": "born_on", "sex": "sex", "address": "address", "phone": "phone_hash",
}  # fmt: skip
