"""The frame and the features for 3 to 10 parameters. All but the vectors `z` are blind to rotations of the frame."""

from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from ..context import LARGEST_LOSS
from ..features import TINY, tamed
from .prior import MOST

PAIRS = 20
OVERALL = 15
PAIR = 16


class Context(NamedTuple):
    """As the plane's (see ../context.py), with MOST coordinates of which the first `dims` exist; the others are 0."""

    pairs: jnp.ndarray
    """[PAIRS, MOST], best first."""
    losses: jnp.ndarray
    count: jnp.ndarray
    dims: jnp.ndarray
    resolution: jnp.ndarray
    """[MOST], 1 where there is no coordinate."""


class Frame(NamedTuple):
    center: jnp.ndarray
    lower: jnp.ndarray
    """[MOST, MOST], M, lower triangular; the identity for coordinates that do not exist."""


class Features(NamedTuple):
    overall: jnp.ndarray
    """[OVERALL]"""
    pairs: jnp.ndarray
    """[PAIRS, PAIR], zero where there is no pair."""
    z: jnp.ndarray
    """[PAIRS, MOST], the pairs' places in the compressed frame."""
    mask: jnp.ndarray
    dims: jnp.ndarray


def make_context(pairs, losses, resolution) -> Context:
    """The context of pairs [count, d] with losses in the order shown and the grid's steps [d]."""
    pairs = np.asarray(pairs, float)
    losses = np.asarray(losses, float)
    losses = np.clip(np.where(np.isnan(losses), LARGEST_LOSS, losses), -LARGEST_LOSS, LARGEST_LOSS)
    seen, kept = set(), []
    for index, pair in enumerate(pairs):
        if tuple(pair) not in seen:
            seen.add(tuple(pair))
            kept.append(index)
    kept = sorted(kept, key=lambda index: losses[index])[:PAIRS]
    count, d = len(kept), pairs.shape[1]
    padded, values, steps = np.zeros((PAIRS, MOST)), np.zeros(PAIRS), np.ones(MOST)
    padded[:count, :d], values[:count], steps[:d] = pairs[kept], losses[kept], resolution
    return Context(padded, values, np.asarray(float(count)), np.asarray(float(d)), steps)


def compress(z):
    """z asinh|z| / |z|."""
    radius = jnp.sqrt(jnp.sum(z**2, -1, keepdims=True))
    return z * jnp.where(radius < 1e-6, 1, jnp.arcsinh(radius) / jnp.maximum(radius, 1e-6))


def expand(u):
    """The inverse of `compress`; radii beyond 9 count as 9."""
    radius = jnp.sqrt(jnp.sum(u**2, -1, keepdims=True))
    return u * jnp.where(radius < 1e-6, 1, jnp.sinh(jnp.minimum(radius, 9.0)) / jnp.maximum(radius, 1e-6))


def cholesky(matrix):
    """The lower triangular root, column by column; every squared pivot is at least 1e-6 of its diagonal entry."""
    size = matrix.shape[0]
    rows = jnp.arange(size)
    lower = jnp.zeros_like(matrix)
    for j in range(size):
        rest = matrix[:, j] - lower @ lower[j]
        pivot = jnp.sqrt(jnp.maximum(rest[j], 1e-6 * matrix[j, j]))
        column = jnp.where(rows > j, rest / pivot, jnp.where(rows == j, pivot, 0))
        lower = lower.at[:, j].set(column)
    return lower


def make_frame(context: Context) -> Frame:
    """The frame for d coordinates and k pairs.

    C = sum of w_i d_i d_i^T as in the plane (d_i = pair_i - best pair, w_i proportional to exp(-2 i / k), together 1).
    To each C_jj is added (1e-4 + 0.1 d / k) C_jj + r_j^2 / 2 + (1e-7 c_j)^2, and s_j^2 / (1 + 2 (k - 1) / d)^3 while
    k < min(2 d + 4, PAIRS); s_j = 3^(1/3) (a_j + 10 r_j)^(2/3) with a_j the largest size of the coordinate.
    M is the Cholesky factor of C.
    """
    used = jnp.arange(MOST) < context.dims
    center = context.pairs[0]
    ranks = jnp.arange(PAIRS)
    shown = ranks < context.count
    weights = jnp.where((ranks >= 1) & shown, jnp.exp(-2 * ranks / context.count), 0)
    weights = weights / jnp.maximum(jnp.sum(weights), 1e-30)
    away = jnp.where(shown[:, None], context.pairs - center, 0)
    largest = jnp.max(jnp.where(shown[:, None], jnp.abs(context.pairs), 0), axis=0)
    scale = 3 ** (1 / 3) * (largest + 10 * context.resolution) ** (2 / 3)
    d, k = context.dims, context.count
    few = jnp.where(k < jnp.minimum(2 * d + 4, PAIRS), scale**2 / (1 + 2 * (k - 1) / d) ** 3, 0)
    matrix = (away * weights[:, None]).T @ away
    diagonal = jnp.diagonal(matrix)
    loaded = (1e-4 + 0.1 * d / k) * diagonal + context.resolution**2 / 2 + (1e-7 * center) ** 2 + few
    matrix = matrix + jnp.diag(loaded)
    matrix = jnp.where(used[:, None] & used, matrix, jnp.eye(MOST))
    return Frame(center, cholesky(matrix))


def into_frame(frame, pairs):
    """z = M^-1 (pair - center)."""
    return solve_lower(frame.lower, pairs - frame.center)


def solve_lower(lower, values):
    """x of lower x = values for [..., MOST], by forward substitution."""
    found = []
    for j in range(MOST):
        rest = values[..., j]
        if j:
            rest = rest - jnp.stack(found, -1) @ lower[j, :j]
        found.append(rest / lower[j, j])
    return jnp.stack(found, -1)


def out_of_frame(frame, z):
    """center + M z."""
    return frame.center + z @ frame.lower.T


def make_features(context: Context):
    """The features and the frame. [15] of the prompt, [20, 16] of the pairs, and the pairs' places."""
    frame = make_frame(context)
    ranks = jnp.arange(PAIRS)
    shown = ranks < context.count
    used = jnp.arange(MOST) < context.dims
    z = jnp.where(shown[:, None] & used, into_frame(frame, context.pairs), 0)
    count = context.count.astype(int)
    best = context.losses[0]
    above = jnp.where(shown, context.losses - best, 0)
    floor = 1e-9 * jnp.abs(best) + TINY
    low, middle, high = (
        above[jnp.minimum(index, count - 1)] + floor for index in (2, count // 2, count - 1))
    d, k = context.dims, context.count
    radius = jnp.sqrt(jnp.sum(z**2, -1))
    columns = jnp.stack([
        above / (above + low), above / (above + middle), above / (above + high),
        jnp.clip(jnp.log(above / middle + 1e-6), -14, 8) / 4, jnp.arcsinh(jnp.sqrt(above / middle)),
        jnp.arcsinh(above / middle), jnp.arcsinh(above / low) / 2, above / high,
        jnp.clip(jnp.log1p(above / (jnp.abs(best) + TINY)), 0, 12) / 3,
        jnp.arcsinh(context.losses / middle) / 3, ranks / PAIRS, (ranks == 0).astype(z.dtype),
        jnp.log(radius**2 / d + 1e-4) / 4, jnp.arcsinh(radius), radius / (1 + radius), radius**2 / (d + radius**2),
    ], 1)
    sigma = jnp.sqrt(jnp.sum(frame.lower**2, 1))
    steps = jnp.where(used, jnp.log(context.resolution / sigma) / 3, 0)
    overall = jnp.stack([
        k / PAIRS, jnp.log(k) / 3, jnp.log(d), d / 10, k / (k + d), k / (k + d * d / 2),
        jnp.maximum(jnp.sum(steps) / d, -4),
        jnp.sum(jnp.where(used, jnp.log(sigma), 0)) / d / 3,
        jnp.sum(jnp.where(used, jnp.arcsinh(frame.center), 0)) / d / 2,
        jnp.sum(jnp.where(used, jnp.arcsinh(jnp.abs(frame.center) / sigma), 0)) / d,
        jnp.log((jnp.abs(best) + TINY) / middle) / 4, jnp.log(jnp.abs(best) + TINY) / 5, jnp.log(middle / low) / 3,
        jnp.log(high / middle) / 3, (k == 1).astype(z.dtype)])
    pairs = jnp.where(shown[:, None], tamed(columns), 0)
    return Features(tamed(overall), pairs, tamed(compress(z)), shown.astype(z.dtype), d), frame
