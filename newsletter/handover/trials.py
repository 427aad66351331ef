"""How do people of the office get an issue in their own mail programs, in all languages, with one click?"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from cms import names
from cms.languages.translation.messages import language_of, person_with, send_to, url_of
from cms.words import active_language
from cms.workers import leave_to_worker
from newsletter.approval.decisions import plans
from newsletter.backends.base import MOST_ADDRESSES, BackendError, mistake
from newsletter.backends.registry import backend, title_of
from newsletter.blocks import Audience
from newsletter.handover.campaigns import campaigns_of, drafts_of, handover_key
from newsletter.handover.ledger import BYTES, State
from newsletter.handover.orders import CannotHandOverError, NeedsWorkerError
from newsletter.models import FrozenEdition, Handover, IssuePage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet

    from newsletter.backends.base import Campaign

logger = logging.getLogger(__name__)

TESTED = "newsletter.tested"
"""The action in Wagtail's log, of the issue."""


class NotThereError(CannotHandOverError):
    """Raised when a service is to test what it does not have."""


def languages_to_test(issue: IssuePage) -> dict[str, str]:
    """Return, by the tags of the readers, the language of the edition that they get, or would get if it was not held back.

    Args:
        issue: the source.
    """
    return {tag: plan.written_in or tag for tag, plan in plans(issue).items()}


def order_tests(
    issue: IssuePage,
    name: str,
    *,
    languages: Mapping[str, str],
    addresses: list[str],
    user: AbstractUser,
) -> None:
    """Have a worker send an issue to people of the office, once this transaction is committed.

    Args:
        issue: the source.
        name: of the backend, in the setting.
        languages: by the BCP 47 tag of the readers, that of the edition which they get.
        addresses: of people who may sign in.
        user: who asks, and is told by mail if it did not work.

    Raises:
        NotThereError: if the backend tests only what it has, and it has not all of it.
        NeedsWorkerError: if this site has no worker.
        CannotHandOverError: if the backend sends no tests, or an address is nobody's in the office, or there are too many.
        UnknownBackendError: if there is no such backend.
    """
    there = backend(name)
    if not there.capabilities.sends_tests:
        raise CannotHandOverError(_("‘%(name)s’ sends no tests.") % {"name": there.title})
    reasons = [
        _("‘%(address)s’ is not the address of anybody in the office.") % {"address": address}
        for address in strangers(addresses)
    ]
    if len(addresses) > MOST_ADDRESSES:
        too_many = _("A test goes to %(count)s addresses at most.")
        reasons.append(too_many % {"count": MOST_ADDRESSES})
    if reasons := [*reasons, *there.check(_readers(issue, languages))]:
        raise CannotHandOverError(*reasons)
    if there.capabilities.tests_what_it_has and (tags := _not_there(issue, name, languages)):
        reader = active_language()
        missing = names.format_list([names.language_name(tag, reader) for tag in tags], reader)
        words = _(
            "Hand these editions over to ‘%(name)s’ first, it tests what it has: %(languages)s."
        )
        raise NotThereError(words % {"name": there.title, "languages": missing})
    if not leave_to_worker(send_tests, issue.pk, name, dict(languages), list(addresses), user.pk):
        raise NeedsWorkerError


def strangers(addresses: Iterable[str]) -> list[str]:
    """Return the addresses that belong to nobody who may sign in. One query."""
    people = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    known = {address.casefold() for address in people.values_list("email", flat=True)}
    return [address for address in addresses if address.casefold() not in known]


@task()
def send_tests(
    issue: int, name: str, languages: dict[str, str], addresses: list[str], user: int
) -> None:
    """Send an issue to people of the office; noted in Wagtail's log, and told to whoever asked where it did not work.

    The arguments are those of ``order_tests``, but for primary keys.
    """
    source = IssuePage.objects.get(pk=issue)
    asker = person_with(user)
    if asker is None:  # who has left gets no tests
        return
    with translation.override(language_of(asker)):
        failed = _failures(source, name, languages, addresses)
    data = {"backend": name, "languages": list(languages), "failed": failed}
    log(source, TESTED, user=asker, data=data)
    if failed:
        _tell(asker, source, name, failed)


def last_tests(issue: IssuePage) -> PageLogEntry | None:
    """Return what the log says of the last tests of an issue: in which languages, and why not in some. One query."""
    return PageLogEntry.objects.filter(page=issue.pk, action=TESTED).order_by("-timestamp").first()


def _failures(
    issue: IssuePage, name: str, languages: Mapping[str, str], addresses: list[str]
) -> dict[str, str]:
    """Send an issue in several languages; return why that did not work, by the tag of the readers, in the active language."""
    failed: dict[str, str] = {}
    campaigns: list[Campaign] = []
    for tag, written in languages.items():
        try:
            campaigns += campaigns_to_test(issue, {tag: written})
        except Exception as error:  # a mistake in one language keeps no other from being sent
            logger.exception("the test of %s in %s could not be made", issue, tag)
            failed[tag] = mistake(error)
    try:
        failed |= backend(name).send_tests(campaigns, addresses)
    except BackendError as error:
        logger.exception("tests of %s could not be sent through %s", issue, name)
        failed |= dict.fromkeys((campaign.readers for campaign in campaigns), str(error))
    except Exception as error:  # of the program: whoever waits for tests must hear of it
        logger.exception("tests of %s could not be sent through %s", issue, name)
        failed |= dict.fromkeys((campaign.readers for campaign in campaigns), mistake(error))
    return failed


def campaigns_to_test(issue: IssuePage, languages: Mapping[str, str]) -> list[Campaign]:
    """Return what would go out to readers of some languages: what was approved, else the issue as it is now."""
    campaigns = campaigns_of(_approved(issue, languages))
    found = {campaign.readers for campaign in campaigns}
    left = {tag: written for tag, written in languages.items() if tag not in found}
    if left:
        campaigns += drafts_of(issue.get_latest_revision_as_object(), left)
    return campaigns


def _approved(issue: IssuePage, languages: Iterable[str]) -> QuerySet[FrozenEdition]:
    return FrozenEdition.objects.filter(
        approval__issue=issue,
        approval__reopened_at=None,
        redacted_at=None,
        language__in=list(languages),
    )


def _readers(issue: IssuePage, languages: Iterable[str]) -> list[tuple[str, str]]:
    """Return who gets tests, as a backend is asked about them: each language, and members where they get something else."""
    approved = _approved(issue, languages).values_list("language", "audience")
    return list(dict.fromkeys([*((tag, str(Audience.EVERYONE)) for tag in languages), *approved]))


def _not_there(issue: IssuePage, name: str, languages: Iterable[str]) -> list[str]:
    """Return the languages of which something was not handed over to a backend. Two queries."""
    light = _approved(issue, languages).select_related("approval__issue").defer(*BYTES)
    keys = {handover_key(name, edition): edition.language for edition in light}
    done = Handover.objects.filter(key__in=keys, state=State.DONE).values_list("key", flat=True)
    left = {keys[key] for key in keys.keys() - set(done)}
    return [tag for tag in languages if tag in left or tag not in keys.values()]


def _tell(asker: AbstractUser, issue: IssuePage, name: str, failed: Mapping[str, str]) -> None:
    """Tell whoever asked for tests why they did not come, by the tags of the readers."""
    context = {
        "title": issue.draft_title,
        "way": title_of(name),
        "failed": failed,
        "url": url_of("newsletter_admin:trial", issue.pk),
    }
    try:
        send_to(asker, "newsletter/admin/mail/trial", context)
    except OSError:  # it may be the same server that is away; the log has it
        logger.exception("%s could not be told of tests that failed", asker)
