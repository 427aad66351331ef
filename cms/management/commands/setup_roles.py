"""Make the groups of an office, with their rights."""

from __future__ import annotations

from cms.management.base import ExplainedCommand
from cms.roles import set_up

NOTES = """\
The groups: Editors write and ask for translations, Coordinators also translate into every language and keep the lists,
Publishers publish, Newsletter managers make and publish issues, and Translators into each open language translate into
it and do nothing else. Repeat it after a language was opened. What an administrator has added to a group stays; what was taken away
from it comes back.
"""


class Command(ExplainedCommand):
    """Make the groups of an office."""

    help = "Make the groups of an office, with their rights, or give them again what they lack. Nobody is put into a group."
    epilog = NOTES

    def handle(self, *args, **options) -> None:
        """Make them, and name them."""
        for group in set_up():
            self.stdout.write(f"{group.name}: {group.permissions.count()} rights")
