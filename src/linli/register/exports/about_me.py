"""Everything about one person as a file they can read anywhere: JSON, the same sections as on the page (PIPL art. 45)."""

import datetime as dt
import json
from collections.abc import Sequence

from django.utils import timezone

from linli.register.queries.gathering import Section

FORMAT = "linli-about-me/1"


def about_me_json(sections: Sequence[Section], *, at: dt.datetime, house: str) -> bytes:
    """Write sections as JSON: for each its title and its records by the keys of the columns."""
    written = {
        "format": FORMAT,
        "house": house,
        "at": timezone.localtime(at).isoformat(timespec="seconds"),
        "sections": {
            section.key: {"title": str(section.title), "about": str(section.about), "records": section.as_records()}
            for section in sections
        },
    }
    return json.dumps(written, ensure_ascii=False, indent=1).encode()
