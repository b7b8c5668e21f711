"""What the model is told: the pairs of a prompt with their losses, and the data points where they are shown."""

from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

PAIRS = 20
"""The most pairs that enter the net: the best distinct ones."""

POINTS = 50
"""The room for data points in training and golden files; the features are means over any number of points."""

LARGEST_LOSS = 1e25
"""Losses are cut to plus and minus this, and one that is not a number counts as this much."""


class Context(NamedTuple):
    """One prompt as numbers. Parameters are called 0 and 1; with points shown, y = p0 x + p1."""

    pairs: jnp.ndarray
    """[PAIRS, 2], best first, ties in the order shown, zero from `count` on; column 1 is zero for one parameter."""
    losses: jnp.ndarray
    """[PAIRS], rising; zero from `count` on."""
    count: jnp.ndarray
    """How many pairs there are, 1 to PAIRS."""
    resolution: jnp.ndarray
    """[2], the step of the grid that the pairs are written on: 10 to the power of minus their decimals."""
    single: jnp.ndarray
    """1 where there is one parameter only, else 0."""
    xs: jnp.ndarray
    """[POINTS], zero from `points` on."""
    ys: jnp.ndarray
    points: jnp.ndarray
    """How many data points are shown; 0 hides them. With one parameter it is 0."""


def cut_losses(losses):
    """Losses as the model takes them: cut to LARGEST_LOSS, not a number becomes LARGEST_LOSS."""
    return jnp.clip(jnp.where(jnp.isnan(losses), LARGEST_LOSS, losses), -LARGEST_LOSS, LARGEST_LOSS)


def make_context(pairs, losses, resolution, points=(), dtype=np.float64):
    """The context of numbers as a prompt gives them, in any order; `pairs` may have one or two columns.

    Sorted by loss (ties keep their order), equal pairs kept once with their first loss, at most the PAIRS best.
    """
    pairs = np.atleast_2d(np.asarray(pairs, dtype))
    single = pairs.shape[1] == 1
    if single:
        pairs = np.concatenate([pairs, np.zeros_like(pairs)], 1)
        resolution = [resolution[0], resolution[0]]
    losses = np.asarray(losses, dtype)
    losses = np.clip(np.where(np.isnan(losses), LARGEST_LOSS, losses), -LARGEST_LOSS, LARGEST_LOSS)
    seen, kept = set(), []
    for index, pair in enumerate(pairs):
        if tuple(pair) not in seen:
            seen.add(tuple(pair))
            kept.append(index)
    kept = sorted(kept, key=lambda index: losses[index])[:PAIRS]
    count = len(kept)
    padded_pairs, padded_losses = np.zeros((PAIRS, 2), dtype), np.zeros(PAIRS, dtype)
    padded_pairs[:count], padded_losses[:count] = pairs[kept], losses[kept]
    points = np.asarray(points, dtype).reshape(-1, 2)
    room = max(POINTS, len(points))
    xs, ys = np.zeros(room, dtype), np.zeros(room, dtype)
    xs[: len(points)], ys[: len(points)] = points[:, 0], points[:, 1]
    return Context(
        padded_pairs, padded_losses, np.asarray(count, dtype), np.asarray(resolution, dtype),
        np.asarray(single, dtype), xs, ys, np.asarray(len(points), dtype))
