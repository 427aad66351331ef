"""Who may translate, and into which languages?

A right for each language, ``cms.translate_into_de``, is an ordinary permission of Django's: administrators give it to
groups on Wagtail's own screen. Everything else is asked of Wagtail: who may edit or publish a page, who may ask for
translations (wagtail-localize's ``submit_translation``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Locale, Page, WorkflowState
from wagtail.permissions import page_permission_policy
from wagtail.snippets.permissions import get_permission_name
from wagtail_localize.models import Translation

from cms import names
from cms.content import published, restricted
from cms.languages.chains import open_languages
from cms.models import TranslationJob
from cms.models.sources import Sourced

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models import Model, QuerySet

COORDINATE = "wagtail_localize.submit_translation"
"""The right to ask for translations, to give them to people, and to say what is not needed."""

PREFIX = "translate_into_"


def right(tag: str) -> str:
    """Return the permission to translate into a language, given its BCP 47 tag."""
    return f"cms.{codename(tag)}"


def codename(tag: str) -> str:
    """Return the code name of that permission: ``translate_into_pt_br``."""
    return PREFIX + tag.lower().replace("-", "_")


def make_rights() -> None:
    """Make the permission for every language that has a Locale, where it is missing. Two queries, and one to add."""
    content_type = ContentType.objects.get_for_model(TranslationJob)
    known = set(rights().values_list("codename", flat=True))
    Permission.objects.bulk_create(
        Permission(
            content_type=content_type,
            codename=codename(tag),
            name=f"Can translate into {names.language_name(tag, 'en')}",
        )
        for tag in Locale.objects.values_list("language_code", flat=True)
        if codename(tag) not in known
    )


def rights() -> QuerySet[Permission]:
    """Return the permissions to translate, of all languages."""
    return Permission.objects.filter(content_type__app_label="cms", codename__startswith=PREFIX)


def languages_of(user: AbstractUser) -> list[str]:
    """Return the BCP 47 tags of the open languages into which somebody may translate."""
    return [tag for tag in open_languages().tags if user.has_perm(right(tag))]


def may_coordinate(user: AbstractUser) -> bool:
    """Return whether somebody may ask for translations and give them to people."""
    return user.has_perm(COORDINATE)


def may_translate(user: AbstractUser, translation: Translation) -> bool:
    """Return whether somebody may write the words of a translation.

    They may if they may see its source, and have the right for its language or may edit its page.
    """
    has_right = user.has_perm(right(translation.target_locale.language_code))
    return (has_right or _may_edit(user, target_of(translation))) and may_see(
        user, translation.source.get_source_instance()
    )


def may_read(user: AbstractUser, translation: Translation) -> bool:
    """Return whether somebody may read the words of a translation: they translate it, or ask for it."""
    return may_translate(user, translation) or may_request(
        user, translation.source.get_source_instance()
    )


def may_publish(user: AbstractUser, translation: Translation) -> bool:
    """Return whether somebody may publish a translation: where Wagtail lets them publish, and nowhere else."""
    source = translation.source.get_source_instance()
    return may_publish_in(user, source, translation.target_locale)


def may_publish_in(user: AbstractUser, source: Model, locale: Locale) -> bool:
    """Return whether somebody may publish the version of a source in a language, also while there is none yet."""
    if not isinstance(source, Page):
        return _may_edit(user, source)
    target = source.get_translation_or_none(locale)
    if target is not None:
        return target.permissions_for_user(user).can_publish()
    above = source.get_parent().get_translation_or_none(locale)
    return above is not None and above.permissions_for_user(user).can_publish_subpage()


def may_see(user: AbstractUser, source: Model) -> bool:
    """Return whether somebody may read a source as translators do, drafts included.

    They may if they edit it, if everybody can read it, or if it was asked for in a language into which they translate.
    """
    if not isinstance(source, Page):
        return True
    if _may_edit(user, source) or _is_public(source):
        return True
    wanted = asked().filter(source__object_id=source.translation_key)
    tags = wanted.values_list("target_locale__language_code", flat=True)
    return any(user.has_perm(right(tag)) for tag in tags)


def asked() -> QuerySet[Translation]:
    """Return the translations that somebody wants: what is not needed shows a draft to nobody."""
    unwanted = TranslationJob.objects.filter(stage=TranslationJob.Stage.NOT_NEEDED)
    return Translation.objects.filter(enabled=True).exclude(pk__in=unwanted.values("translation"))


def visible_to(user: AbstractUser) -> Q:
    """Return the condition that somebody may see a source of any page model: ``may_see``, asked of the database.

    Of Wagtail's workflows it knows the approval by groups; who may edit a page by another sort of task, of a project's
    own, is asked page by page (``may_see``), and does not find it in lists.
    """
    editable = page_permission_policy.instances_user_has_permission_for(user, "change")
    is_current = Q(expire_at=None) | Q(expire_at__gt=timezone.now())
    wanted = asked().filter(
        target_locale__in=[
            pk for pk, tag in open_languages().by_locale.items() if user.has_perm(right(tag))
        ]
    )
    if user.is_active and user.is_superuser:
        return Q(depth__gt=1)
    return (
        Q(pk__in=editable.filter(depth__gt=1).values("pk"))
        | (Q(live=True) & is_current & ~restricted())
        | Q(translation_key__in=wanted.values("source__object_id"))
        | Q(Exists(_approvable_by(user)))
    )


def _approvable_by(user: AbstractUser) -> QuerySet[WorkflowState]:
    """Return the workflows of a page that wait for the approval of a group to which somebody belongs."""
    tasks = GroupApprovalTask.objects.filter(groups__in=user.groups.all())
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
        current_task_state__task__in=tasks.values("pk") if user.is_active else [],
    )


def may_request(user: AbstractUser, source: Model) -> bool:
    """Return whether somebody may ask for translations of a source: they coordinate, and may see it."""
    return may_coordinate(user) and may_see(user, source)


def translators() -> QuerySet:
    """Return the people to whom a translation into any language can be given, by name."""
    return _people(rights())


def translators_into(tag: str) -> QuerySet:
    """Return the people to whom a translation into a language can be given, by name."""
    return _people(rights().filter(codename=codename(tag)))


def languages_by_person() -> dict[int, set[str]]:
    """Return the BCP 47 tags into which people may translate, by their primary key. One query."""
    tags = {codename(tag): tag for tag in open_languages().tags}
    held = rights().values_list("codename", "group__user", "user")
    found: dict[int, set[str]] = {}
    for name, by_group, by_name in held.filter(codename__in=tags):
        for person in (by_group, by_name):
            if person is not None:
                found.setdefault(person, set()).add(tags[name])
    return found


def _people(permissions: QuerySet[Permission]) -> QuerySet:
    """Return the active people who have one of some permissions, by themselves or by a group."""
    tested = Q(groups__permissions__in=permissions) | Q(user_permissions__in=permissions)
    people = get_user_model()._default_manager.filter(tested, is_active=True)
    return people.distinct().order_by("last_name", "first_name", "pk")


def target_of(translation: Translation) -> Model | None:
    """Return the page or promotion in the language of a translation, or None where there is none yet. One query."""
    return translation.source.object.get_instance_or_none(translation.target_locale_id)


def _may_edit(user: AbstractUser, instance: Model | None) -> bool:
    if instance is None:
        return False
    if isinstance(instance, Page):
        return instance.permissions_for_user(user).can_edit()
    return user.has_perm(get_permission_name("change", type(instance)))


def _is_public(source: Page) -> bool:
    page = source.specific
    if not isinstance(page, Sourced):
        return page.live and not page.get_view_restrictions().exists()
    family = type(page)._meta.get_field("source").related_model
    return published(family.objects.filter(pk=page.pk)).exists()
