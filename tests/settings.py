"""Settings of the test suite: a data directory of its own, quick password hashing, tasks run at once."""

import os
import tempfile

os.environ["LINLI_DATA"] = tempfile.mkdtemp(prefix="linli-test-")

from linli.site.settings import *  # noqa: F403 the directory must stand before the settings are read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_AUTOREFRESH = True
