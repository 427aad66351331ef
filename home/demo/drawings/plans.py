"""How does a town look from above?"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin
from random import Random

from .canvas import FOCAL_POINT, HEIGHT, WIDTH, Canvas, Point
from .palettes import PALETTES, Palette
from .seeds import chances

STREET = 16
RIVER = 74
TREES = 36
"""How far trees stand from each other."""


@dataclass(frozen=True)
class Block:
    """A rectangle of the town between its streets, before the town is turned."""

    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.left + self.width / 2, self.top + self.height / 2

    @property
    def is_compact(self) -> bool:
        """Is the block neither a strip nor so large that it would fill the picture?"""
        shorter, longer = sorted((self.width, self.height))
        return shorter > 80 and longer < min(220, 2 * shorter)

    def inset(self, margin: float) -> "Block":
        """Return this block without a margin on each of its sides."""
        return Block(
            self.left + margin,
            self.top + margin,
            self.width - 2 * margin,
            self.height - 2 * margin,
        )

    def split(self, chance: Random, cuts: int) -> Iterator["Block"]:
        """Cut the block across its longer side, and its parts again."""
        if cuts == 0 or max(self.width, self.height) < 120:
            yield self
            return
        share = chance.uniform(0.36, 0.64)
        if self.width > self.height * 1.1:
            cut = self.width * share
            parts = (
                Block(self.left, self.top, cut, self.height),
                Block(self.left + cut, self.top, self.width - cut, self.height),
            )
        else:
            cut = self.height * share
            parts = (
                Block(self.left, self.top, self.width, cut),
                Block(self.left, self.top + cut, self.width, self.height - cut),
            )
        for part in parts:
            yield from part.split(chance, cuts - 1)


@dataclass(frozen=True)
class Turn:
    """A turn of the town around the middle of the picture, by an angle in degrees."""

    degrees: float

    def point(self, point: Point) -> Point:
        """Return where a point of the town lies in the picture."""
        across, down = point[0] - WIDTH / 2, point[1] - HEIGHT / 2
        cosine, sine = cos(radians(self.degrees)), sin(radians(self.degrees))
        return (
            across * cosine - down * sine + WIDTH / 2,
            across * sine + down * cosine + HEIGHT / 2,
        )

    def corners(self, block: Block) -> list[Point]:
        """Return the corners of a block in the picture."""
        right, bottom = block.left + block.width, block.top + block.height
        corners = (
            (block.left, block.top),
            (right, block.top),
            (right, bottom),
            (block.left, bottom),
        )
        return [self.point(corner) for corner in corners]


def town_plan(key: str, *, palette: Palette | None = None) -> bytes:
    """Draw a town from above, with a river, and one block that stands out: a local practice."""
    chance = chances(key)
    palette = palette or chance.choice(PALETTES)
    canvas = Canvas(palette.sky)
    turn = Turn(chance.choice((-14, -9, 11, 16)))
    town = Block(-120, -200, WIDTH + 240, HEIGHT + 400)
    blocks = list(town.split(chance, 6))
    chosen = min(
        (block for block in blocks if block.is_compact),
        key=lambda block: _distance(turn.point(block.middle)),
    )
    for block in blocks:
        if block is chosen:
            _draw_chosen(canvas, block, turn, palette)
        else:
            _draw_block(canvas, chance, block, turn, palette)
    _draw_river(canvas, chance, palette)
    return canvas.png()


def _distance(point: Point) -> float:
    """Return how far a point is from the focal point, or rather from a little above it.

    The river runs below.
    """
    return hypot(point[0] - FOCAL_POINT[0] * WIDTH, point[1] - (FOCAL_POINT[1] - 0.1) * HEIGHT)


def _draw_block(canvas: Canvas, chance: Random, block: Block, turn: Turn, palette: Palette) -> None:
    """Draw houses around a courtyard, or without one, or a square with trees."""
    built = block.inset(STREET / 2)
    shorter = min(built.width, built.height)
    colour = chance.choice((palette.far,) * 4 + (palette.middle,) * 2 + (palette.light,))
    canvas.polygon(turn.corners(built), colour)
    if colour == palette.light:
        _draw_trees(canvas, built, turn, palette)
    elif shorter > 70:
        canvas.polygon(turn.corners(built.inset(0.27 * shorter)), palette.sky)


def _draw_trees(canvas: Canvas, block: Block, turn: Turn, palette: Palette) -> None:
    """Draw trees in even rows, all of them well inside a block."""
    across, down = int(block.width / TREES), int(block.height / TREES)
    for row in range(down):
        for column in range(across):
            x = block.left + block.width * (column + 0.5) / across
            y = block.top + block.height * (row + 0.5) / down
            canvas.disc(*turn.point((x, y)), TREES / 4.5, palette.far)


def _draw_chosen(canvas: Canvas, block: Block, turn: Turn, palette: Palette) -> None:
    """Draw the block in the accent, with the round tower that makes it easy to find."""
    built = block.inset(STREET / 2)
    canvas.polygon(turn.corners(built), palette.accent)
    x, y = turn.point(block.middle)
    canvas.disc(x, y, min(built.width, built.height) * 0.28, palette.light)
    canvas.disc(x, y, min(built.width, built.height) * 0.16, palette.near)


def _draw_river(canvas: Canvas, chance: Random, palette: Palette) -> None:
    """Draw a river from the left to the right, its quays, and three bridges."""
    height, phase = HEIGHT * chance.uniform(0.79, 0.85), chance.uniform(0, 2 * pi)
    path = [(x, height + 32 * sin(phase + x / WIDTH * 5)) for x in range(-50, WIDTH + 51, 10)]
    canvas.band(path, RIVER + 2 * STREET, palette.sky)
    canvas.band(path, RIVER, palette.near)
    for share in (0.22, 0.48, 0.8):
        place = int(share * len(path))
        (x1, y1), (x2, y2) = path[place], path[place + 1]
        across, down = (y1 - y2) / 10 * (RIVER / 2 + STREET), (x2 - x1) / 10 * (RIVER / 2 + STREET)
        canvas.band([(x1 + across, y1 + down), (x1 - across, y1 - down)], 20, palette.light)
