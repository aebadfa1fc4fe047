"""Settings of the test suite: a data directory of its own, current translations, quick password hashing, tasks at once."""

import os
import tempfile

os.environ["LINLI_DATA"] = tempfile.mkdtemp(prefix="linli-test-")

from linli.site.translations import compile_all

compile_all()

from linli.site.settings import *  # noqa: E402, F403 directory and translations must stand before the settings are read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_AUTOREFRESH = True
