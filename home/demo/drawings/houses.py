"""What do the streets between the belfries look like?"""

from dataclasses import dataclass
from random import Random

from .canvas import Canvas, Point, curve

GABLE = ((0.0, 1.0), (0.55, 0.0))
HIPPED = ((0.0, 1.08), (0.3, 0.62))
FLAT = ((0.0, 1.06), (0.07, 1.06), (0.07, 0.94), (0.1, 0.94))
STEPPED = (
    (0.0, 1.0),
    (0.14, 1.0),
    (0.14, 0.74),
    (0.27, 0.74),
    (0.27, 0.48),
    (0.4, 0.48),
    (0.4, 0.22),
    (0.52, 0.22),
)
NECKED = (
    (0.0, 1.0),
    *curve((0.06, 1.0), (0.08, 0.7), (0.2, 0.56), (0.4, 0.46)),
    (0.4, 0.54),
    (0.44, 0.54),
    (0.54, 0.0),
)
ROOFS = (GABLE, HIPPED, FLAT, STEPPED, NECKED)
"""Roofs as profiles, in shares of the width of the house: height above the eaves, full width."""

WINDOW_WIDTH, WINDOW_HEIGHT, STOREY = 15, 24, 44


@dataclass(frozen=True)
class Street:
    """A row of houses: its ground, and between which widths and heights each house may be."""

    ground: float
    widths: tuple[float, float]
    heights: tuple[float, float]
    colour: str
    window: str | None = None
    gap: float = 0

    def draw(self, canvas: Canvas, chance: Random, edges: tuple[float, ...] = ()) -> None:
        """Draw houses from one side to the other.

        Edges are where something in the foreground begins or ends across the picture: neither a
        window nor a gap between houses is drawn there, since half of it would show.
        """
        left = -chance.uniform(10, 60)
        while left < canvas.width:
            width = chance.uniform(*self.widths)
            self._draw_house(canvas, chance, left, width, edges)
            left += width
            gap = chance.choice((0, 0, 0, self.gap))
            if not _is_cut(left, gap, edges):
                left += gap

    def _draw_house(
        self, canvas: Canvas, chance: Random, left: float, width: float, edges: tuple[float, ...]
    ) -> None:
        eaves = self.ground - chance.uniform(*self.heights)
        roof = [(eaves - up * width, share * width) for up, share in chance.choice(ROOFS)]
        canvas.turned(left + width / 2, [(self.ground, width), (eaves, width), *roof], self.colour)
        if self.window is None:
            return
        for x, y in _windows(left, width, eaves, self.ground):
            if chance.random() < 0.8 and not _is_cut(x, WINDOW_WIDTH, edges):
                canvas.rectangle(x, y, WINDOW_WIDTH, WINDOW_HEIGHT, self.window)


def _is_cut(left: float, width: float, edges: tuple[float, ...]) -> bool:
    """Does an edge run through a place, or so near that it would look like a mistake?"""
    return any(left - 8 < edge < left + width + 8 for edge in edges)


def _windows(left: float, width: float, eaves: float, ground: float) -> list[Point]:
    """Return the top left corners of the windows of a house, in even columns."""
    columns = max(2, int(width / 36))
    space = (width - columns * WINDOW_WIDTH) / (columns + 1)
    storeys = int((ground - eaves) / STOREY)
    return [
        (left + space + column * (space + WINDOW_WIDTH), eaves + 10 + storey * STOREY)
        for storey in range(storeys)
        for column in range(columns)
    ]
