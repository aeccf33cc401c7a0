"""Colours as people see them: contrast by WCAG 2.2, and the distance of two colours to a colour-blind reader.

The simulations are those of Machado, Oliveira and Fernandes (2009) at full severity; distances are 100 × those of
Oklab, in which about 2 is just noticeable.
"""

import math
from collections.abc import Sequence

Linear = tuple[float, float, float]

VISIONS: dict[str, tuple[Linear, Linear, Linear]] = {
    "common": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written as #rrggbb: 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def distance(one: str, other: str, vision: str) -> float:
    return 100 * math.dist(_oklab(_seen(one, vision)), _oklab(_seen(other, vision)))


def _linear(colour: str) -> Linear:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return _expanded(red), _expanded(green), _expanded(blue)


def _expanded(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _seen(colour: str, vision: str) -> Linear:
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in _times(VISIONS[vision], _linear(colour)))
    return red, green, blue


def _oklab(colour: Linear) -> Linear:
    return _times(_TO_OKLAB, [math.cbrt(cone) for cone in _times(_TO_CONES, colour)])


def _times(matrix: tuple[Linear, Linear, Linear], vector: Sequence[float]) -> Linear:
    one, two, three = (sum(factor * value for factor, value in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three
