"""Colours as pages and sheets of style name them."""

from __future__ import annotations

import colorsys
import re

from checks.readers.colours import BLACK

_HARDLY = 0.1
"""Of 1; what covers less is not seen."""


def colour(written: str) -> tuple[str | None, bool]:
    """Return a colour as a page or a file writes it, None for one that is not known; and whether it is transparent."""
    words = written.strip().lower()
    if words == "transparent":
        return None, True
    if words in _NAMED:
        return _NAMED[words], False
    if _HEX.fullmatch(words):
        digits = words.removeprefix("#")
        if len(digits) < len(BLACK):
            digits = "".join(digit * 2 for digit in digits)
        return digits[:6], len(digits) > len(BLACK) and int(digits[6:], 16) <= _HARDLY * 255
    if parts := _FUNCTION.fullmatch(words):
        numbers = [_part(part) for part in _NUMBER.findall(parts[2])]
        if len(numbers) in (3, 4):
            return _of_numbers(parts[1], numbers), len(numbers) > 3 and _share(numbers[3]) <= _HARDLY
    either = _EITHER.fullmatch(words)
    return colour(either[1]) if either else (None, False)


def is_function(written: str) -> bool:
    """Tell a colour that is to be worked out, and that not all programs can."""
    return _CALL.fullmatch(written.strip()) is not None


def _of_numbers(kind: str, numbers: list[tuple[float, str]]) -> str:
    first, second, third = numbers[:3]
    if kind.startswith("hsl"):
        channels = colorsys.hls_to_rgb(_turn(first), _share(third), _share(second))
        return bytes(round(channel * 255) for channel in channels).hex()
    if kind == "hwb":
        white, black = _share(second), _share(third)
        scale = max(1.0, white + black)
        pure = colorsys.hls_to_rgb(_turn(first), 0.5, 1.0)
        return bytes(round((channel * max(0.0, 1 - white - black) + white / scale) * 255) for channel in pure).hex()
    whole = 1 if kind == "color" else 255
    return bytes(_channel(number, unit, whole) for number, unit in numbers[:3]).hex()


def _part(part: tuple[str, str]) -> tuple[float, str]:
    return (0.0 if part[0] == "none" else float(part[0])), part[1]


def _channel(number: float, unit: str, whole: int) -> int:
    share = number / 100 if unit == "%" else number / whole
    return round(255 * min(max(share, 0.0), 1.0))


def _share(part: tuple[float, str]) -> float:
    """A share of 1: 50% of hsl() may be written without its sign, what lets through never is above 1."""
    number, unit = part
    return min(max(number / 100 if unit == "%" or number > 1 else number, 0.0), 1.0)


def _turn(part: tuple[float, str]) -> float:
    whole = {"turn": 1.0, "rad": 6.2832, "grad": 400.0}.get(part[1], 360.0)
    return part[0] / whole % 1


_HEX = re.compile(r"#?(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION = re.compile(r"(rgba?|hsla?|hwb|color(?=\(\s*srgb\s))\(\s*(?:srgb\s)?([^()]*)\)")
_NUMBER = re.compile(r"(?<![\w.])([+-]?\d{0,9}\.?\d{1,9}|none)(%|deg|rad|grad|turn)?(?![\w.])")
_EITHER = re.compile(r"light-dark\(\s*((?:[^(),]|\([^()]*\))+),.*\)")
_CALL = re.compile(r"[a-z-]+\(.*\)", re.DOTALL)
_NAMES = (
    "black 000000 white ffffff silver c0c0c0 gray 808080 grey 808080 red ff0000 maroon 800000 yellow ffff00 "
    "olive 808000 lime 00ff00 green 008000 aqua 00ffff cyan 00ffff teal 008080 blue 0000ff navy 000080 "
    "fuchsia ff00ff magenta ff00ff purple 800080 orange ffa500 snow fffafa whitesmoke f5f5f5 ghostwhite f8f8ff "
    "ivory fffff0 floralwhite fffaf0 mintcream f5fffa azure f0ffff aliceblue f0f8ff lightyellow ffffe0 beige f5f5dc "
    "seashell fff5ee oldlace fdf5e6 linen faf0e6 honeydew f0fff0 lavenderblush fff0f5 cornsilk fff8dc "
    "lightcyan e0ffff lemonchiffon fffacd lightgoldenrodyellow fafad2 papayawhip ffefd5 antiquewhite faebd7 "
    "lavender e6e6fa mistyrose ffe4e1 midnightblue 191970 darkblue 00008b darkgreen 006400 darkslategray 2f4f4f "
    "darkslategrey 2f4f4f indigo 4b0082 dimgrey 696969 darkgrey a9a9a9 lightgrey d3d3d3 darkred 8b0000 brown a52a2a "
    "pink ffc0cb gold ffd700 tomato ff6347 crimson dc143c steelblue 4682b4 skyblue 87ceeb lightblue add8e6 "
    "royalblue 4169e1 dodgerblue 1e90ff deepskyblue 00bfff darkorange ff8c00 khaki f0e68c tan d2b48c wheat f5deb3 "
    "lightgray d3d3d3 darkgray a9a9a9 dimgray 696969 gainsboro dcdcdc window ffffff windowtext 000000 "
    "canvas ffffff canvastext 000000 field ffffff fieldtext 000000 buttonface f0f0f0 buttontext 000000"
)
"""The names that pages use, each with its colour; another one is a colour that nobody knows."""
_NAMED = dict(re.findall(r"(\w+) (\w{6})", _NAMES))
