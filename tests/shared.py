"""How do tests share what costs much to make, without seeing what another test did to it?

Most tests begin with the same site, page or issue, and to make that costs more than to look at it. What a ``@shared``
fixture makes is kept for all tests in a row that ask for it. It is a layer: a transaction inside that of the layer
below, a folder with the files of both, and a value that is kept as bytes. A test runs in a transaction on top, gets
fresh copies of values and files, and is rolled back.

A test finds what it asks for and nothing else, since layers that it does not ask for are rolled back before it starts:
it passes or fails alone as it does among all others.

A shared fixture is a function that asks for shared fixtures only, and returns what can be pickled. Where one that it
asks for is replaced by one that is not shared, and for a test that commits, which no layer would survive, it is a
fixture like any other.
"""

import inspect
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial, wraps
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation


@dataclass(frozen=True)
class Step:
    """What makes a layer: a function, and for the name of each argument the function whose value it is."""

    make: Callable
    arguments: tuple[tuple[str, Callable], ...]


@dataclass(frozen=True)
class Layer:
    """What a step has made, as long as it lies in the database."""

    step: Step
    value: bytes
    files: Path
    undo: ExitStack


_layers: list[Layer] = []
"""Those of this process, the lowest first."""


def shared(make: Callable | None = None, *, autouse: bool = False) -> Callable:
    """Turn a function into a fixture whose work is done once for all tests in a row that ask for it."""
    if make is None:
        return partial(shared, autouse=autouse)

    @wraps(make)
    def fixture(db: None, **arguments: object) -> object:
        for layer in _layers:
            if layer.step.make is make:
                return pickle.loads(layer.value)  # noqa: S301 -- our own bytes
        return make(**arguments)

    asked = inspect.signature(make)
    first = inspect.Parameter("db", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    fixture.__signature__ = asked.replace(parameters=[first, *asked.parameters.values()])
    fixture.shared = make
    return pytest.fixture(fixture, autouse=autouse)


def steps_of(item: pytest.Item) -> list[Step]:
    """Return what makes the layers that a test asks for, the lowest first; nothing for a test that commits."""
    marker = item.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        return []
    fixtures = item._fixtureinfo.name2fixturedefs
    found: dict[Callable, Step] = {}

    def visit(name: str, outer: int = 0) -> Callable | None:
        # The last definition of a name is the closest; one that asks for its own name means the one outside.
        definitions = fixtures.get(name, ())
        if outer >= len(definitions):
            return None
        definition = definitions[-1 - outer]
        arguments = {
            argument: visit(argument, outer + 1 if argument == name else 0)
            for argument in definition.argnames
        }
        make = getattr(definition.func, "shared", None)
        arguments.pop("db", None)
        if make is None or None in arguments.values():
            return None
        found.setdefault(make, Step(make, tuple(arguments.items())))
        return make

    for name in item.fixturenames:
        visit(name)
    return list(found.values())


def keep_layers(steps: list[Step]) -> None:
    """Roll back every layer that is not of these steps, and what lies on it."""
    right = takewhile(lambda pair: pair[0].step == pair[1], zip(_layers, steps, strict=False))
    for _ in range(len(_layers) - len(list(right))):
        _layers.pop().undo.close()


def lay(steps: list[Step]) -> None:
    """Make the layers that are missing of these steps."""
    for step in steps[len(_layers) :]:
        _layers.append(_made(step))


def copy_files(folder: Path) -> None:
    """Put a copy of the files of all layers into a folder."""
    if _layers:
        shutil.copytree(_layers[-1].files, folder, dirs_exist_ok=True)


def _made(step: Step) -> Layer:
    values = {layer.step.make: layer.value for layer in _layers}
    arguments = {name: pickle.loads(values[make]) for name, make in step.arguments}  # noqa: S301
    with ExitStack() as undo:
        files = Path(undo.enter_context(TemporaryDirectory(prefix="belfry-layer-")))
        copy_files(files)
        undo.enter_context(_rolled_back())
        with override_settings(MEDIA_ROOT=files), translation.override("en"):
            value = pickle.dumps(step.make(**arguments))
        return Layer(step, value, files, undo.pop_all())


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
