"""How is something measured? Queries are counted in one run, CPU time is the median of several.

It is the time of this process and, where the database is a process of its own on this machine, of the one that serves us.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


@dataclass(frozen=True, slots=True)
class Cost:
    """What something takes."""

    queries: int
    seconds: float
    """Of CPU, of this process and of the database's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A line of the table: Belfry beside stock Wagtail, and what is allowed."""

    what: str
    own: Cost
    stock: Cost | None = None
    most_queries: int | None = None
    most_seconds: float | None = None
    most_share: float | None = None
    """Of stock Wagtail's CPU time in the same run, so that it means the same on every machine."""
    kilobytes: float | None = None
    most_kilobytes: float | None = None

    @property
    def broken(self) -> list[str]:
        """The budgets that are broken, in words."""
        said = []
        if self.most_queries is not None and self.own.queries > self.most_queries:
            said.append(f"{self.own.queries} queries, at most {self.most_queries}")
        if self.most_seconds is not None and self.own.seconds > self.most_seconds:
            said.append(f"{self.own.seconds:.2f} s of CPU, at most {self.most_seconds:.2f} s")
        share = self.own.seconds / self.stock.seconds if self.stock else 0
        if self.most_share is not None and share > self.most_share:
            said.append(f"{share:.3f} of stock Wagtail's CPU time, at most {self.most_share:.3f}")
        if self.most_kilobytes is not None and (self.kilobytes or 0) > self.most_kilobytes:
            said.append(f"{self.kilobytes:.1f} kB, at most {self.most_kilobytes:.0f} kB")
        return [f"{self.what}: {words}" for words in said]


def cost(
    action: Callable[[], object], *, runs: int, before: Callable[[], object] | None = None
) -> Cost:
    """Return what an action takes, warm: it is done once before anything is measured.

    Args:
        action: what is measured.
        runs: how often the time is taken.
        before: what is done before each time, and not measured.
    """
    prepare = before or (lambda: None)
    action()
    queries = 0

    def count(execute, *arguments):
        nonlocal queries
        queries += 1
        return execute(*arguments)

    prepare()
    with connection.execute_wrapper(count):
        action()
    return Cost(queries, statistics.median(_seconds(action, prepare) for _ in range(runs)))


def _seconds(action: Callable[[], object], prepare: Callable[[], object]) -> float:
    server = server_process()
    prepare()
    start = _spent(server)
    action()
    return _spent(server) - start


def server_process() -> int | None:
    """Return the process of PostgreSQL that serves our connection; None where the database is in ours, or out of sight."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [process] = cursor.fetchone()
    command = Path(f"/proc/{process}/comm")
    return process if command.exists() and command.read_text().startswith("postgres") else None


def _spent(server: int | None) -> float:
    """Return the seconds of CPU of this process and of the server's.

    Linux has a clock for each process, the number of which is made of that of the process (clock_getcpuclockid(3)). It is a
    million times finer than what /proc tells.
    """
    return time.process_time() + (time.clock_gettime(~server << 3 | 2) if server else 0.0)


class Unanswered(Exception):
    """A page that was to be measured was not answered with 200."""


def cost_of_page(
    client: Client, path: str, *, runs: int, before: Callable[[], object] | None = None
) -> Cost:
    """Return what an anonymous reader's request of a page takes; the arguments are those of ``cost``.

    Raises:
        Unanswered: if it is not answered with 200.
    """

    def ask() -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise Unanswered(f"{path} was answered with {response.status_code}.")

    return cost(ask, runs=runs, before=before)


def uneven(measures: list[Measure]) -> list[str]:
    """Return, in words, that lines take different numbers of queries, which they must not."""
    counts = {measure.own.queries for measure in measures}
    if len(counts) == 1:
        return []
    said = ", ".join(f"{measure.what}: {measure.own.queries}" for measure in measures)
    return [f"The number of queries grows ({said})"]


HEADINGS = ("", "queries", "at most", "CPU ms", "stock queries", "stock CPU ms", "ratio")


def table(measures: list[Measure]) -> str:
    """Return lines in columns; the ratio is that of stock Wagtail's CPU time to Belfry's."""
    rows = [HEADINGS, *(_cells(measure) for measure in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _cells(measure: Measure) -> tuple[str, ...]:
    stock = measure.stock
    own = measure.own
    return (
        measure.what,
        str(own.queries),
        "" if measure.most_queries is None else str(measure.most_queries),
        f"{own.seconds * 1000:.0f}",
        str(stock.queries) if stock else "",
        f"{stock.seconds * 1000:.0f}" if stock else "",
        f"{stock.seconds / own.seconds:.1f}" if stock and own.seconds else "",
    )
