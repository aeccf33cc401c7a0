"""The secret key of an embedded installation: made once, kept beside its database, readable by its owner only."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def stored_secret_key(folder: Path, *, allowed: bool) -> str:
    """The key kept in `folder`, made on the first start.

    Raises `ImproperlyConfigured` when `allowed` is false: machines that share a PostgreSQL must share the key too,
    so there it has to come from the environment.
    """
    if not allowed:
        raise ImproperlyConfigured("Set SECRET_KEY: an installation on PostgreSQL has no key of its own.")
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()
