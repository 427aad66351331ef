"""Who works in the invented office, and what waits for them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from cms.languages.translation.requests import request_translations
from cms.models import JobMessages, TranslationJob
from cms.roles import set_up

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AbstractUser
    from wagtail.models import Locale, Page


@dataclass(frozen=True)
class Person:
    """Somebody with a user of their own."""

    user: str
    first_name: str
    last_name: str
    group: str
    language: str = "en"
    """Of the admin, and for translators that into which they translate."""


PEOPLE = (
    Person("emma", "Emma", "Whitfield", "Editors"),
    Person("carla", "Carla", "Vermeulen", "Coordinators"),
    Person("paul", "Paul", "Lindqvist", "Publishers"),
    Person("nora", "Nora", "Kelleher", "Newsletter managers"),
    Person("anna", "Anna", "Reuter", "Translators into German", "de"),
    Person("claire", "Claire", "Fontanel", "Translators into French", "fr"),
    Person("marco", "Marco", "Bellini", "Translators into Italian", "it"),
    Person("lucia", "Lucía", "Ortega", "Translators into Spanish", "es"),
    Person("piotr", "Piotr", "Zalewski", "Translators into Polish", "pl"),
)

NOTE = "For the next issue. Names of projects stay as they are."


def make_people(password: str) -> dict[str, AbstractUser]:
    """Make the groups of the office and a user in each, all with one password; return the translators by language.

    Users that are there already are left alone.
    """
    set_up()
    users = get_user_model()
    translators = {}
    for person in PEOPLE:
        user, is_new = users.objects.get_or_create(
            username=person.user,
            defaults={
                "first_name": person.first_name,
                "last_name": person.last_name,
                "email": f"{person.user}@belfry.example",
            },
        )
        if is_new:
            user.set_password(password)
            user.save()
            user.groups.add(Group.objects.get(name=person.group))
            UserProfile.objects.create(user=user, preferred_language=person.language)
            # Nobody reads mails to people who are invented.
            JobMessages.objects.create(user=user, frequency=JobMessages.Frequency.NEVER)
        if person.group.startswith("Translators"):
            translators[person.language] = user
    return translators


def give_job(page: Page, locale: Locale, translator: AbstractUser, today: date) -> None:
    """Ask somebody for a translation, to be there in a week."""
    request_translations(
        page,
        [locale],
        assignee_id=translator.pk,
        requested_by=get_user_model().objects.get(username="carla"),
        due_on=today + timedelta(days=7),
        note=NOTE,
        release=TranslationJob.Release.BY_HAND,
    )
