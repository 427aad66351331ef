"""What is a finding, and what does the verdict on a language say?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a finding matters."""

    BLOCKING = "blocking"
    """The edition cannot go out like this."""
    WARNING = "warning"
    """Somebody should look; then it may go out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that stands between an issue and its readers: one sentence of the active language, and where to mend it."""

    code: str
    """What sort of finding it is, such as "entry-missing": the same for every language and issue."""
    message: str
    url: str
    """Where it is mended; a path of the admin."""
    weight: Weight = Weight.WARNING
    languages: tuple[str, ...] = ()
    """BCP 47 tags of the languages that it concerns; empty for all of them."""
    concerns_page: bool = False
    """Whether it is about a chosen page, which may have changed since the issue was saved."""
    words_left: int = 0
    """Words of the source that are still to be translated."""
    is_unasked: bool = False
    """Whether nobody was asked for these words yet, so that they are not counted."""
    key: str = ""
    """Of the content whose words they are: a page can stand in several sections, and is translated once."""
    assignee: str = ""
    """Who translates them; empty where nobody does."""
    subject: str = ""
    """The title of what it is about, in its own language; empty where it is about the issue."""

    @property
    def is_blocking(self) -> bool:
        """Whether the edition cannot go out like this."""
        return self.weight is Weight.BLOCKING


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Everything that was found for the readers of one language."""

    language: str
    """BCP 47 tag."""
    findings: tuple[Finding, ...]
    mail_size: int
    """Bytes of the HTML part."""

    @property
    def is_blocked(self) -> bool:
        """Whether something stands in the way."""
        return any(finding.is_blocking for finding in self.findings)

    @property
    def words_left(self) -> int:
        """Words that are still to be translated for this edition."""
        left: dict[str, int] = {}
        for finding in self.findings:
            left[finding.key] = max(left.get(finding.key, 0), finding.words_left)
        return sum(left.values())

    @property
    def is_unasked(self) -> bool:
        """Whether there are words to translate, besides those that are left, for which nobody was asked yet."""
        return any(finding.is_unasked for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """The verdict on an issue: one for each language, and all findings once."""

    verdicts: dict[str, Verdict]
    """By BCP 47 tag, in the order of the tags."""
    findings: tuple[Finding, ...]
    """In the order of the issue: each once, with the languages that it concerns."""
    outside: tuple[str, ...] = ()
    """The addresses of other sites to which editions lead; whoever may ask them does so (``links.ask_later``)."""

    def blocked(self, languages: tuple[str, ...] | None = None) -> list[str]:
        """Return the languages, among those given or all, in which something stands in the way."""
        return [
            tag
            for tag, verdict in self.verdicts.items()
            if verdict.is_blocked and (languages is None or tag in languages)
        ]
