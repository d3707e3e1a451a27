"""The exact test of feasibility, against trying all points of a grid."""

from fractions import Fraction
from itertools import product
from random import Random

from checks.localize.values import feasible


def needs(rows):
    return [(Fraction(constant), [Fraction(slope) for slope in slopes]) for constant, *slopes in rows]


def test_plain_cases():
    assert feasible([])
    assert feasible(needs([(0, 1), (3, -1)]))  # 0 ≤ p ≤ 3
    assert not feasible(needs([(-4, 1), (3, -1)]))  # 4 ≤ p ≤ 3
    assert feasible(needs([(-3, 1), (3, -1)]))  # p = 3
    assert feasible(needs([(-5, -1, -1)]))  # both may be below 0


def test_systems_whose_points_lie_on_a_grid():
    """Differences of two quantities against bounds: if any point will do, a whole one will."""
    rng, seen = Random(7), set()
    for _ in range(400):
        rows = []
        for _ in range(rng.randrange(2, 7)):
            slopes = rng.choice([(1, 0), (0, 1), (-1, 0), (0, -1), (1, -1), (-1, 1)])
            rows.append((rng.randrange(-4, 4), *slopes))
        grid = product(range(-16, 17), repeat=2)
        expected = any(all(c + a * p + b * q >= 0 for c, a, b in rows) for p, q in grid)
        assert feasible(needs(rows)) == expected, rows
        seen.add(expected)
    assert seen == {True, False}
