"""What does a mail look like?

Mail programs know neither the style sheets of the site nor its fonts, and a few drop what stands in the head of a mail.
So grounds, letters, sizes and colours of every cell stand in its element, from one table here. The head adds what a
mail can be read without: how the parts of an entry differ from each other (in forty entries that would be a quarter of
the mail), dark colours, small screens, the focus of the keyboard.
"""

from __future__ import annotations

from django.utils.safestring import SafeString

from cms.blocks.rendering import MAIL_STYLES
from cms.blocks.rich_text import LETTER
from cms.items import State, Status

WIDTH = 600
"""Pixels of the sheet."""

PAPER, INK, INK_2, RULE, LINK = "#fdfcf8", "#1c221f", "#4d544f", "#d3d0c2", "#1c5549"
STONE, DEEP, DEEP_TITLE, DEEP_TEXT = "#e6e3d7", "#12332d", "#fbf8ee", "#c5d8d0"
BRASS, CONTROL, WHITE = "#f1d48d", "#767b74", "#ffffff"

SANS = "'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
SERIF = "Georgia,serif"
EDITORIAL = f"font:19px/29px {SERIF};color:{INK}"

STYLES = {
    **MAIL_STYLES,
    **{
        name: SafeString(style)
        for name, style in {
            # The frame
            "page": f"margin:0;padding:0;background:{STONE}",
            "preheader": "display:none;max-height:0;overflow:hidden;mso-hide:all",
            "ground": f"background:{STONE}",
            "sheet": f"max-width:{WIDTH}px;background:{PAPER}",
            "masthead": f"padding:20px 32px 18px;font:16px/22px {SANS};color:{INK_2}",
            "name": f"font:bold 24px/28px {SERIF};color:{INK}",
            "website": f"font:16px/22px {SANS}",
            "frieze": "background:#f6e7c4;font-size:0;line-height:0",
            "wide": "display:block;width:100%;height:auto;border:0",
            "band": f"background:{DEEP};padding:22px 32px 26px;font:16px/26px {SANS};color:{DEEP_TEXT}",
            "band_link": f"color:{BRASS}",
            "label": f"margin:2px 0 8px;font:bold 46px/50px {SERIF};color:{DEEP_TITLE}",
            "line": "margin:0",
            "link": f"color:{LINK}",
            # Sections
            "section": f"padding:36px 32px 0;font:17px/26px {SANS};color:{INK}",
            "bar": f"margin:0 0 14px;padding:10px 0 0;border-top:3px solid {INK};font:bold 24px/30px {SERIF}",
            "salutation": f"margin:0 0 12px;{EDITORIAL}",
            "sign_off": f"margin:0;font-size:16px;line-height:24px;color:{INK_2}",
            "lead": "display:block;width:100%;height:auto;margin:0 0 14px;border:0;border-radius:3px",
            "credit": f"margin:0 0 10px;font-size:16px;line-height:22px;color:{INK_2}",
            # Calls and agenda
            "button_cell": f"background:{LINK};border-radius:3px;mso-padding-alt:13px 22px",
            "agenda": f"font:16px/24px {SANS};color:{INK_2}",
            "month": f"margin:10px 0 6px;font:bold 19px/25px {SERIF};color:{INK}",
            # Promotion
            "promotion": f"background:{LINK};border-radius:3px;padding:26px;font:17px/26px {SANS};color:{WHITE}",
            "promotion_title": f"margin:0 0 4px;font:bold 24px/30px {SERIF}",
            "promotion_text": "margin:0 0 14px",
            "promotion_button": f"background:{BRASS};border-radius:3px;mso-padding-alt:12px 20px",
            "promotion_link": f"display:inline-block;padding:12px 20px;font:bold 16px/20px {SANS};color:{DEEP};text-decoration:none",
            # Funding and foot
            "emblem_cell": "padding:4px 0 16px",
            "emblem": "display:block;border:1px solid #ffffff",
            "funding": f"padding:0 0 16px;font:16px/24px {SANS};color:{INK_2}",
            "foot": f"padding:28px 32px 36px;font:16px/24px {SANS};color:{INK_2}",
            "foot_line": f"margin:0;padding:18px 0 0;border-top:1px solid {RULE}",
            "foot_next": "margin:6px 0 0",
        }.items()
    },
}
"""The style of each thing: ``style="{{ styles.label }}"``. What the blocks of a body use is among them."""

TINTS = {
    # As on the site: copper is open, brass is urgent, plum is to come, brick is off; ground, then ink.
    "open": ("#dbe9e3", "#174a3f"),
    "soon": ("#f8eaca", "#684804"),
    "ahead": ("#efe4ec", "#5c3955"),
    "off": ("#f8e2d7", "#9a3a20"),
    "quiet": (STONE, INK_2),
}
TINT_OF = {
    State.OPEN: "open",
    State.PARTLY_OPEN: "open",
    State.CLOSING_SOON: "soon",
    State.UPCOMING: "ahead",
    State.CLOSED: "quiet",
    State.WITHOUT_DEADLINE: "quiet",
    Status.POSTPONED: "off",
    Status.CANCELLED: "off",
    Status.REPLACED: "off",
}

WORDS = {
    # In sections (s): what belongs together stands close, a hairline stands before the next (r).
    ".s p,.s h3": "margin:0 0 5px",
    ".s h3": f"font:bold 21px/27px {SERIF}",
    ".s a": f"color:{LINK}",
    ".k,.i": f"font-size:16px;color:{INK_2}",
    ".s .r": f"margin:20px 0 2px;padding:14px 0 0;border-top:1px solid {RULE}",
    ".lab": f"border:1px solid {CONTROL};padding:1px 6px;font-size:16px;white-space:nowrap",
    # A deadline (d) and its instant (i); what follows the button (f).
    ".s .d": f"margin:12px 0 0;padding:12px 0 0;border-top:1px solid {RULE}",
    ".s .i": "margin:0 0 14px",
    ".s .f": "margin:14px 0 0",
    # The agenda
    ".day,.what": f"padding:10px 0;border-top:1px solid {RULE};vertical-align:top",
    ".day": f"font:bold 17px/24px {SERIF};color:{INK}",
    ".what a": f"color:{INK};font-weight:bold",
    "abbr": "text-decoration:none",
    **{
        f".{name}": f"background:{ground};color:{ink};padding:3px 8px;font-size:16px;font-weight:bold"
        for name, (ground, ink) in TINTS.items()
    },
}
"""How the parts of entries, calls and agenda differ from the words of their section."""

NARROW = {
    ".p": "padding-left:18px!important;padding-right:18px!important",
    ".day": "display:block!important;width:auto!important;padding:10px 0 0!important",
    ".what": "display:block!important;border:0;padding:0 0 10px",
    "h1": "font-size:38px!important;line-height:42px!important",
}
"""What changes on a telephone: smaller margins, dates above what they date."""

DARK = {
    ".bg": "background:#0e1311",
    ".sheet": "background:#141a18",
    ".ink,.day": "color:#edeae1",
    ".ink2,.k,.i,.what": "color:#b6bcb4",
    ".s a,a.lk": "color:#8fd3bf",
    ".what a": "color:#edeae1",
    ".rule,.s .r,.s .d,.day,.what": "border-color:#3a4541",
    ".bar": "border-color:#8fbcae",
    ".lab": "color:#b6bcb4;border-color:#8b958f",
    ".b": "background:#8fd3bf",
    ".s a.bt,a.bt": "color:#0c2520",
    ".s a.brass": f"color:{DEEP}",
    ".open": "background:#1f3f37;color:#b4e2d4",
    ".soon": "background:#41330f;color:#f0cf80",
    ".ahead": "background:#3d2b39;color:#e0bfd7",
    ".off": "background:#47271b;color:#f3ac8e",
    ".quiet": "background:#2a3430;color:#b6bcb4",
}
"""What the classes of a mail look like on a dark ground."""


DARK_WORDS = (
    ".ink,.day",
    ".ink2,.k,.i,.what",
    ".s a,a.lk",
    ".what a",
    ".s a.bt,a.bt",
    ".s a.brass",
)
"""Those that colour words."""


def _rules(rules: dict[str, str]) -> str:
    return "".join(f"{selectors}{{{declarations}}}" for selectors, declarations in rules.items())


def _winning(rules: dict[str, str], within: str = "") -> dict[str, str]:
    """Return rules that win over the styles in the elements.

    Args:
        rules: declarations by selectors.
        within: an ancestor, as a selector with a space after it.
    """
    return {
        ",".join(within + selector for selector in selectors.split(",")): declarations.replace(
            ";", "!important;"
        )
        + "!important"
        for selectors, declarations in rules.items()
    }


HEAD = SafeString(
    ":root{color-scheme:light dark;supported-color-schemes:light dark}"
    f"a:focus-visible{{outline:3px solid {BRASS};outline-offset:2px}}"
    f"{_rules(WORDS)}"
    f"@media (max-width:480px){{{_rules(NARROW)}}}"
    f"@media (prefers-color-scheme:dark){{{_rules(_winning(DARK))}}}"
    # Outlook on the web and on telephones finds dark grounds by itself, and marks the words it has recoloured.
    f"{_rules(_winning({name: DARK[name] for name in DARK_WORDS}, '[data-ogsc] '))}"
)
"""The style sheet in the head: nothing that a mail needs to be read."""

FILLER = SafeString("\N{COMBINING GRAPHEME JOINER}\N{ZERO WIDTH NON-JOINER}\N{NO-BREAK SPACE}" * 24)
"""Invisible characters after the preheader, so that inboxes do not go on with the first words of the mail."""


def in_editorial_letter(html: str) -> str:
    """Return a text of the issue as the editorial shows it: the editors speak in the letter of titles."""
    return SafeString(html.replace(LETTER, EDITORIAL))
