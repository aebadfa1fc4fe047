"""Numbers of dossiers: per committee and year, without a gap."""


def dossier_number(year: int, number: int, *, committee: str = "") -> str:
    """Write a dossier's number as the cover has it: （2026）竹桥人调字第12号."""
    return f"（{year}）{committee}人调字第{number}号"
