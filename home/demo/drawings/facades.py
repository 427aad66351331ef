"""What does the news look like from the street?"""

from dataclasses import dataclass
from random import Random

from .canvas import HEIGHT, WIDTH, Canvas, Point, curve
from .palettes import COAST, DUSK, NIGHT, SUNSET, WINTER, Palette
from .seeds import chances

COLUMNS, STOREYS = 6, 3
BAY_WIDTH, STOREY_HEIGHT = WIDTH / COLUMNS, HEIGHT / STOREYS
WINDOW_WIDTH, WINDOW_HEIGHT, FRAME = 76, 136, 9

FRONTS = (COAST, SUNSET, WINTER, NIGHT, DUSK)
"""The palettes in which a lit window stands out from its frame."""

FLAT = ((0, 104), (8, 108), (8, 112), (14, 112))
POINTED = ((0, 112), (7, 112), (7, 104), (27, 0))
ROUND = ((0, 112), (7, 112), *curve((7, 104), (18, 92), (26, 50), (26, 0)))
HEADS = (FLAT, POINTED, ROUND)
"""Ornaments above a window as profiles: height above its foot, full width."""

CAT = (*curve((0, 46), (18, 56), (34, 34), (52, 22)), (60, 20))
"""The profile of a cat below its head: height above the sill, full width."""


@dataclass(frozen=True)
class Window:
    """The opening of a window, inside its frame: its top left corner."""

    left: float
    top: float

    @property
    def middle(self) -> float:
        return self.left + WINDOW_WIDTH / 2

    def draw(self, canvas: Canvas, glass: str, frame: str) -> None:
        """Draw the frame, the sill and the glass."""
        width, height = WINDOW_WIDTH + 2 * FRAME, WINDOW_HEIGHT + 2 * FRAME
        canvas.rectangle(self.left - FRAME, self.top - FRAME, width, height, frame)
        sill = self.top + WINDOW_HEIGHT + FRAME - 5
        canvas.rectangle(self.left - FRAME - 8, sill, width + 16, 8, frame)
        canvas.rectangle(self.left, self.top, WINDOW_WIDTH, WINDOW_HEIGHT, glass)

    def draw_bars(self, canvas: Canvas, colour: str) -> None:
        """Draw the cross that holds the glass of a closed window."""
        canvas.rectangle(self.middle - 3, self.top, 6, WINDOW_HEIGHT, colour)
        canvas.rectangle(self.left, self.top + WINDOW_HEIGHT * 0.36, WINDOW_WIDTH, 6, colour)

    def draw_shutters(self, canvas: Canvas, colour: str, slats: str) -> None:
        """Draw a shutter on either side."""
        width, height = WINDOW_WIDTH * 0.46, WINDOW_HEIGHT + 2 * FRAME - 5
        for left in (self.left - FRAME - width, self.left + WINDOW_WIDTH + FRAME):
            canvas.rectangle(left, self.top - FRAME, width, height, colour)
            for slat in range(8):
                top = self.top + 2 + slat * WINDOW_HEIGHT / 8
                canvas.rectangle(left + 7, top, width - 14, 4, slats)

    def draw_head(self, canvas: Canvas, profile: tuple[Point, ...], colour: str) -> None:
        """Draw the ornament above the frame."""
        foot = self.top - FRAME - 6
        canvas.turned(self.middle, [(foot - up, width) for up, width in profile], colour)

    def draw_flowers(self, canvas: Canvas, leaves: str, box: str) -> None:
        """Draw a box on the sill, with what grows in it."""
        foot, plants = self.top + WINDOW_HEIGHT + 4, 6
        for plant in range(plants):
            x = self.left + WINDOW_WIDTH * (plant + 0.5) / plants
            canvas.disc(x, foot - 19 - 5 * (plant % 2), 9, leaves)
        canvas.rectangle(self.left - 4, foot - 16, WINDOW_WIDTH + 8, 16, box)

    def draw_cat(self, canvas: Canvas, colour: str) -> None:
        """Draw a cat that sits on the sill and looks out."""
        foot = self.top + WINDOW_HEIGHT
        canvas.turned(self.middle, [(foot - up, width) for up, width in CAT], colour)
        for side in (-1, 1):
            ear = ((4, 70), (13, 84), (15, 62))
            canvas.polygon([(self.middle + side * x, foot - up) for x, up in ear], colour)
        canvas.disc(self.middle, foot - 60, 16, colour)


def facade(key: str, *, palette: Palette | None = None) -> bytes:
    """Draw a front of windows of which one stands open: somebody has news."""
    chance = chances(key)
    palette = palette or chance.choice(FRONTS)
    canvas = Canvas(palette.far)
    open_window = (1, chance.randrange(1, 4))
    for storey in range(STOREYS):
        top = storey * STOREY_HEIGHT
        canvas.rectangle(0, top, WIDTH, 9, palette.sky)
        canvas.rectangle(0, top + 9, WIDTH, 4, palette.middle)
        head = chance.choice(HEADS)
        for column in range(COLUMNS):
            window = Window(column * BAY_WIDTH + BAY_WIDTH * 0.31, top + STOREY_HEIGHT * 0.27)
            window.draw_head(canvas, head, palette.sky)
            if (storey, column) == open_window:
                _draw_open(canvas, window, palette)
            else:
                _draw_closed(canvas, chance, window, palette)
    return canvas.png()


def _draw_open(canvas: Canvas, window: Window, palette: Palette) -> None:
    window.draw(canvas, palette.light, palette.sky)
    window.draw_shutters(canvas, palette.accent, palette.sky)
    window.draw_cat(canvas, palette.near)


def _draw_closed(canvas: Canvas, chance: Random, window: Window, palette: Palette) -> None:
    """Draw a window by day or by lamplight, with shutters or flowers or neither."""
    glass = palette.light if chance.random() < 0.18 else palette.near
    window.draw(canvas, glass, palette.sky)
    window.draw_bars(canvas, palette.sky)
    extra = chance.random()
    if extra < 0.45:
        window.draw_shutters(canvas, palette.middle, palette.near)
    elif extra < 0.65:
        window.draw_flowers(canvas, palette.middle, palette.near)
