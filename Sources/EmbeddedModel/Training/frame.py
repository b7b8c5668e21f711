"""The frame: coordinates in which the best pair is the origin and the spread of the good pairs is one.

All the model sees and says is in this frame, so it zooms in by itself as its best pairs draw together, and shifted,
stretched or sheared problems look alike to it.
"""

from typing import NamedTuple

import jax.numpy as jnp

from .context import PAIRS, Context

FARTHEST = 9.0
"""The largest compressed radius that is undone: sinh(9) is about 4,000 units of the frame."""


class Frame(NamedTuple):
    center: jnp.ndarray
    """[2], the best pair."""
    lower: jnp.ndarray
    """[m00, m10, m11] of the lower triangular M; a pair is center + M z."""
    start_scale: jnp.ndarray
    """[2], the guess at how far the best value lies as long as there are few pairs."""


def start_scale(context: Context):
    """How far, in each coordinate, the best pair may lie from the first ones.

    Without data points: 3^(1/3) (a + 10 r)^(2/3), where a is the largest size of the coordinate among the pairs and r
    its resolution: a guess from the numbers' own size, drawn a third of the way (in logarithms) towards 3.
    With data points: 0.5 a + what the points say: range(y) / range(x) for the slope, and for the intercept
    range(y) / 2 + |mean y| + |mean x| range(y) / range(x).
    """
    shown = (jnp.arange(PAIRS) < context.count)[:, None]
    largest = jnp.max(jnp.where(shown, jnp.abs(context.pairs), 0), axis=0)
    guess = 3 ** (1 / 3) * (largest + 10 * context.resolution) ** (2 / 3)
    given = jnp.arange(context.xs.shape[0]) < context.points
    count = jnp.maximum(context.points, 1)

    def spread(values):
        return jnp.max(jnp.where(given, values, -jnp.inf)) - jnp.min(jnp.where(given, values, jnp.inf))

    width, height = spread(context.xs), spread(context.ys)
    usable = (context.points > 0) & (width > 0) & (height > 0)
    slope = height / jnp.where(usable, width, 1)
    mean_x = jnp.sum(jnp.where(given, context.xs, 0)) / count
    mean_y = jnp.sum(jnp.where(given, context.ys, 0)) / count
    told = jnp.stack([slope, height / 2 + jnp.abs(mean_y) + jnp.abs(mean_x) * slope])
    return jnp.where(usable, 0.5 * largest + told, guess)


def make_frame(context: Context) -> Frame:
    """The frame of a context.

    With d_i = pair_i - best pair and weights w_i proportional to exp(-2 i / k) for the ranks i = 1 ... k-1, together 1:
    C = sum of w_i d_i d_i^T. To each C_jj is added 1e-4 C_jj + r_j^2 / 2 + (1e-7 c_j)^2 + 1e-30, and s_j^2 / k^3 while
    k < 8 (r resolution, c best pair, s start scale). M is the Cholesky factor of C, with m11^2 at least 1e-6 C_11.
    With one parameter m10 = 0 and m11 = 1.
    """
    center = context.pairs[0]
    ranks = jnp.arange(PAIRS)
    weights = jnp.where((ranks >= 1) & (ranks < context.count), jnp.exp(-2 * ranks / context.count), 0)
    weights = weights / jnp.maximum(jnp.sum(weights), 1e-30)
    away = jnp.where((ranks < context.count)[:, None], context.pairs - center, 0)
    scale = start_scale(context)
    few = jnp.where(context.count < 8, scale**2 / context.count**3, 0)
    floor = context.resolution**2 / 2 + (1e-7 * center) ** 2 + 1e-30 + few
    diagonal = jnp.sum(weights[:, None] * away**2, axis=0)
    c00, c11 = 1.0001 * diagonal + floor
    c01 = jnp.sum(weights * away[:, 0] * away[:, 1])
    m00 = jnp.sqrt(c00)
    m10 = c01 / m00
    m11 = jnp.sqrt(jnp.maximum(c11 - m10**2, 1e-6 * c11))
    alone = context.single > 0
    return Frame(center, jnp.stack([m00, jnp.where(alone, 0, m10), jnp.where(alone, 1, m11)]), scale)


def deviations(frame: Frame):
    """[2], the length of each raw axis' unit in the frame: the square roots of (M M^T)'s diagonal."""
    m00, m10, m11 = frame.lower
    return jnp.stack([m00, jnp.hypot(m10, m11)])


def into_frame(frame: Frame, pairs):
    """z = M^-1 (pair - center) for [..., 2]."""
    m00, m10, m11 = frame.lower
    z0 = (pairs[..., 0] - frame.center[0]) / m00
    z1 = (pairs[..., 1] - frame.center[1] - m10 * z0) / m11
    return jnp.stack([z0, z1], -1)


def out_of_frame(frame: Frame, z):
    """center + M z for [..., 2]."""
    m00, m10, m11 = frame.lower
    z0, z1 = z[..., 0], z[..., 1]
    return jnp.stack([frame.center[0] + m00 * z0, frame.center[1] + m10 * z0 + m11 * z1], -1)


def compress(z):
    """z asinh|z| / |z|: the direction stays, far places come near."""
    radius = jnp.sqrt(jnp.sum(z**2, -1, keepdims=True))
    return z * jnp.where(radius < 1e-6, 1, jnp.arcsinh(radius) / jnp.maximum(radius, 1e-6))


def expand(u):
    """The inverse of `compress`; radii beyond FARTHEST count as FARTHEST."""
    radius = jnp.sqrt(jnp.sum(u**2, -1, keepdims=True))
    return u * jnp.where(radius < 1e-6, 1, jnp.sinh(jnp.minimum(radius, FARTHEST)) / jnp.maximum(radius, 1e-6))
