"""Who does what in the office? The groups that a new site begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
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
    from collections.abc import Callable, Iterable, Mapping

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
        wanted = all_roles() if roles is None else list(roles)
        permissions = _permissions(wanted)
        return [_make(role, permissions) for role in wanted]


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


def _make(role: Role, permissions: Mapping[str, Permission]) -> Group:
    group, _created = Group.objects.get_or_create(name=role.name)
    group.permissions.add(*(permissions[name] for name in role.rights))
    if role.on_pages:
        pages = (Page.get_first_root_node(),) if role.pages is None else role.pages
        GroupPagePermission.objects.bulk_create(
            [
                GroupPagePermission(group=group, page=page, permission=permissions[name])
                for page in pages
                for name in _named_on_pages(role)
            ],
            ignore_conflicts=True,
        )
    if role.files:
        root = Collection.get_first_root_node()
        GroupCollectionPermission.objects.bulk_create(
            [
                GroupCollectionPermission(
                    group=group, collection=root, permission=permissions[name]
                )
                for name in role.files
            ],
            ignore_conflicts=True,
        )
    if role.then:
        role.then(group)
    return group


def _named_on_pages(role: Role) -> list[str]:
    """Return the page permissions of a role as ``app.codename``."""
    return [f"{Page._meta.app_label}.{codename}" for codename in role.on_pages]


def _permissions(roles: Iterable[Role]) -> dict[str, Permission]:
    """Return the permissions that roles name, as ``app.codename``. One query.

    Raises:
        LookupError: if one of them does not exist.
    """
    wanted = {
        name for role in roles for name in (*role.rights, *role.files, *_named_on_pages(role))
    }
    apps, codenames = (
        zip(*(name.split(".") for name in wanted), strict=True) if wanted else ((), ())
    )
    # More than what is wanted may be among them: a code name of one application in another.
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(
            content_type__app_label__in=set(apps), codename__in=set(codenames)
        ).select_related("content_type")
    }
    if unknown := wanted - set(found):
        raise LookupError(f"There is no permission {', '.join(sorted(unknown))}")
    return found
