"""The prior for 3 to 10 parameters: quadratics, regressions, valleys, ripples and edges in random axes."""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from ..context import LARGEST_LOSS
from ..prior import chance, log_uniform, uniform

MOST = 10
QUADRATIC, CHAIN, RIPPLE, EDGES = range(4)
SHARES = jnp.array([0.66, 0.16, 0.09, 0.09])


class Problem(NamedTuple):
    kind: jnp.ndarray
    dims: jnp.ndarray
    t: jnp.ndarray
    middle: jnp.ndarray
    h: jnp.ndarray
    unit: jnp.ndarray
    resolution: jnp.ndarray
    matrix: jnp.ndarray
    """[MOST, MOST], from (p - t) / h to u."""
    shape: jnp.ndarray
    transform: jnp.ndarray
    floor: jnp.ndarray
    scale: jnp.ndarray
    noise: jnp.ndarray
    rounding: jnp.ndarray


def mask_of(problem):
    return (jnp.arange(MOST) < problem.dims).astype(jnp.float32)


def turned(key, mask):
    """A random orthogonal matrix of the used coordinates: three reflections."""
    matrix = jnp.eye(MOST)
    for each in jax.random.split(key, 3):
        way = jax.random.normal(each, (MOST,)) * mask
        way = way / jnp.linalg.norm(way)
        matrix = matrix - 2 * way[:, None] * (way @ matrix)[None]
    return matrix


def regression_matrix(key, mask, h):
    """The root of X^T X / n for n points: powers of x, or columns of random scale; for d parameters."""
    k = jax.random.split(key, 6)
    n = 32
    x = log_uniform(k[0], 0.3, 1.8) * uniform(k[1], -1.0, 1.0, (n, 1)) + jnp.where(
        chance(k[2], 0.3), uniform(k[3], -1.0, 1.0), 0.0)
    powers = x ** jnp.arange(MOST)
    columns = jax.random.normal(k[4], (n, MOST)) * jnp.where(
        chance(k[5], 0.5), 1.0, log_uniform(k[3], 0.2, 5.0, (MOST,)))
    design = jnp.where(chance(k[2], 0.5), powers, columns) * mask * h
    return design / jnp.sqrt(n)




def draw_problem(key) -> Problem:
    k = jax.random.split(key, 40)
    dims = jax.random.randint(k[0], (), 3, MOST + 1)
    mask = (jnp.arange(MOST) < dims).astype(jnp.float32)
    kind = jax.random.choice(k[1], 4, p=SHARES)
    symmetric = chance(k[2], 0.5)
    half = jnp.where(symmetric, log_uniform(k[3], 1.0, 15.0), log_uniform(k[4], 0.5, 50.0))
    h = half * jnp.where(chance(k[5], 0.85), 1.0, log_uniform(k[6], 0.2, 5.0, (MOST,)))
    middle = jnp.where(symmetric, 0.0, h * uniform(k[7], -3.0, 3.0, (MOST,)))
    inside = middle + h * uniform(k[8], -1.0, 1.0, (MOST,))
    near = middle + 1.5 * h * jax.random.normal(k[9], (MOST,))
    far = middle + h * jax.random.normal(k[10], (MOST,)) * log_uniform(k[11], 0.3, 10.0)
    pick = jax.random.uniform(k[12])
    t = jnp.where(pick < 0.6, inside, jnp.where(pick < 0.8, near, far)) * mask
    odd = chance(k[13], 0.2)
    unit = jnp.where(odd, 10 ** (uniform(k[14], -2.0, 2.0) + uniform(k[15], -1.0, 1.0, (MOST,))), 1.0)
    step = 10.0 ** jnp.floor(jnp.log10(h * unit) - uniform(k[16], 0.3, 4.5))
    resolution = jnp.where(chance(k[17], 0.7), jnp.min(jnp.where(mask > 0, step, jnp.inf)), step)

    condition = jnp.where(kind == QUADRATIC, 4.0, 1.5) * jax.random.uniform(k[18])
    exponents = condition * uniform(k[19], 0.0, 1.0, (MOST,))
    stretch = 10 ** (0.5 * (exponents - condition / 2))
    rotate = jnp.where(chance(k[20], 0.65), 1.0, 0.0)
    turn = rotate * turned(k[21], mask) + (1 - rotate) * jnp.eye(MOST)
    matrix = stretch[:, None] * turn * mask[:, None] * mask
    design = regression_matrix(k[22], mask, h)
    is_line = (kind == QUADRATIC) & chance(k[23], 0.5)
    # 32 rows folded into the room of `matrix` by its triangular root.
    root = jnp.linalg.cholesky(design.T @ design + 1e-7 * jnp.eye(MOST) * jnp.max(jnp.sum(design**2, 0))).T
    matrix = jnp.where(is_line, root * mask, matrix)
    shape = jnp.where(
        kind == CHAIN,
        jnp.stack([log_uniform(k[24], 0.1, 2.0) * jnp.where(chance(k[25], 0.5), 1.0, -1.0),
                   log_uniform(k[26], 0.3, 30.0)]),
        jnp.stack([log_uniform(k[27], 0.02, 0.6), log_uniform(k[28], 0.3, 5.0)]))
    scale = jnp.where(is_line, 1.0, log_uniform(k[29], 1e-3, 1e4))
    floor = jnp.where(chance(k[30], 0.4), 0.0, log_uniform(k[31], 1e-3, 3.0))
    floor = jnp.where(chance(k[32], 0.1), -log_uniform(k[33], 0.1, 100.0), floor)
    transform = jnp.where(chance(k[34], 0.3) & ~is_line, jax.random.randint(k[35], (), 1, 4), 0)
    problem = Problem(
        kind, dims, t, middle, h, unit, resolution, matrix, shape, transform, floor, scale, jnp.zeros(()),
        jnp.zeros(()))
    typical = jnp.median(clean_losses(problem, start_places(k[36], problem, 16)[0]))
    size = jnp.abs(typical) + 1e-9
    noise = jnp.where(chance(k[37], 0.1), size * 10 ** uniform(k[38], -3.0, -1.0), 0.0)
    rounding = 10 ** jnp.round(jnp.log10(size) - uniform(k[39], 2.0, 7.0))
    return problem._replace(noise=noise, rounding=jnp.where(chance(k[38], 0.5), rounding, 0.0))


def clean_losses(problem: Problem, pairs):
    mask = mask_of(problem)
    e = (pairs / problem.unit - problem.t) * mask / problem.h
    u = e @ problem.matrix.T
    d = problem.dims.astype(jnp.float32)
    bowl = jnp.sum(u**2, -1)
    a, b = problem.shape
    follow = (jnp.arange(MOST - 1) < problem.dims - 1).astype(jnp.float32)
    chain = jnp.sum(u[..., :1] ** 2, -1) + b * jnp.sum(follow * (u[..., 1:] - a * u[..., :-1] ** 2) ** 2, -1)
    ripple = bowl + a * jnp.sum(1 - jnp.cos(2 * jnp.pi * b * e), -1)
    edges = jnp.sum(jnp.abs(u), -1)
    value = jnp.select([problem.kind == index for index in range(4)], [bowl, chain, ripple, edges])
    value = jnp.maximum(value, 0) / jnp.sqrt(d)
    forms = [value, jnp.sqrt(value), jnp.log1p(value), value**2]
    value = jnp.select([problem.transform == index for index in range(4)], forms)
    value = (value + problem.floor) * problem.scale
    return jnp.clip(jnp.where(jnp.isnan(value), LARGEST_LOSS, value), -LARGEST_LOSS, LARGEST_LOSS)


def losses(problem: Problem, pairs, key):
    value = clean_losses(problem, pairs)
    value = value + problem.noise * jax.random.normal(key, value.shape)
    step = jnp.where(problem.rounding > 0, problem.rounding, 1)
    return jnp.where(problem.rounding > 0, jnp.round(value / step) * step, value)


def on_grid(problem: Problem, pairs):
    return jnp.round(pairs / problem.resolution) * problem.resolution * mask_of(problem)


def target(problem: Problem):
    return problem.t * problem.unit


def start_places(key, problem: Problem, room: int):
    k = jax.random.split(key, 9)
    pick = jax.random.uniform(k[0])
    count = jnp.where(
        pick < 0.3, 1, jnp.where(pick < 0.55, 5, jnp.where(pick < 0.7, problem.dims + 1, jnp.where(
            pick < 0.85, 2 * problem.dims, room))))
    plain = problem.middle + problem.h * uniform(k[2], -1.0, 1.0, (room, MOST))
    radius = problem.h * log_uniform(k[3], 1e-3, 1.0)
    centre = problem.t + radius * jax.random.normal(k[4], (MOST,)) * log_uniform(k[5], 0.1, 20.0)
    cloud = centre + radius * jax.random.normal(k[6], (room, MOST))
    clouded = (count >= 6) & chance(k[7], 0.6)
    return on_grid(problem, jnp.where(clouded, cloud, plain) * problem.unit), jnp.minimum(count, room)
