"""The tables of the newsletter."""

from newsletter.models.issues import IssueIndexPage, IssuePage

__all__ = ["IssueIndexPage", "IssuePage"]
