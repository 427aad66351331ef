"""Which sheets are hard to write and to read?"""

from uuid import UUID

from hypothesis import strategies as st

from cms.languages.translation.exchange.sheet import Sheet, State, unit

TRANSLATION = UUID("0f3a9c1e-2f5a-4a39-9d0c-7d3a1d5a3f10")

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
TAGS = '<b> </b> <i> </i> <em> </em> <br/> <br> <BR/> <b/> <a> </a> <a|id="a1"> <a|id="x1"> </b|>'
MARKS = "< > &amp; &lt; & &nbsp; &#39; \\ \" ' \\n ]]> #~ msgid <!-- %s word مرحبا 🔔"
CHARACTERS = " \n\r\t\x07\x0b\x1c\x85\u2028\u200f\ufffe\ufeff"
PIECES = [
    *(tag.replace("|", " ") for tag in TAGS.split()),
    *MARKS.split(),
    *CHARACTERS,
    *("\r\n", "#, fuzzy\n"),
]
HARD = st.lists(st.sampled_from(PIECES)).map("".join)
WORDS = TEXT | HARD
SOURCES = WORDS.filter(bool)
CONTEXTS = st.sampled_from(["title", "summary", "body.6f0c1b9e-93c7-4f54-9d7b-0e3c0d9d7f52"])
UNITS = st.builds(
    unit, CONTEXTS, SOURCES, WORDS, st.sampled_from([State.PROPOSED, State.CONFIRMED])
)


def sheet(*units, **fields) -> Sheet:
    """Return a sheet of some units."""
    known = {
        "translation": TRANSLATION,
        "source_language": "en",
        "target_language": "fr",
        "title": "Bells, “streets” & squares",
    }
    return Sheet(**{**known, **fields}, units=units)


SHEETS = st.lists(UNITS, max_size=4).map(lambda units: sheet(*units))
