"""Pictures of words and figures → their text, by the model that comes with rapidocr; nothing is fetched.

The model's file is used as it lies in the wheel: the library around it loads two more models and takes a GB.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.effort import spend

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEIGHT = 48
_ROOM = 2400
"""Dots of width that are read at once, all lines together: the model keeps 18,000 classes for every eight of them."""
_WIDEST = 1600
_ALIKE = 0.965
_NARROW = 1.6
"""Width by height up to which a picture holds a figure or two, and is compared with those that were read."""


class TooMuch(Exception):  # noqa: N818  # it is no error
    """So much is not recognised for one document."""


def is_here() -> bool:
    """Tell whether what reading needs is installed: the extra ``ocr``."""
    return all(find_spec(name) for name in ("onnxruntime", "cv2", "rapidocr", "numpy"))


def texts_of(pictures: Sequence[Any]) -> list[str]:
    """Return the text of each grey picture of one line; pictures that look alike are read once.

    Four cells in five of a table hold a 0.

    Raises:
        TooMuch: a document may not cost that much.
    """
    import numpy as np  # noqa: PLC0415  # the extra

    shapes: list[tuple[Any, float, int]] = []
    first: list[int] = []
    reads_as: list[int] = []
    for number, picture in enumerate(pictures):
        height, width = picture.shape
        alike = None
        if width <= height * _NARROW:
            shape = _shape_of(picture)
            alike = next(
                (n for other, ratio, n in shapes if abs(ratio - width / height) < 0.12 and _like(shape, other)), None
            )
            if alike is None:
                shapes.append((shape, width / height, len(first)))
        if alike is None:
            alike = len(first)
            first.append(number)
        reads_as.append(alike)
    if not spend("scan", sum(_width(pictures[number]) for number in first)):
        raise TooMuch
    order = sorted(range(len(first)), key=lambda k: _width(pictures[first[k]]))
    texts = [""] * len(first)
    while order:
        count = max(1, min(len(order), _ROOM // _width(pictures[first[order[-1]]])))
        batch, order = order[-count:], order[:-count]  # the widest first
        for k, text in zip(batch, _read(np, [pictures[first[k]] for k in batch]), strict=True):
            texts[k] = text
    return [texts[k] for k in reads_as]


def _width(picture: Any) -> int:
    """Return how wide a line is at the height that the model wants."""
    height, width = picture.shape
    return min(_WIDEST, max(8, round(int(width) * _HEIGHT / int(height))))


def _like(first: Any, second: Any) -> bool:
    return float((first * second).sum()) > _ALIKE


def _shape_of(picture: Any) -> Any:
    import cv2  # noqa: PLC0415  # the extra
    import numpy as np  # noqa: PLC0415

    small = cv2.resize(picture, (20, 28), interpolation=cv2.INTER_AREA).astype(np.float32)
    small -= small.mean()
    norm = float(np.linalg.norm(small))
    return small / norm if norm > 1 else small


@cache
def _model() -> tuple[Any, list[str]]:
    """Load the model, and what its classes stand for."""
    import onnxruntime  # noqa: PLC0415  # the extra

    folder = Path(next(iter(find_spec("rapidocr").submodule_search_locations)))  # type: ignore[union-attr, arg-type]
    (path,) = sorted((folder / "models").glob("*rec*.onnx"))[:1]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, ["", *characters, " "]


def _read(np: Any, pictures: Sequence[Any]) -> list[str]:
    import cv2  # noqa: PLC0415  # the extra

    session, characters = _model()
    widths = [_width(picture) for picture in pictures]
    room = max(_HEIGHT * 2, -(-max(widths) // 32) * 32)
    batch = np.zeros((len(pictures), 3, _HEIGHT, room), np.float32)
    for number, (picture, width) in enumerate(zip(pictures, widths, strict=True)):
        scaled = cv2.resize(picture, (width, _HEIGHT), interpolation=cv2.INTER_LINEAR)
        batch[number, :, :, :width] = (scaled.astype(np.float32) / 255 - 0.5) / 0.5
    (classes,) = session.run(None, {session.get_inputs()[0].name: batch})
    return [_decoded(line, characters) for line in classes.argmax(axis=2)]


def _decoded(classes: Any, characters: Sequence[str]) -> str:
    """Return the text of a row of classes: what repeats is one character, 0 is none."""
    pieces = []
    last = 0
    for number in classes.tolist():
        if number not in (0, last) and number < len(characters):
            pieces.append(characters[number])
        last = number
    return "".join(pieces).strip()
