"""Fixtures every test may use: the fixed cast, a data directory of its own, an empty fact bus."""

import os
import tempfile

os.environ["LINLI_DATA"] = tempfile.mkdtemp(prefix="linli-test-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
