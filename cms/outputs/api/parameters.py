"""What can be asked of the API, and how?

Every parameter is known by name and type; anything else is refused (``refuse_unknown``).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Path, Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

from cms.items import Status
from cms.languages.chains import open_languages, site_language
from cms.languages.readings import Reading
from cms.languages.versions import Versions
from cms.outputs.api.cursors import LONGEST
from cms.outputs.api.inclusion import path_of
from cms.outputs.api.problems import Mistake, Problem, invalid
from cms.outputs.api.shapes import ALWAYS, CARD_FIELDS, SIZES, Size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from cms.outputs.api.inclusion import Step

Word = Annotated[str, StringConstraints(max_length=100)]


def _apart(value: Any) -> Any:
    """Return the values that stand between commas, or that were given one by one."""
    given = [value] if isinstance(value, str) else value
    return [part for text in given for part in str(text).split(",")] if given else given


FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Between these everything can be asked of every database, whatever zone it is told in."""

Instant = Annotated[
    AwareDatetime,
    Field(ge=FIRST, le=LAST),
    # PostgreSQL knows no zone that is more than 16 hours away, RFC 3339 some of nearly 24.
    AfterValidator(lambda instant: instant.astimezone(UTC)),
]
Day = Annotated[date, Field(ge=FIRST.date(), le=LAST.date())]
TypeName = Annotated[str, Path(description="Name of a kind of content, as `/types` has it.")]
EVERY = "*"
"""What stands for all open languages."""

Words = Annotated[list[Word], BeforeValidator(_apart)]

Sort = Literal[
    "published",
    "-published",
    "updated",
    "-updated",
    "date",
    "-date",
    "deadline",
    "-deadline",
    "title",
    "-title",
]


class Fallback(Schema):
    """What may stand in for a version that there is not."""

    fallback: Words = Field(
        ["chain"],
        description="What stands in for a version that there is not: `chain`, the order that the site has for this language;"
        " `none`; or languages in the order given, such as `de,fr`. The language in which an item was first written comes"
        " last, but for `none`.",
    )

    @property
    def exact(self) -> bool:
        """Whether only versions in the language asked for are wanted."""
        return self.fallback == ["none"]


class Included(Schema):
    """What comes along with an item."""

    include: Words | None = Field(
        None,
        max_length=10,
        description="Other items that an item names, such as `part_of,facts.replaced_by`; and those that they name in turn, such as"
        " `part_of.part_of`, three steps at most. They come in `included`, in the language asked for or what stands in for it.",
    )

    @property
    def paths(self) -> list[tuple[Step, ...]]:
        """The steps to what is wanted.

        Raises:
            Problem: if there is no such path.
        """
        return [path_of(path) for path in self.include or ()]


class Formed(Schema):
    """In which form items are told."""

    renditions: Annotated[list[Size], BeforeValidator(_apart)] = Field(
        list(SIZES),
        max_length=len(SIZES),
        description="The crops, and with `sources` the sizes uncut, of the picture of each item and of what is included; by default all."
        " Pictures inside a body come as they are.",
    )
    alternates: Literal["translated", "all"] = Field(
        "translated",
        description="Which languages `alternates` tells: those that an item is in, or `all` that are open: the others with the status"
        " `missing` and without an address.",
    )

    @cached_property
    def languages(self) -> list[str]:
        """BCP 47 tags of the open languages, asked once for all items."""
        return sorted(open_languages().tags)


class FormedWhole(Formed):
    """In which form items with their bodies are told."""

    rich: Literal["html", "markdown"] = Field(
        "html",
        description="`markdown`: every rich text of a body has its `markdown` (CommonMark), beside its `html` and its plain `text`.",
    )


class InLanguage(Schema):
    """In which language something is wanted."""

    locale: Word | None = Field(
        None, description="BCP 47 tag of an open language; by default that of the site."
    )


class Asked(Fallback, InLanguage):
    """In which language something is wanted, and what may stand in for it."""


class Listed(Schema):
    """How many of a list, and from where on."""

    limit: int = Field(20, ge=1, le=100, description="How many on one page.")
    cursor: Annotated[str, StringConstraints(max_length=LONGEST)] | None = Field(
        None, description="`page.next` of the page before."
    )


class Paged(Asked, Listed):
    """How many of a list in a language, and from where on."""


class AskedAnywhere(Asked):
    """In which language something is wanted, or in all, and what may stand in for one."""

    locale: Word | None = Field(
        None,
        description="BCP 47 tag of an open language, by default that of the site; `*` for all of them, by their tags in `locales`.",
    )

    @property
    def everywhere(self) -> bool:
        """Whether all open languages are wanted."""
        return self.locale == EVERY


class ItemAsked(AskedAnywhere, Included, FormedWhole):
    """In which language an item is wanted, and with which others."""


class ItemsAsked(AskedAnywhere, Listed, Included, Formed):
    """Which items, in which order, and how much of each."""

    type: Words | None = Field(
        None, description="Kinds of content, such as `event,call`; by default all."
    )
    country: Word | None = Field(
        None,
        alias="filter[country]",
        description="ISO 3166-1 alpha-2 code: what concerns this country or takes place in it.",
    )
    topic: Word | None = Field(None, alias="filter[topic]", description="Slug of a topic.")
    state: Literal["upcoming", "open", "closed"] | None = Field(
        None,
        alias="filter[state]",
        description="Where it stands now: by its days, its deadlines or its period.",
    )
    status: Status | None = Field(
        None, alias="filter[status]", description="What has become of a dated plan."
    )
    part_of: UUID | None = Field(
        None, alias="filter[part_of]", description="`id` of the project that it is part of."
    )
    slug: Annotated[str, StringConstraints(max_length=255)] | None = Field(
        None,
        alias="filter[slug]",
        description="Slug of the version that is served. Not with `locale=*`.",
    )
    translation: Words | None = Field(
        None,
        alias="filter[translation]",
        description="How fresh the version in `locale` is: `current`, `outdated`, `partial`, `machine`, `missing`. Not with"
        " `locale=*`.",
    )
    date_from: Day | None = Field(
        None, alias="filter[date][gte]", description="What takes place on this day or later."
    )
    date_to: Day | None = Field(
        None, alias="filter[date][lte]", description="What takes place on this day or earlier."
    )
    deadline_from: Instant | None = Field(
        None, alias="filter[deadline][gte]", description="What closes at this instant or later."
    )
    deadline_to: Instant | None = Field(
        None, alias="filter[deadline][lte]", description="What closes at this instant or earlier."
    )
    published_from: Instant | None = Field(
        None,
        alias="filter[published][gte]",
        description="What was first published at this instant or later.",
    )
    published_to: Instant | None = Field(
        None,
        alias="filter[published][lte]",
        description="What was first published at this instant or earlier.",
    )
    sort: Annotated[list[Sort], BeforeValidator(_apart)] = Field(
        ["-published"],
        max_length=5,
        description="By publication, last change, first day, next deadline, or the title that is served; `-` for descending."
        " What has no date comes last. Several, such as `-date,title`, each sort what all before them leave equal; each name once."
        " No title with `locale=*`.",
    )
    count: Literal["exact", "none"] = Field(
        "none", description="Whether to count all items, which takes the database longer."
    )
    fields: Words | None = Field(
        None,
        description="Fields of each item and of what is included, such as `title,facts`; by default all. id, type, url and locale"
        " always come.",
    )


class SearchAsked(Paged, Formed):
    """Which words, and where."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="Words, all of which must occur, with or without accents. They are compared by the rules of the language that"
        ' is served, where the database knows them, and `"words in a row"`, `or` and `-without` mean what they mean in search engines;'
        " elsewhere a word is found by its beginning."
    )
    type: Word | None = Field(None, description="Kind of content, such as `event`; by default all.")
    country: Word | None = Field(
        None,
        alias="filter[country]",
        description="ISO 3166-1 alpha-2 code: what concerns this country or takes place in it.",
    )
    topic: Word | None = Field(None, alias="filter[topic]", description="Slug of a topic.")
    state: Literal["upcoming", "open", "closed"] | None = Field(
        None,
        alias="filter[state]",
        description="Where it stands now: by its days, its deadlines or its period.",
    )


class CalendarAsked(AskedAnywhere, Listed, Included, Formed):
    """Which part of the agenda."""

    first: Day | None = Field(
        None,
        alias="from",
        description="What takes place on this day or later; by default today.",
    )
    last: Day | None = Field(
        None, alias="to", description="What takes place on this day or earlier."
    )
    country: Word | None = Field(
        None,
        description="ISO 3166-1 alpha-2 code: what concerns this country or takes place in it.",
    )


class CopyAsked(Fallback, FormedWhole):
    """What of the content a copy elsewhere holds."""

    locales: Words | None = Field(
        None, description="BCP 47 tags of open languages, such as `fr,de`; by default all."
    )
    types: Words | None = Field(
        None, description="Kinds of content, such as `event,call`; by default all."
    )


class ChangesAsked(CopyAsked):
    """From where on a copy follows."""

    since: Annotated[str, StringConstraints(max_length=600)] = Field(
        description="`cursor` of the last line of an export, or of the changes before."
    )


def refuse_unknown(request: HttpRequest, known: Iterable[str]) -> None:
    """See to it that nothing that was asked for is ignored.

    Args:
        request: with its query.
        known: the names of the parameters that the endpoint has.

    Raises:
        Problem: if there is another one.
    """
    names = sorted(known)
    mistakes = tuple(
        Mistake(
            parameter=name, detail=f"There is no parameter {name[:80]!r}.", allowed=tuple(names)
        )
        for name in request.GET
        if name not in names
    )
    if mistakes:
        raise Problem("unknown-parameter", " ".join(m.detail for m in mistakes), mistakes)


def reading_for(
    asked: Asked,
    request: HttpRequest,
    *,
    parameter: str = "locale",
    at: datetime | None = None,
    versions: Versions | None = None,
) -> Reading:
    """Return the reading of who asks.

    Args:
        asked: the language, and what may stand in for it.
        request: of whose site the addresses are.
        parameter: the name of that which asks for the language.
        at: the aware instant of the question; now by default.
        versions: what readings of several languages share.

    Raises:
        Problem: if a language is not open.
    """
    languages = open_languages()
    locale = site_language() if asked.locale is None else asked.locale
    known = sorted(languages.tags)
    if locale not in known:
        raise invalid(parameter, locale, known, code="unknown-locale")
    if asked.fallback == ["chain"]:
        chain = None
    elif asked.exact:
        chain = (locale,)
    else:
        for tag in asked.fallback:
            if tag not in known:
                raise invalid("fallback", tag, ["chain", "none", *known])
        chain = tuple(dict.fromkeys([locale, *asked.fallback]))
    base = request.build_absolute_uri("/")
    return Reading(locale, at=at, base=base, versions=versions, chain=chain)


def readings_for(asked: AskedAnywhere, request: HttpRequest) -> list[Reading]:
    """Return a reading for each language that is wanted, all of the same time and with one look at the database.

    Raises:
        Problem: if a language is not open.
    """
    if not asked.everywhere:
        return [reading_for(asked, request)]
    tags, now = sorted(open_languages().tags), timezone.now()
    shared = Versions(*tags)
    return [
        reading_for(Asked(locale=tag, fallback=asked.fallback), request, at=now, versions=shared)
        for tag in tags
    ]


def fields_of(asked: ItemsAsked) -> frozenset[str]:
    """Return the names of the fields that are wanted.

    Raises:
        Problem: if there is no such field.
    """
    if asked.fields is None:
        return frozenset(CARD_FIELDS)
    for name in asked.fields:
        if name not in CARD_FIELDS:
            raise invalid("fields", name, CARD_FIELDS)
    return frozenset([*asked.fields, *ALWAYS])
