"""What do all commands of this project share? A help that teaches."""

from argparse import RawDescriptionHelpFormatter

from django.core.management.base import BaseCommand, CommandParser


class ExplainedCommand(BaseCommand):
    """A command whose help ends with examples, or notes, with their lines as they are."""

    epilog = ""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs) -> CommandParser:
        """Keep the lines of description and epilog."""
        return super().create_parser(
            prog_name,
            subcommand,
            epilog=self.epilog,
            formatter_class=RawDescriptionHelpFormatter,
            **kwargs,
        )
