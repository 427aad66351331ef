"""Is the HTML of a mail valid, and does it count on nothing that a mail program does not know?

What the checkers find, and a mail does on purpose, stands here with its reason; everything else is a fault.
"""

import re
from collections.abc import Callable

import pytest

from cms.plugins.events.models import EventPage
from cms.testing.factories import make_document, make_page, make_picture
from newsletter.models import IssuePage
from newsletter.rendering import Rendered
from tests.cms.blocks.conftest import raw_samples

from .checkers import CanIEmail, Mail, fetched, nu_messages
from .conftest import agenda, block, make_issue, make_large_issue
from .test_mail import make_full_issue

pytestmark = pytest.mark.xdist_group("mail validity")  # so that Java starts once

FOR_OLD_OUTLOOK = {
    r"The '(cellpadding|cellspacing|border|width|align|valign|bgcolor)' attribute on the '(table|t[rhd])' element is"
    r" obsolete\..*": "Outlook for Windows lays out tables by their attributes",
    r"CSS: '(mso-[a-z-]+)': Property '\1' doesn't exist\.": "Outlook’s own properties",
    r"CSS: '(supported-color-schemes)': Property '\1' doesn't exist\.": "the first name of color-scheme",
}
"""What the Nu HTML checker says of every page, and a mail does on purpose: patterns of its messages."""

DONE_WITHOUT = {
    # The head, of which a mail has nothing that it needs to be read
    "<style> element": "Gmail shows accounts of others without the head",
    "<body> element": "the wrapper within it has the same language and ground",
    "@media": "on a small screen the sheet is as wide as the screen in any case",
    "@media (prefers-color-scheme)": "without, the mail is light, or the program darkens it",
    "color-scheme CSS property": "the same",
    "color-scheme meta tag": "the same",
    "Attribute selector": "only Outlook sets the attribute that is asked for",
    ":focus-visible": "without, links have the program’s own ring",
    # Words
    "<abbr> element": "its words stay; a country’s code stands beside its city",
    "<bdi> element": "its words stay, in the order of those around it",
    "role attribute": "without, some screen readers speak of tables",
    "white-space": "without, a label may stand on two lines",
    # The preheader
    "display:none": "without, the preheader is the first line of the mail",
    "max-height property": "Outlook for Windows has mso-hide",
    "overflow": "the same",
    # Looks
    "border-radius": "corners are square",
    "height property": "Yahoo makes min-height of it, which is as good for auto",
}
"""Titles of what one of the programs does not know, and what a mail looks like there."""

WITHIN_LIMITS = {
    r"\S+ background:#[0-9a-f]{6}": "Outlook for Windows knows one colour",
    r"\S+ border(-\w+)?:(0|[1-8]px .*)": "Outlook for Windows knows borders up to 8 pixels",
    r"\S+ font-size:(0|\d+px)": "nobody lacks pixels",
    r"\S+ font-weight:bold": "nobody lacks the two weights",
    r"\S+ line-height:(0|\d+px)": "Outlook for Windows lays out other units than it is told",
    r"\S+ margin(-\w+)?:((0|\d+px) ?)+": "nobody lacks margins that are positive",
    r"\S+ text-align:(left|right)": "start and end are not known",
    r"\S+ text-decoration:(none|underline)": "nobody lacks the two",
    r"table\.\S+ max-width:600px": "Outlook for Windows knows it of tables",
    r"img max-width:100%": "where it is not known, the width attribute holds",
    r"img width:100%": "the same",
    r"(div|img|a\.\w+) display:(none|block|inline-block)": "Outlook for Windows knows none, and is not told what else",
    # Outlook for Windows knows padding of cells only.
    r"(td|th)\S* padding(-\w+)?:.*": "known",
    r"body\.bg padding:0": "there is none in any case",
    r"(ul|ol)\.ink padding:0 .*": "lists have an indentation of their own",
    r"a\.(bt|brass) padding:.*": "the cell of a button has mso-padding-alt",
    r"(h2\.bar|p\.(r|k|d|rule)) padding:\d+px 0 0": "air below a hairline",
    r"\w+\.(open|soon|ahead|off|quiet|lab) padding:.*": "air beside the words of a badge",
}
"""What one of the programs knows in part, as we use it: patterns of an element and its style, with their reasons."""

NOT_LISTED = {"color", "mso-hide", "mso-padding-alt", "supported-color-schemes"}
"""Properties of which Can I email says nothing: one that everybody knows, and those for programs that do."""


def make_issue_without_days() -> IssuePage:
    """Return an issue whose agenda knows of no day."""
    make_page(EventPage, title="An undated meeting")
    return make_issue(agenda())


def make_issue_of_blocks() -> IssuePage:
    """Return an issue whose text holds every block of a body, with a picture and a document for those that show one."""
    make_picture("Sample")
    make_document()
    return make_issue(block("text", heading="Everything", body=raw_samples()))


@pytest.fixture(scope="module")
def mails(render_once: Callable[..., dict[str, Rendered]]) -> dict[str, str]:
    """Mails with every sort of section and every block of a body, and long ones, in several languages."""
    for name in ("vnu.jar", "caniemail.json"):  # nothing is rendered that nothing can check
        fetched(name)
    issues = {
        "full": (make_full_issue, ("en", "fr", "de")),
        "blocks": (make_issue_of_blocks, ("en", "fr")),
        "undated": (make_issue_without_days, ("en",)),
        "long": (lambda: make_large_issue(8), ("en", "pl")),
    }
    return {
        f"{name}-{language}": rendered.mail_html
        for name, (make, languages) in issues.items()
        for language, rendered in render_once(make, *languages).items()
    }


@pytest.fixture(scope="module")
def can_i_email() -> CanIEmail:
    """Read what mail programs know."""
    return CanIEmail()


def unlike(found: list[str], patterns: dict[str, str]) -> list[str]:
    """Return what no pattern fits, each once."""
    return sorted({one for one in found if not any(re.fullmatch(each, one) for each in patterns)})


def idle(found: list[str], patterns: dict[str, str]) -> list[str]:
    """Return the patterns that fit nothing."""
    return [each for each in patterns if not any(re.fullmatch(each, one) for one in found)]


def test_tables_pictures_and_documents_are_among_what_is_checked(mails):
    html = mails["blocks-en"]

    assert {"<caption>", "<th>", "<img>"} <= Mail(html).parts
    assert "/documents/" in html


# The Nu HTML checker


@pytest.fixture(scope="module")
def messages(mails, tmp_path_factory) -> dict[str, list[str]]:
    """What the checker says of the mails, and of one that was broken: so it is known to have looked."""
    broken = mails["full-en"].replace("</h1>", "</h1><p align=left><img src=a.png>", 1)
    return nu_messages({**mails, "broken": broken}, tmp_path_factory.mktemp("mails"))


def test_mails_are_valid(mails, messages):
    faults = {name: unlike(messages[name], FOR_OLD_OUTLOOK) for name in mails}

    assert {name: found for name, found in faults.items() if found} == {}


def test_a_broken_mail_is_found(messages):
    assert unlike(messages["broken"], FOR_OLD_OUTLOOK) == [
        "An 'img' element must have an 'alt' attribute, except under certain conditions. For details, consult guidance"
        " on providing text alternatives for images.",
        "The 'align' attribute on the 'p' element is obsolete. Use CSS instead.",
    ]


def test_nothing_is_excused_that_is_not_said(mails, messages):
    said = [message for name in mails for message in messages[name]]

    assert idle(said, FOR_OLD_OUTLOOK) == []


# Can I email


def test_mails_count_on_nothing_that_programs_do_not_know(mails, can_i_email):
    missing = {title for html in mails.values() for title in can_i_email.unsupported(Mail(html))}

    # Equal: what nobody lacks any more needs no reason.
    assert missing == set(DONE_WITHOUT)


def test_what_programs_know_in_part_is_used_within_those_limits(mails, can_i_email):
    partial = {style for html in mails.values() for style in can_i_email.partial(Mail(html))}
    found = [f"{style.where} {style.name}:{style.value}" for style in partial]

    assert unlike(found, WITHIN_LIMITS) == []
    assert idle(found, WITHIN_LIMITS) == []


def test_nothing_is_used_of_which_nothing_is_known(mails, can_i_email):
    unknown = {name for html in mails.values() for name in can_i_email.unknown(Mail(html))}

    assert unknown == NOT_LISTED


def test_a_layout_that_programs_do_not_know_is_found(can_i_email):
    mail = Mail(
        '<!doctype html><style>.two{gap:4px}@media print{p{float:left}}</style><svg></svg><p class="two"'
        ' style="display:grid;grid-template-columns:1fr 1fr;padding-inline-start:4px;margin:-4px">'
    )

    assert can_i_email.unsupported(mail) - set(DONE_WITHOUT) == {
        "display:grid",
        "grid-template-* properties",
        "gap, column-gap, row-gap",
        "padding-inline-start & padding-inline-end",
        "Embedded <svg> image",
    }
    assert "float" not in can_i_email.features_of(mail)
