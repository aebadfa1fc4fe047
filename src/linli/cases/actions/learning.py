"""Learn: train triage from this installation's closed cases and keep the model under LINLI_DATA."""

import json
from dataclasses import dataclass

from linli.cases.queries import duplicate_shares, suggesting
from linli.cases.triage.learning import TooLittleToLearn, train

LEAST_NEW = 50


@dataclass(frozen=True)
class Learned:
    """What triage has learnt."""

    texts: int
    kinds: int


def learn() -> Learned | None:
    """Train on all closed cases and take the new model into use; None while there is too little to learn from."""
    learn_duplicates()
    rows = suggesting.closed_rows()
    try:
        model = train(rows.texts, rows.kinds, weights=rows.weights)
    except TooLittleToLearn:
        return None
    path = suggesting.model_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    model.save(path)
    suggesting.forget()
    return Learned(sum(model.texts.values()), len(model.texts))


def learn_duplicates() -> int:
    """Count which kinds are reported twice and take that into use; say for how many kinds."""
    found, path = duplicate_shares.count_shares(), duplicate_shares.shares_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(found, sort_keys=True), encoding="utf-8")
    fresh.replace(path)
    duplicate_shares.forget()
    return len(found)


def is_worth_learning() -> bool:
    """Say whether enough cases were closed since the last time."""
    return suggesting.closed_since(suggesting.learnt_at(), most=LEAST_NEW) >= LEAST_NEW
