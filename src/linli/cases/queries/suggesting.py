"""What triage suggests for a text: by the model learnt from this installation's closed cases, else by keywords."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import State
from linli.cases.triage.answers import Suggestion
from linli.cases.triage.model import Model
from linli.cases.triage.storing import ModelUnreadable
from linli.cases.triage.suggesting import Suggester, TrainingRows, make_suggester, training_rows
from linli.core import process_clock

MOST_LEARNT = 100_000
_LOOK_EVERY_SECONDS = 5.0

_lock = Lock()
_looked: tuple[float, float] = (0.0, 0.0)  # when the file was looked at, and its time then


def model_path() -> Path:
    """Say where the learnt model lies."""
    return Path(settings.LINLI_DATA) / "models" / "triage.npz"


def suggest(text: str) -> Suggestion:
    """Suggest a kind for a text, with the reason; without a kind the answer is "don't know"."""
    return _suggester(str(model_path()), _file_time()).suggest(text)


def learnt_words() -> Mapping[str, tuple[str, ...]]:
    """Give the words by which the present model tells each kind: none where nothing was learnt yet."""
    return _learnt_words(str(model_path()), _file_time())


def closed_rows() -> TrainingRows:
    """Line up what there is to learn from: closed cases with their kinds, corrections among them; none confidential."""
    closed = Case.objects.filter(state=State.CLOSED.value, is_confidential=False).exclude(kind_code="")
    newest = closed.order_by("-closed_at", "-id").values_list("text", "triage__suggested", "kind_code")[:MOST_LEARNT]
    return training_rows((text, suggested or "", right) for text, suggested, right in reversed(newest))


def closed_since(moment: dt.datetime | None, *, most: int) -> int:
    """Count the cases closed since the present model was learnt, up to `most`: every closing asks, so none reads them all."""
    closed = Case.objects.filter(state=State.CLOSED.value, is_confidential=False).exclude(kind_code="")
    if moment is not None:
        closed = closed.filter(closed_at__gt=moment).order_by("closed_at")
    return closed[:most].count()


def learnt_at() -> dt.datetime | None:
    """Say when the present model was learnt."""
    path = model_path()
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC) if path.is_file() else None


def _file_time() -> float:
    """Look at the model's file now and then, so that a newly learnt one is taken up while serving."""
    global _looked  # one small cache per process
    now = process_clock.seconds()
    with _lock:
        if now - _looked[0] < _LOOK_EVERY_SECONDS:
            return _looked[1]
        path = model_path()
        _looked = (now, path.stat().st_mtime if path.is_file() else 0.0)
        return _looked[1]


def forget() -> None:
    """Look at the model's file anew next time."""
    global _looked  # one small cache per process
    with _lock:
        _looked = (0.0, 0.0)


@lru_cache(maxsize=2)
def _suggester(path: str, changed: float) -> Suggester:
    keywords = {kind.code: kind.keywords for kind in catalogue().kinds.values()}
    return make_suggester(_model(Path(path)) if changed else None, keywords)


@lru_cache(maxsize=2)
def _learnt_words(path: str, changed: float) -> Mapping[str, tuple[str, ...]]:
    return _suggester(path, changed).strongest()


def _model(path: Path) -> Model | None:
    try:
        return Model.load(path)
    except (ModelUnreadable, OSError):  # a model is learnt again at any time: keywords serve meanwhile
        return None
