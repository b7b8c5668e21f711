"""The numbers that enter the net. This file and frame.py are their definition; the Swift side is a port of them.

Computed in double precision where the model is used (differences of losses need it), in single precision in training.
Every feature that is not a number becomes 0, and all are cut to plus and minus 10.
"""

from typing import NamedTuple

import jax.numpy as jnp

from .context import PAIRS, Context
from .frame import Frame, compress, deviations, into_frame, make_frame

GLOBAL_COUNT = 24
PAIR_COUNT = 23
DATA_COUNT = 9
TINY = 1e-30


class Features(NamedTuple):
    overall: jnp.ndarray
    """[GLOBAL_COUNT], of the prompt as a whole."""
    pairs: jnp.ndarray
    """[PAIRS, PAIR_COUNT], zero where there is no pair."""
    data: jnp.ndarray
    """[points' room, DATA_COUNT], zero where there is no point."""
    pair_mask: jnp.ndarray
    """[PAIRS], 1 where there is a pair."""
    data_mask: jnp.ndarray
    """[points' room], 1 where there is a point."""


def tamed(values):
    """Not a number becomes 0; infinities and all beyond plus and minus 10 are cut."""
    return jnp.clip(jnp.where(jnp.isnan(values), 0, values), -10, 10)


def loss_scales(context: Context):
    """D = loss - best loss of every pair, and three scales: D of rank 2, of rank k // 2 and of the last (ranks from 0,
    none beyond the last), each plus 1e-9 |best loss| + 1e-30."""
    count = context.count.astype(int)
    above = jnp.where(jnp.arange(PAIRS) < context.count, context.losses - context.losses[0], 0)
    floor = 1e-9 * jnp.abs(context.losses[0]) + TINY
    low = above[jnp.minimum(2, count - 1)] + floor
    middle = above[jnp.minimum(count // 2, count - 1)] + floor
    high = above[count - 1] + floor
    return above, low, middle, high


def pair_features(context: Context, z):
    """[PAIRS, 23] of the pairs at the places z of the frame."""
    above, low, middle, high = loss_scales(context)
    squared = jnp.sum(z**2, -1, keepdims=True)
    radius = jnp.sqrt(squared)
    z0, z1 = z[:, :1], z[:, 1:]
    products = jnp.concatenate([z0 * z0, z0 * z1, z1 * z1], 1)
    best = jnp.abs(context.losses[0])
    ranks = jnp.arange(PAIRS).astype(z.dtype)
    columns = jnp.stack(
        [
            above / (above + low),
            above / (above + middle),
            above / (above + high),
            jnp.clip(jnp.log(above / middle + 1e-6), -14, 8) / 4,
            jnp.arcsinh(jnp.sqrt(above / middle)),
            jnp.arcsinh(above / middle),
            jnp.arcsinh(above / low) / 2,
            above / high,
            jnp.clip(jnp.log1p(above / (best + TINY)), 0, 12) / 3,
            jnp.arcsinh(context.losses / middle) / 3,
            ranks / PAIRS,
            (ranks == 0).astype(z.dtype),
        ], 1)
    places = [
        compress(z), z / (1 + radius), products / (1 + squared), jnp.arcsinh(products) / 2, jnp.log(squared + 1e-4) / 4]
    mask = ranks < context.count
    return jnp.where(mask[:, None], tamed(jnp.concatenate(places + [columns], 1)), 0), mask.astype(z.dtype)


def data_features(context: Context, frame: Frame):
    """[room, 9] of the data points, their mask, and how much the residuals were divided by.

    In the frame a point (x, y) is the line a z0 + c z1 = r with a = x m00 + m10, c = m11 and r the residual of the best
    pair. All are divided by q, the root mean square of (a, c); r then also by g = max(1, root mean square of r).
    """
    m00, m10, m11 = frame.lower
    mask = jnp.arange(context.xs.shape[0]) < context.points
    count = jnp.maximum(context.points, 1)
    a = jnp.where(mask, context.xs * m00 + m10, 0)
    c = jnp.where(mask, m11, 0)
    r = jnp.where(mask, context.ys - frame.center[0] * context.xs - frame.center[1], 0)
    q = jnp.sqrt(jnp.sum(a**2 + c**2) / count) + TINY
    a, c, r = a / q, c / q, r / q
    g = jnp.maximum(1, jnp.sqrt(jnp.sum(r**2) / count))
    r = r / g
    columns = jnp.stack([a, c, r, a * a, a * c, c * c, a * r, c * r, r * r], 1)
    return jnp.where(mask[:, None], tamed(columns), 0), mask.astype(a.dtype), g


def overall_features(context: Context, frame: Frame, z, g):
    """[24] of the prompt as a whole."""
    _, low, middle, high = loss_scales(context)
    best = context.losses[0]
    sigma = deviations(frame)
    # A grid finer than any of the prior counts as that.
    steps = jnp.maximum(jnp.log(context.resolution / sigma) / 3, -4)
    shown = (context.points > 0).astype(z.dtype)
    squashed = z / (1 + jnp.sqrt(jnp.sum(z**2, -1, keepdims=True)))
    squashed = jnp.where((jnp.arange(PAIRS) < context.count)[:, None], squashed, 0)
    return tamed(jnp.stack([
        context.count / PAIRS,
        jnp.log(context.count) / 3,
        steps[0],
        steps[1] * (1 - context.single),
        jnp.arcsinh(frame.center[0]) / 2,
        jnp.arcsinh(frame.center[1]) / 2,
        jnp.log(sigma[0]) / 3,
        jnp.log(sigma[1]) / 3,
        frame.lower[1] / sigma[1],
        jnp.log((jnp.abs(best) + TINY) / middle) / 4,
        jnp.log(jnp.abs(best) + TINY) / 5,
        jnp.log(middle / low) / 3,
        jnp.log(high / middle) / 3,
        (context.count == 1).astype(z.dtype),
        shown,
        shown * jnp.log(g) / 2,
        shown * jnp.log(jnp.maximum(context.points, 1)) / 3,
        *squashed[1:4].reshape(-1),
        context.single,
    ]))


def make_features(context: Context) -> tuple[Features, Frame]:
    """The features of a context, and the frame they are in."""
    frame = make_frame(context)
    z = into_frame(frame, context.pairs)
    pairs, pair_mask = pair_features(context, z)
    data, data_mask, g = data_features(context, frame)
    return Features(overall_features(context, frame, z, g), pairs, data, pair_mask, data_mask), frame
