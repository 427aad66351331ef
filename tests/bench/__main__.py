"""Measure the budgets on a throw-away database, with stock Wagtail beside them: `make bench`.

With the argument "api" those of the API, on PostgreSQL.

Exit status 1 says that a budget is broken.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time


def say(words: str) -> None:
    """Show how far it is."""
    print(words, file=sys.stderr, flush=True)  # noqa: T201


def measure() -> int:
    """Build, measure, print; return the exit status."""
    # Models cannot be imported before Django is set up.
    from django.db import connection  # noqa: PLC0415 -- app ready

    from tests.bench.budgets import steps  # noqa: PLC0415 -- app ready
    from tests.bench.measures import Measure, table, uneven  # noqa: PLC0415 -- app ready
    from tests.bench.world import LANGUAGES, World  # noqa: PLC0415 -- app ready

    began = time.monotonic()
    say(f"Database: {connection.vendor}\nBuilding an issue of 40 entries of 4 kinds")
    world = World()
    measures: list[Measure] = []
    for words, step in steps(world, most_languages=len(LANGUAGES)):
        say(f"{time.monotonic() - began:4.0f} s  {words}")
        measures += step() or []
    # The issue comes first, at two sizes and with few and many languages.
    broken = [words for measure in measures for words in measure.broken] + uneven(measures[:4])
    print(table(measures))  # noqa: T201
    for measure in measures:
        if measure.kilobytes is not None:
            print(  # noqa: T201
                f"\nLargest mail: {measure.kilobytes:.1f} kB (at most {measure.most_kilobytes:.0f})"
            )
    print("\n".join(["", *(f"BROKEN  {words}" for words in broken)]) or "")  # noqa: T201
    return 1 if broken else 0


def measure_api() -> int:
    """Build, measure, print; return the exit status."""
    from django.db import connection  # noqa: PLC0415 -- app ready

    from tests.bench.api import Measured, steps  # noqa: PLC0415 -- app ready
    from tests.bench.many import Site  # noqa: PLC0415 -- app ready
    from tests.bench.measures import server_process, table  # noqa: PLC0415 -- app ready
    from tests.bench.world import LANGUAGES  # noqa: PLC0415 -- app ready

    began = time.monotonic()
    counted = "its CPU time is counted" if server_process() else "ITS CPU TIME IS NOT COUNTED"
    say(f"Database: {connection.vendor}, {counted}\nBuilding a site")
    measured = Measured(Site())
    for words, step in steps(measured, most_languages=len(LANGUAGES)):
        say(f"{time.monotonic() - began:4.0f} s  {words}")
        step()
    print(table(measured.measures))  # noqa: T201
    print("\n".join(["", *map(str, measured.streams)]))  # noqa: T201
    print("\n".join(["", *(f"BROKEN  {words}" for words in measured.broken)]) or "")  # noqa: T201
    return 1 if measured.broken else 0


def main(part: str = "") -> int:
    """Work on a copy of the migrated template, and leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="belfry-bench-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "home.settings.test"
        os.environ["MEDIA_ROOT"] = folder
        import django  # noqa: PLC0415 -- after the environment

        django.setup()
        from tests.migrated import drop_copy, take_copy  # noqa: PLC0415 -- app ready

        say("Migrating, unless an earlier run has done it")
        take_copy(f"bench_{os.getpid()}")
        try:
            return measure_api() if part == "api" else measure()
        finally:
            drop_copy()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
