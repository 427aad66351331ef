"""How do towers stand over a town?"""

from random import Random

from .canvas import HEIGHT, Canvas
from .houses import Street
from .palettes import COAST, MORNING, PALETTES, Palette
from .seeds import chances
from .towers import STYLES, Style, Tower

FRIEZE_WIDTH, FRIEZE_HEIGHT = 1600, 420


def skyline(key: str, *, towers: int = 1, palette: Palette | None = None) -> bytes:
    """Draw a town under one tower, or under a few: an event, or an invitation to join."""
    chance = chances(key)
    palette = palette or chance.choice(PALETTES)
    canvas = Canvas(palette.sky)
    row = _row(chance, canvas, towers)
    x = row[towers // 2].x + chance.uniform(100, 190)
    radius = HEIGHT * chance.uniform(0.22, 0.28)
    canvas.disc(x, HEIGHT * chance.uniform(0.33, 0.42), radius, palette.light)
    _town(canvas, chance, row, palette)
    return canvas.png()


def frieze(key: str, *, towers: int = 9, palette: Palette | None = None) -> bytes:
    """Draw a long row of towers, one for each city that an issue names.

    The ground is the deep green of the site unless a palette says otherwise, so that the band
    below the picture continues it.
    """
    chance = chances(key)
    palette = palette or chance.choice((MORNING, COAST))
    canvas = Canvas(palette.sky, width=FRIEZE_WIDTH, height=FRIEZE_HEIGHT)
    row = _row(chance, canvas, towers)
    sun = FRIEZE_WIDTH * chance.uniform(0.36, 0.46)
    canvas.disc(sun, FRIEZE_HEIGHT * 0.36, FRIEZE_HEIGHT * 0.29, palette.light)
    _town(canvas, chance, row, palette)
    return canvas.png()


def _row(chance: Random, canvas: Canvas, count: int) -> list[Tower]:
    """Return towers at even distances, or the only one near the focal point."""
    ground, tallest = canvas.height * 0.9, canvas.height * 0.82
    if count == 1:
        x = canvas.width * chance.uniform(0.34, 0.40)
        style, has_clock = chance.choice(STYLES), chance.random() < 0.5
        return [Tower(style, x, ground, canvas.height * 0.155, tallest, has_clock)]
    margin = canvas.width * 0.09
    step = (canvas.width - 2 * margin) / (count - 1)
    width = min(canvas.height * 0.13, step * 0.5)
    return [
        Tower(
            style,
            margin + step * place,
            ground,
            width,
            tallest * chance.uniform(0.72, 1),
            has_clock=chance.random() < 0.3,
        )
        for place, style in enumerate(_styles(chance, count))
    ]


def _styles(chance: Random, count: int) -> list[Style]:
    """Return styles of which no two neighbours are the same."""
    styles: list[Style] = []
    while len(styles) < count:
        styles.append(chance.choice([style for style in STYLES if style not in styles[-2:]]))
    return styles


def _town(canvas: Canvas, chance: Random, row: list[Tower], palette: Palette) -> None:
    """Draw two streets, the towers before them, and the ground."""
    ground, height = canvas.height * 0.9, canvas.height
    edges = tuple(tower.x + side * tower.width * 0.55 for tower in row for side in (-1, 1))
    far = Street(ground, (60, 130), (height * 0.18, height * 0.34), palette.far)
    far.draw(canvas, chance)
    middle = Street(
        ground, (84, 156), (height * 0.12, height * 0.24), palette.middle, palette.sky, gap=26
    )
    middle.draw(canvas, chance, edges)
    for tower in row:
        tower.draw(canvas, palette)
    canvas.rectangle(0, ground, canvas.width, height - ground, palette.near)
    canvas.rectangle(0, ground + 12, canvas.width, 4, palette.middle)
