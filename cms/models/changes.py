"""What has changed for readers? A table to which rows are only added, in the transaction of what changed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=90)
"""Whoever has not asked for longer reads everything anew."""

COMMON = UUID(int=1)
"""In place of the key of a page: what any item may tell. Official names, which processes remember; and that something was withdrawn."""

FACTOR = 2**20
"""More than the changes of one page in the time for which they are kept."""
GENERATION = models.Max("pk") * FACTOR + models.Count("pk")
"""What some changes come to: the last one, and how many, since one that began earlier may be written down later."""


class Running(models.Func):
    """The number of the transaction that writes a change.

    SQLite has none, but lets only one write at a time: there it is the number of the first row that this one writes.
    """

    output_field = models.BigIntegerField()
    template = "(SELECT COALESCE(MAX(id), 0) + 1 FROM cms_change)"
    arity = 0

    def as_postgresql(self, compiler, connection, **context):
        """Return the number that PostgreSQL gives to a transaction, and to no later one."""
        return self.as_sql(
            compiler, connection, template="(pg_current_xact_id()::text)::bigint", **context
        )


ELSEWHERE = """
    SELECT backend_xid::text FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND datname <> current_database()
"""
HORIZON = """
    SELECT LEAST(
        (
            SELECT MIN(running::text::bigint) FROM pg_snapshot_xip(taken) AS running
            WHERE running::xid::text <> ALL(%s::text[])
        ),
        pg_current_xact_id_if_assigned()::text::bigint,
        pg_snapshot_xmax(taken)::text::bigint
    )
    FROM pg_current_snapshot() AS taken
"""


class ChangeManager(models.Manager):
    """What is asked of the table as a whole."""

    def horizon(self) -> int:
        """Return the number before which every transaction is finished. One query, on PostgreSQL two.

        A transaction that began earlier may end later: its changes have smaller numbers than some that are seen already. So
        changes are told of all transactions before a horizon, and the next time from that on.

        A PostgreSQL numbers the transactions of all its databases together. Those of others hold nothing back here; one that
        is not known to be elsewhere does. It has to be asked of the server that writes: a standby does not know what runs.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Before the snapshot: what is elsewhere and missing here begins later than all that anybody was told before.
                cursor.execute(ELSEWHERE)
                elsewhere = [number for (number,) in cursor.fetchall()]
                cursor.execute(HORIZON, [elsewhere])
                return cursor.fetchone()[0]
        return (self.aggregate(newest=models.Max("pk"))["newest"] or 0) + 1

    def forget_old(self) -> int:
        """Delete the rows of changes that are older than KEPT_FOR; return how many.

        The newest stays: what follows is numbered from it.
        """
        old = self.filter(at__lt=timezone.now() - KEPT_FOR)
        newest = self.order_by("-pk").values("pk")[:1]
        return old.exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()[0]


class Change(models.Model):
    """Something that readers see has changed, in any of its languages."""

    key = models.UUIDField(null=True, db_index=True)
    """Translation key of the page; None for what all of them are told by: the languages, the host."""
    type = models.CharField(max_length=100, blank=True)
    """Its kind, by the name in the API; empty for what is no item."""
    transaction = models.BigIntegerField(default=Running, editable=False, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = ChangeManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["transaction", "pk"]

    def __str__(self) -> str:
        return f"{self.type} {self.key}" if self.key else "all"
