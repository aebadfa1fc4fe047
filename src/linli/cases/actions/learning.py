"""Learn: train triage from this installation's closed cases and keep the model under LINLI_DATA."""

from dataclasses import dataclass

from linli.cases.queries import suggesting
from linli.cases.triage.learning import TooLittleToLearn, train

LEAST_NEW = 50


@dataclass(frozen=True)
class Learned:
    """What triage has learnt."""

    texts: int
    kinds: int


def learn() -> Learned | None:
    """Train on all closed cases and take the new model into use; None while there is too little to learn from."""
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


def is_worth_learning() -> bool:
    """Say whether enough cases were closed since the last time."""
    return suggesting.closed_since(suggesting.learnt_at(), most=LEAST_NEW) >= LEAST_NEW
