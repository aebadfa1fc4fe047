"""`python -m linli.site.reference [DOCS]`: write the reference pages below docs, or below the directory told."""

import sys
from pathlib import Path

from linli.site.translations import compile_all

compile_all()  # the pages say things in English

from linli.site import cli as _cli  # noqa: E402, F401 sets Django up, before anything that needs it
from linli.site.reference.pages import write_pages  # noqa: E402 as above

if __name__ == "__main__":
    for file in write_pages(Path(*sys.argv[1:2] or ["docs"])):
        sys.stdout.write(f"{file}\n")
