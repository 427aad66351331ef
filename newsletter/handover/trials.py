"""How do people of the office get an issue in their own mail programs, in all languages, with one click?"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from newsletter.backends.base import BackendError
from newsletter.backends.registry import backend
from newsletter.handover.campaigns import campaigns_of, drafts_of
from newsletter.handover.orders import CannotHandOverError
from newsletter.models import FrozenEdition, IssuePage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsletter.backends.base import Campaign

logger = logging.getLogger(__name__)


def order_tests(
    issue: IssuePage, name: str, *, languages: Mapping[str, str], addresses: list[str]
) -> None:
    """Have a worker send an issue to people of the office, once this transaction is committed.

    Args:
        issue: the source.
        name: of the backend, in the setting.
        languages: by the BCP 47 tag of the readers, that of the edition which they get.
        addresses: of people who may sign in.

    Raises:
        CannotHandOverError: if the backend sends no tests, or an address is nobody's in the office.
        UnknownBackendError: if there is no such backend.
    """
    there = backend(name)
    if not there.capabilities.sends_tests:
        raise CannotHandOverError(_("‘%(name)s’ sends no tests.") % {"name": there.title})
    reasons = [
        _("‘%(address)s’ is not the address of anybody in the office.") % {"address": address}
        for address in strangers(addresses)
    ]
    if reasons := [*reasons, *there.check(list(languages))]:
        raise CannotHandOverError(*reasons)
    transaction.on_commit(
        lambda: send_tests.enqueue(issue.pk, name, dict(languages), list(addresses))
    )


def strangers(addresses: Iterable[str]) -> list[str]:
    """Return the addresses that belong to nobody who may sign in. One query."""
    people = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    known = {address.casefold() for address in people.values_list("email", flat=True)}
    return [address for address in addresses if address.casefold() not in known]


@task()
def send_tests(issue: int, name: str, languages: dict[str, str], addresses: list[str]) -> None:
    """Send an issue to people of the office; the arguments are those of ``order_tests``, but for a primary key."""
    source = IssuePage.objects.get(pk=issue)
    try:
        backend(name).send_tests(campaigns_to_test(source, languages), addresses)
    except BackendError:
        logger.exception("tests of %s could not be sent through %s", source, name)


def campaigns_to_test(issue: IssuePage, languages: Mapping[str, str]) -> list[Campaign]:
    """Return what would go out to readers of some languages: what was approved, else the issue as it is now."""
    approved = FrozenEdition.objects.filter(
        approval__issue=issue,
        approval__reopened_at=None,
        redacted_at=None,
        language__in=list(languages),
    )
    campaigns = campaigns_of(approved)
    found = {campaign.readers for campaign in campaigns}
    left = {tag: written for tag, written in languages.items() if tag not in found}
    if left:
        campaigns += drafts_of(issue.get_latest_revision_as_object(), left)
    return campaigns
