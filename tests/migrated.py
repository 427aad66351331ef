"""How does a process come by a migrated database of its own, without migrating?

Migrations cost as much as all other tests together. They run into a template, which no test ever
touches; each process works on a copy of it. The template is kept from run to run until a migration,
a setting or a pinned version changes. Tests and measurements share it.
"""

import fcntl
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


def fingerprint() -> str:
    """Return a hash of where the template lies and of all that decides what it holds."""
    root = settings.BASE_DIR
    sources = [
        root / "constraints.txt",
        *root.glob("home/settings/*.py"),
        *(
            path
            for app in ("cms", "newsletter", "home", "tests")
            for path in root.glob(f"{app}/**/migrations/*.py")
        ),
    ]
    server = [connection.settings_dict[part] for part in ("HOST", "PORT", "NAME")]
    digest = hashlib.sha256(f"{sys.version} {server}".encode())
    for path in sorted(sources):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time pass."""
    with (settings.TEST_DIR / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_template() -> None:
    """Migrate the template, unless the one that is there is still right."""
    stamp = settings.TEST_DIR / f"{connection.vendor}.fingerprint"
    current = fingerprint()
    is_right = stamp.exists() and stamp.read_text() == current
    if not is_right:
        stamp.unlink(missing_ok=True)
        # A journal left behind would lock its successor.
        for part in settings.TEST_DIR.glob("template.sqlite3*"):
            part.unlink()
    # Keeping a database that is not there makes it; keeping one that is half made completes it.
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=is_right)
    connection.close()
    stamp.write_text(current)


def take_copy(process: str) -> None:
    """Let this process work on its own copy of the template from now on.

    Args:
        process: a name for the copy, unique among all that run at the same time.
    """
    creation = connection.creation
    with alone():
        make_template()
        creation.clone_test_db(suffix=process, verbosity=0)
        connection.settings_dict.update(creation.get_test_db_clone_settings(process))
        connection.close()


def drop_copy() -> None:
    """Remove the copy that this process works on."""
    connection.creation.destroy_test_db(verbosity=0)
