"""The tables of the newsletter."""

from newsletter.models.approvals import Approval, FrozenEdition, FrozenItem, IssueApproval
from newsletter.models.decisions import LanguageDecision
from newsletter.models.handovers import Handover, HandoverEvent
from newsletter.models.issues import IssueIndexPage, IssuePage
from newsletter.models.links import LinkCheck
from newsletter.models.reminders import Reminder
from newsletter.models.reviews import ReviewAnswer, ReviewLink
from newsletter.models.senders import Sender

__all__ = [
    "Approval",
    "FrozenEdition",
    "FrozenItem",
    "Handover",
    "HandoverEvent",
    "IssueApproval",
    "IssueIndexPage",
    "IssuePage",
    "LanguageDecision",
    "LinkCheck",
    "Reminder",
    "ReviewAnswer",
    "ReviewLink",
    "Sender",
]
