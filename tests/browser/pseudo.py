"""How does a language look that nobody speaks? Every word of the interface is longer, and shows both of its ends.

Two such catalogues are made of the words of the source, whatever the real catalogues hold: one in accented Latin
letters, for the code of Esperanto, and one in Arabic letters, for that of Arabic. What stays in plain English was never
marked for translation; what lacks its closing bracket is cut off.
"""

import re
from itertools import chain
from pathlib import Path

import polib

from tests.test_catalogues import messages

ACCENTED, ARABIC = "eo", "ar"

LETTERS = {
    ACCENTED: dict(
        zip(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ",
            strict=True,
        )
    ),
    ARABIC: dict(
        zip(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "ابثديفغهيجكلمنوبقرسطعضوخيزابثديفغهيجكلمنوبقرسطعضوخيز",
            strict=True,
        )
    ),
}
PLURALS = {
    ACCENTED: "nplurals=2; plural=(n != 1);",
    # Django's own Arabic: a catalogue with other plurals would stand apart from it.
    ARABIC: "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
}
FILLING = {ACCENTED: "·", ARABIC: "ـ"}
"""What makes a word longer without making it another: a dot, and the stroke that Arabic itself lengthens words with."""

KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%](?!\w)|\{\w*\}|</?\w[^>]*>|&#?\w+;")
"""What is filled in, and markup."""

WORD = re.compile(r"[^\W\d_]+")

NAMES_THE_CATALOGUE = "the BCP 47 tag of the language of this catalogue"


def invented(text: str, code: str) -> str:
    """Return a text in an invented language: its words 40 % longer, in brackets; what has no letter stays as it is."""
    if not WORD.search(KEPT.sub("", text)):
        return text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    kept = KEPT.findall(text[start:end])
    words = [
        WORD.sub(lambda word: _longer(word[0], code), part) for part in KEPT.split(text[start:end])
    ]
    inside = "".join(chain.from_iterable(zip(words, [*kept, ""], strict=True)))
    return f"{text[:start]}[{inside}]{text[end:]}"


def _longer(word: str, code: str) -> str:
    letters = "".join(LETTERS[code].get(letter, letter) for letter in word)
    return letters + FILLING[code] * round(0.4 * len(word))


def write_catalogue(folder: Path, code: str) -> None:
    """Write the compiled catalogue of an invented language into a folder that is one of LOCALE_PATHS."""
    forms = int(re.search(r"nplurals=(\d)", PLURALS[code])[1])
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Language": code,
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": PLURALS[code],
    }
    for message in messages("tests/practices/**/*.py"):
        entry = polib.POEntry(msgctxt=message.context, msgid=message.singular)
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = {
                form: invented(message.plural if form else message.singular, code)
                for form in range(forms)
            }
        else:
            entry.msgstr = invented(message.singular, code)
        if message.context == NAMES_THE_CATALOGUE:
            entry.msgstr = code
        catalogue.append(entry)
    target = folder / code / "LC_MESSAGES"
    target.mkdir(parents=True)
    catalogue.save_as_mofile(str(target / "django.mo"))
