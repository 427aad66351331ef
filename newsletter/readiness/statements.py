"""Which words do programmes prescribe, and are they there in the reader's language?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.languages.chains import open_languages
from cms.languages.official import official
from cms.models import ProgrammeWording
from newsletter.readiness.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cms.items import Funding


def findings(printed: Mapping[str, Iterable[Funding]]) -> Iterator[Finding]:
    """Yield what is missing of the wording of programmes: a statement, or a disclaimer that other languages have.

    A language in which a regional tag's base is served has it: readers of ``de-AT`` read that of ``de``. One query.

    Args:
        printed: the fundings that an edition prints, by the BCP 47 tag of its readers.
    """
    with_disclaimer = set(
        ProgrammeWording.objects.exclude(disclaimer="").values_list("programme", flat=True)
    )
    for tag, fundings in printed.items():
        programmes = official(open_languages().chain(tag)).programmes
        keys = {(known.name, known.language): pk for pk, known in programmes.items()}
        told: set[tuple[str, int]] = set()
        for funding in fundings:
            pk = keys.get((funding.programme, funding.language))
            for code, message in _lacking(funding, tag, has_disclaimer=pk in with_disclaimer):
                if pk is not None and (code, pk) not in told:
                    told.add((code, pk))
                    yield Finding(
                        code=code,
                        message=message % {"programme": funding.programme},
                        url=reverse("wagtailsnippets_cms_programme:edit", args=[quote(pk)]),
                        languages=(tag,),
                        subject=funding.programme,
                    )


def _lacking(funding: Funding, tag: str, *, has_disclaimer: bool) -> Iterator[tuple[str, str]]:
    if not funding.language:
        yield (
            "statement-missing",
            _(
                "The programme ‘%(programme)s’ has no funding statement in any language that can be read here."
            ),
        )
    elif funding.language not in (tag, tag.split("-")[0]):
        yield (
            "statement-missing",
            _(
                "The programme ‘%(programme)s’ has no funding statement in this language; another one is printed."
            ),
        )
    if funding.language and has_disclaimer and not funding.disclaimer:
        yield (
            "disclaimer-missing",
            _("The programme ‘%(programme)s’ has no disclaimer in the language that is printed."),
        )
