"""Learning the weights: u from random pairs, m by expectation maximisation, with no label and no clerk.

The shipped weights come from invented people, never from real ones; nobody's data leave the house for it.
"""

from typing import Any

from linli.register.linking.engines import DuckEngine, Table
from linli.register.linking.weighing import COMPARISONS, FIXED_U, Weights, settings_for

LEAST_M = 0.002  # so that no single slip speaks more loudly than nine bits against somebody
LEAST_U = 1e-9
_SHARE_FOUND = 0.8
_SESSIONS = (("name", "substr(born_on, 1, 4)"), ("sound", "numbers"), ("id_hash",))


def train(left: Table, right: Table, *, random_pairs: float = 5e6, seed: int = 1) -> Weights:
    """Learn the weights from a list and a register whose ID numbers are known on both sides."""
    engine = DuckEngine()
    try:
        engine.take("list", left)
        engine.take("people", right)
        return _weights(_trained(engine, len(right["unique_id"]), random_pairs=random_pairs, seed=seed))
    finally:
        engine.close()


def _trained(engine: DuckEngine, people: int, *, random_pairs: float, seed: int) -> Any:  # Any: Splink is untyped
    from splink import block_on  # noqa: PLC0415 heavy

    settings = settings_for(weights=None, prior=_SHARE_FOUND / people)
    linker = engine.linker(("list", "people"), settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=random_pairs, seed=seed)
    for rule in _SESSIONS:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    return linker.misc.save_model_to_json()


def _weights(model: Any) -> Weights:
    return Weights(_SHARE_FOUND, {one["output_column_name"]: _levels(one) for one in model["comparisons"]})


def _levels(comparison: Any) -> dict[str, tuple[float, float]]:
    name = comparison["output_column_name"]
    levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
    likely = [max(LEAST_M, level.get("m_probability") or 0.0) for level in levels]
    chances = [
        FIXED_U.get((name, level), max(LEAST_U, found.get("u_probability") or 0.0))
        for level, found in zip(COMPARISONS[name], levels, strict=True)
    ]
    return {
        level: (float(f"{m / sum(likely):.6g}"), float(f"{u:.6g}"))
        for level, m, u in zip(COMPARISONS[name], likely, chances, strict=True)
    }
