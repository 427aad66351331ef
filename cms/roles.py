"""Who does what in the office? The groups that a new site begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail import hooks
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
)

from cms import names
from cms.languages.translation.rights import COORDINATE, make_rights, right

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HOOK = "belfry_roles"
"""Wagtail hook: a function that returns the roles that another application adds."""

ENTER = "wagtailadmin.access_admin"
CHOOSE = ("wagtailimages.choose_image", "wagtaildocs.choose_document")
FILES = (
    *CHOOSE,
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
)


@dataclass(frozen=True, kw_only=True)
class Role:
    """What the members of a group may do."""

    name: str
    """Of the group."""
    rights: tuple[str, ...] = ()
    """Permissions as ``app.codename``."""
    on_pages: tuple[str, ...] = ()
    """Code names of page permissions, such as "change_page"."""
    pages: tuple[Page, ...] | None = None
    """The pages on which, and below which, these hold; None: on all."""
    files: tuple[str, ...] = ()
    """What they may do with pictures and documents, in every collection."""
    then: Callable[[Group], None] | None = None
    """What else an application gives the group, such as a step of a workflow; to be repeated safely."""


def set_up(roles: Iterable[Role] | None = None) -> list[Group]:
    """Make the groups, or give them again what they lack; what administrators have added stays.

    Args:
        roles: those to make; by default all, of every application and open language.

    Returns:
        The groups, in the order of the roles.
    """
    with transaction.atomic():
        make_rights()
        return [_make(role) for role in (all_roles() if roles is None else roles)]


def all_roles() -> list[Role]:
    """Return the roles of the core, one of translators for each language, and what applications add by the hook."""
    return [
        *_own_roles(),
        *(role for register in hooks.get_hooks(HOOK) for role in register()),
        *(translators(tag) for tag in sorted(_tags())),
    ]


def translators(tag: str) -> Role:
    """Return the role of those who translate into a language: that, and to choose a document for its readers."""
    return Role(
        name=f"Translators into {names.language_name(tag, 'en')}",
        rights=(ENTER, right(tag)),
        files=CHOOSE,
    )


def _own_roles() -> list[Role]:
    every_language = tuple(right(tag) for tag in sorted(_tags()))
    writing = ("add_page", "change_page")
    return [
        Role(
            name="Editors",
            rights=(ENTER, COORDINATE, *_snippets("add", "change")),
            on_pages=writing,
            files=FILES,
        ),
        Role(
            name="Coordinators",
            rights=(ENTER, COORDINATE, *every_language, *_snippets("add", "change", "delete")),
            on_pages=writing,
            files=FILES,
        ),
        Role(
            name="Publishers",
            rights=(ENTER, COORDINATE, *every_language, *_snippets("add", "change", "delete")),
            on_pages=(*writing, "publish_page", "lock_page", "unlock_page"),
            files=FILES,
        ),
    ]


def _snippets(*actions: str) -> tuple[str, ...]:
    """Return the rights on what is chosen instead of typed."""
    models = ("city", "member", "topic", "programme", "promotion")
    return tuple(f"cms.{action}_{model}" for model in models for action in actions)


def _tags() -> list[str]:
    return list(Locale.objects.values_list("language_code", flat=True))


def _make(role: Role) -> Group:
    group, _created = Group.objects.get_or_create(name=role.name)
    group.permissions.add(*_permissions(role.rights))
    if role.on_pages:
        pages = (Page.get_first_root_node(),) if role.pages is None else role.pages
        allowed = Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(Page), codename__in=role.on_pages
        )
        for page in pages:
            for permission in allowed:
                GroupPagePermission.objects.get_or_create(
                    group=group, page=page, permission=permission
                )
    for permission in _permissions(role.files):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
    if role.then:
        role.then(group)
    return group


def _permissions(rights: Iterable[str]) -> list[Permission]:
    """Return permissions by their names.

    Raises:
        LookupError: if one of them does not exist.
    """
    wanted = set(rights)
    either = Q()
    for name in wanted:
        app, codename = name.split(".")
        either |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(either).select_related("content_type")) if wanted else []
    unknown = wanted - {
        f"{permission.content_type.app_label}.{permission.codename}" for permission in found
    }
    if unknown:
        raise LookupError(f"There is no permission {', '.join(sorted(unknown))}")
    return found
