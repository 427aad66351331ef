"""What does the core add to the editors' side? Registrations only; the logic is imported."""

from __future__ import annotations

from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.models import City, FallbackChain, Member, MemberCountry, Programme, Promotion, Topic
from cms.usage import obstacles


class CityViewSet(SnippetViewSet):
    """The cities."""

    model = City
    icon = "globe"
    list_display = ["name", "country"]
    list_filter = ["country"]


class MemberViewSet(SnippetViewSet):
    """The members."""

    model = Member
    icon = "group"
    list_display = ["name", "authority", "city", "member_since"]
    list_filter = ["authority"]


class MemberCountryViewSet(SnippetViewSet):
    """The member countries."""

    model = MemberCountry
    icon = "site"
    list_display = ["country", "forum_name"]


class TopicViewSet(SnippetViewSet):
    """The topics."""

    model = Topic
    icon = "tag"
    list_display = ["name", "slug"]


class ProgrammeViewSet(SnippetViewSet):
    """The programmes."""

    model = Programme
    icon = "form"
    list_display = ["name", "generation"]


class PromotionViewSet(SnippetViewSet):
    """The promotions."""

    model = Promotion
    icon = "pick"
    list_display = ["title", "button"]


class FallbackChainViewSet(SnippetViewSet):
    """The fallback chains."""

    model = FallbackChain
    icon = "list-ol"


class NetworkGroup(SnippetViewSetGroup):
    """What is chosen instead of typed."""

    menu_label = _("Network")
    menu_icon = "group"
    menu_order = 300
    items = (
        CityViewSet,
        MemberViewSet,
        MemberCountryViewSet,
        TopicViewSet,
        ProgrammeViewSet,
        PromotionViewSet,
        FallbackChainViewSet,
    )


register_snippet(NetworkGroup)


@hooks.register("before_delete_page")
def keep_what_is_needed(request, page):
    """Refuse to delete a page while a subpage or a translation of it is needed elsewhere, and tell where."""
    return _refusal(request, [page]) if request.method == "POST" else None


@hooks.register("before_bulk_action")
def keep_what_is_needed_of_many(request, action_type, objects, _action):
    """Refuse the same when many pages are deleted at once."""
    if action_type == "delete" and objects and isinstance(objects[0], Page):
        return _refusal(request, objects)
    return None


def _refusal(request, pages):
    found = obstacles(pages, request.user)
    if not found:
        return None
    names = ", ".join(
        f"{place.name} ({place.kind})" if place.name else place.kind for place in found
    )
    messages.error(
        request, gettext("Nothing was deleted. It is needed by: %(names)s") % {"names": names}
    )
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
