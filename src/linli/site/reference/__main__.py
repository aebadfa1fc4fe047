"""`python -m linli.site.reference [DIRECTORY]`: write the reference pages, into docs/reference unless told."""

import sys
from pathlib import Path

from linli.site import cli as _cli  # noqa: F401 sets Django up, before anything that needs it
from linli.site.reference.pages import write_pages

if __name__ == "__main__":
    for file in write_pages(Path(*sys.argv[1:2] or ["docs/reference"])):
        sys.stdout.write(f"{file}\n")
