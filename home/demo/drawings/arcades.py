"""How do partners light up one house?"""

from math import ceil

from .canvas import HEIGHT, WIDTH, Canvas
from .palettes import PALETTES, Palette
from .seeds import chances

COLUMNS, ROWS = 9, 5
ARCH_WIDTH, ARCH_HEIGHT = WIDTH / COLUMNS, HEIGHT / ROWS
LONGEST_LINE = COLUMNS - 1
"""How many whole arches a row has: half an arch stands outside on either side, so that five
whole ones fill a square crop."""


def arcade(key: str, *, partners: int = 15, palette: Palette | None = None) -> bytes:
    """Draw a wall of arches with one lit for each partner of a project, the lead's first.

    The partners fill three rows, or all five if they are many; the wall has room for 40.
    """
    chance = chances(key)
    palette = palette or chance.choice(PALETTES)
    canvas = Canvas(palette.sky)
    lit = _lit(min(partners, LONGEST_LINE * ROWS))
    for row in range(ROWS):
        for column in range(COLUMNS + 1):
            left, top = (column - 0.5) * ARCH_WIDTH, row * ARCH_HEIGHT
            if (row, column) not in lit:
                draw = _draw_blind if chance.random() < 0.12 else _draw_dark
                draw(canvas, left, top, palette)
            else:
                is_lead = (row, column) == lit[0]
                _draw_lit(canvas, left, top, palette.accent if is_lead else palette.light, palette)
    return canvas.png()


def _lit(partners: int) -> list[tuple[int, int]]:
    """Return the rows and columns of the lit arches, line by line."""
    line = min(LONGEST_LINE, max(3, ceil(partners / 3)))
    top = 1 if partners <= 3 * line else 0
    left = max(1, (COLUMNS - line) // 2)
    return [(top + place // line, left + place % line) for place in range(partners)]


def _draw_dark(canvas: Canvas, left: float, top: float, palette: Palette) -> None:
    _draw_arch(canvas, left, top, palette.sky, palette.far, palette.sky)
    _draw_ledge(canvas, left, top, palette.far)


def _draw_blind(canvas: Canvas, left: float, top: float, palette: Palette) -> None:
    """Draw an arch that was walled up, but for a round window."""
    _draw_arch(canvas, left, top, palette.sky, palette.far, palette.far)
    x, y = left + ARCH_WIDTH / 2, top + ARCH_HEIGHT * 0.53
    canvas.disc(x, y, ARCH_WIDTH * 0.13, palette.sky)
    _draw_ledge(canvas, left, top, palette.far)


def _draw_lit(canvas: Canvas, left: float, top: float, light: str, palette: Palette) -> None:
    _draw_arch(canvas, left, top, palette.far, palette.near, light)
    _draw_ledge(canvas, left, top, palette.near)


def _draw_arch(
    canvas: Canvas, left: float, top: float, wall: str, reveal: str, opening: str
) -> None:
    """Draw one arch in its cell of the wall."""
    width, height = ARCH_WIDTH, ARCH_HEIGHT
    canvas.rectangle(left, top, width, height, wall)
    canvas.arch(left + width * 0.13, top + height * 0.14, width * 0.74, height * 0.86, reveal)
    canvas.arch(left + width * 0.29, top + height * 0.36, width * 0.42, height * 0.64, opening)


def _draw_ledge(canvas: Canvas, left: float, top: float, colour: str) -> None:
    canvas.rectangle(left, top + ARCH_HEIGHT - 5, ARCH_WIDTH, 5, colour)
