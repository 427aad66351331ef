"""What of the interface can a reader not read? What is cut off, and what does not say in which language it is.

Asked of pages in an invented language (``tests.browser.pseudo``): all its words stand in brackets.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import Page

from cms.names import locale_of

SCRIPT = r"""
({ root, stock, names, titles }) => {
    const language = document.documentElement.lang;
    const isRead = (element) =>
        !element.closest(`script, style, template, noscript, textarea, select, iframe, svg${stock && `, ${stock}`}`) &&
        element.checkVisibility({ visibilityProperty: true });

    const texts = [];
    for (const start of document.querySelectorAll(root)) {
        const walker = document.createTreeWalker(start, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const text = walker.currentNode;
            if (text.data.trim() && isRead(text.parentElement)) texts.push(text);
        }
    }

    const nameOf = (element) => element.localName + (element.classList[0] ? `.${element.classList[0]}` : "");
    function placeOf(element) {
        const path = [];
        for (let part = element; part && part !== document.body && path.length < 4; part = part.parentElement) {
            path.unshift(nameOf(part));
        }
        return path.join(" > ");
    }
    const quote = (text) => `“${text.data.trim().replace(/\s+/g, " ").slice(0, 60)}” in ${placeOf(text.parentElement)}`;

    // Cut off is what reaches beyond its own block, beyond a box that hides the rest, or beyond the window.
    const isClipped = (value) => value === "hidden" || value === "clip";
    const isScrolled = (value) => value === "auto" || value === "scroll";
    const isInline = (style) => style.display === "inline" || style.display === "contents";
    const INK = 4; // pixels by which tall letters may leave a tight line

    function cutOff(text) {
        const range = document.createRange();
        range.selectNodeContents(text);
        const rects = [...range.getClientRects()].filter((rect) => rect.width > 1);
        const found = new Set();
        let mayScroll = { x: false, y: false };
        let isOwnBlock = true;
        for (let part = text.parentElement; part !== document.body; part = part.parentElement) {
            const style = getComputedStyle(part);
            if (isInline(style)) continue;
            const box = part.getBoundingClientRect();
            if (box.width < 2 || box.height < 2) return []; // for ears alone
            for (const rect of rects) {
                const sideways = Math.max(box.left - rect.left, rect.right - box.right);
                const upright = Math.max(box.top - rect.top, rect.bottom - box.bottom);
                if (!mayScroll.x && sideways > 1 && (isOwnBlock || isClipped(style.overflowX))) {
                    found.add(`${Math.round(sideways)} px too wide for ${nameOf(part)}`);
                }
                if (!mayScroll.y && upright > INK && isClipped(style.overflowY)) {
                    found.add(`${Math.round(upright)} px too high for ${nameOf(part)}`);
                }
            }
            isOwnBlock = false;
            mayScroll = { x: mayScroll.x || isScrolled(style.overflowX), y: mayScroll.y || isScrolled(style.overflowY) };
        }
        if (!mayScroll.x && rects.some((rect) => rect.left < -1 || rect.right > innerWidth + 1)) {
            found.add("beyond the window");
        }
        return [...found].map((fault) => `${quote(text)}: ${fault}`);
    }

    // A list box shows one line, whose end it hides in silence.
    const pen = document.createElement("canvas").getContext("2d");
    function cutInBox(box) {
        const style = getComputedStyle(box);
        pen.font = style.font;
        const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        const words = box.selectedOptions[0]?.label ?? "";
        const missing = Math.round(pen.measureText(words).width - room);
        return missing > 1 ? [`“${words}” is ${missing} px too wide for ${placeOf(box)}`] : [];
    }
    const boxes = [...document.querySelectorAll(`:is(${root}) select`)].filter(
        (box) => isRead(box.parentElement) && box.checkVisibility({ visibilityProperty: true }),
    );

    // What stands outside brackets is a name, or was never marked for translation.
    const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    const known = (words) => {
        const longestFirst = words.sort((one, other) => other.length - one.length);
        return new RegExp(`(?<!\\p{sc=Latin})(${longestFirst.map(escaped).join("|")})(?!\\p{sc=Latin})`, "giu");
    };
    const isName = known(names);
    const isTitle = known(titles);
    const rest = (text) =>
        text
            .replace(/\S+@\S+|\S+\.\S+\/\S*|\d+.?[kMG]B/g, "")
            .replace(isName, "")
            .replace(/(?<!\p{L})\p{Lu}{2,}(?!\p{L})/gu, ""); // codes and acronyms
    const hasLetter = (text) => /\p{L}/u.test(rest(text));
    const asItIs = "[translate=no], bdi, code, kbd";

    const plain = new Set();
    const mislabelled = new Set();
    const mixed = new Set();
    const isMirrored = document.documentElement.dir === "rtl"; // where names are in the letters of the interface
    let depth = 0;
    for (const text of texts) {
        const isOwn = text.parentElement.closest("[lang]").lang === language;
        let outside = "";
        for (const sign of text.data) {
            if (sign === "[") depth += 1;
            else if (sign === "]") depth -= 1;
            else if (!depth) outside += sign;
        }
        if (!isOwn && /[[\]]/.test(text.data)) mislabelled.add(quote(text));
        if (!isOwn || text.parentElement.closest(asItIs)) continue;
        if (!isMirrored && hasLetter(outside)) plain.add(quote(text));
        if (isMirrored && /\p{Script=Latin}/u.test(rest(text.data))) mixed.add(quote(text));
    }
    if (!isMirrored && depth) plain.add(`${depth} brackets do not close`);
    for (const name of ["aria-label", "title", "placeholder", "alt", "data-words"]) {
        for (const element of document.querySelectorAll(`:is(${root}) [${name}]`)) {
            const words = element.getAttribute(name).replace(/\[.*\]/s, "").replace(isTitle, "");
            const isOwn = element.closest("[lang]").lang === language;
            if (!isMirrored && isOwn && isRead(element) && hasLetter(words)) plain.add(`${name}=“${words}” in ${placeOf(element)}`);
        }
    }
    return {
        cut: [...texts.flatMap(cutOff), ...boxes.flatMap(cutInBox)],
        plain: [...plain],
        mislabelled: [...mislabelled],
        mixed: [...mixed],
    };
}
"""


@dataclass(frozen=True)
class Known:
    """What may stand in the interface in other words than its own."""

    names: tuple[str, ...]
    """Of people, places and the like, which stand anywhere."""
    titles: tuple[str, ...]
    """Of pages, which stand where no element can say their language."""


def illegible(page: Page, known: Known, *, root: str = "body", stock: str = "") -> list[str]:
    """Return what cannot be read on a page as it stands, one line for each fault.

    Args:
        page: in an invented language.
        known: what may stand in it untranslated.
        root: CSS selector of what is ours.
        stock: CSS selector of what, within it, is Wagtail's own.
    """
    language = page.get_attribute("html", "lang")
    names = [*known.names, *words_of_cldr(language)]
    found = page.evaluate(
        SCRIPT, {"root": root, "stock": stock, "names": names, "titles": list(known.titles)}
    )
    return [f"{sort}: {fault}" for sort, faults in found.items() for fault in faults]


def words_of_cldr(language: str) -> set[str]:
    """Return the names of countries, languages, months, days and cities, and what stands between them in dates and lists."""
    locale = locale_of(language)
    calendars = (locale.months["format"], locale.days["format"])
    patterns = [*locale.datetime_skeletons.values(), *locale.date_formats.values()]
    between = [part for style in locale.list_patterns.values() for part in style.values()]
    return {
        *locale.territories.values(),
        *locale.languages.values(),
        *(
            name
            for names in calendars
            for width in ("wide", "abbreviated")
            for name in names[width].values()
        ),
        *(zone["city"] for zone in locale.time_zones.values() if "city" in zone),
        *(
            word
            for pattern in patterns
            for word in re.findall(r"'([^']+)'", pattern.pattern)
            if word.strip()
        ),
        *re.findall(r"[^\W\d_]+", " ".join(between)),
    }
