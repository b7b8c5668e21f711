"""The prior: random problems that the model is trained on. None of the published tasks is in it, only their families.

A problem is made in base units (`t` its best place, `h` the half widths of the box in which a run starts) and shown in
its own units: shown = base * unit.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from .context import LARGEST_LOSS, POINTS

REGRESSION, BOWL, VALLEY, RIPPLE, BASINS = range(5)
SHARES = jnp.array([0.44, 0.23, 0.17, 0.09, 0.07])


class Problem(NamedTuple):
    kind: jnp.ndarray
    t: jnp.ndarray
    middle: jnp.ndarray
    h: jnp.ndarray
    unit: jnp.ndarray
    resolution: jnp.ndarray
    """[2], in shown units."""
    matrix: jnp.ndarray
    """[2, 2], from (p - t) / h to the coordinates u in which the loss is written."""
    shape: jnp.ndarray
    """[5], numbers that the kind uses."""
    moments: jnp.ndarray
    """[2], mean x and mean x^2 of a regression."""
    transform: jnp.ndarray
    floor: jnp.ndarray
    scale: jnp.ndarray
    noise: jnp.ndarray
    rounding: jnp.ndarray
    """The step that losses are rounded to; 0 does not round."""
    cliff: jnp.ndarray
    """Distance from t, in half widths, from where on every loss is LARGEST_LOSS."""
    bounded: jnp.ndarray
    """1 where proposals are cut to the start box."""
    single: jnp.ndarray
    xs: jnp.ndarray
    """[POINTS], in shown units; shown to the model where `points` > 0."""
    ys: jnp.ndarray
    points: jnp.ndarray


def uniform(key, low, high, shape=()):
    return jax.random.uniform(key, shape, minval=low, maxval=high)


def log_uniform(key, low, high, shape=()):
    return jnp.exp(uniform(key, jnp.log(low), jnp.log(high), shape))


def chance(key, probability, shape=()):
    return jax.random.uniform(key, shape) < probability


def start_box(key):
    """Middle and half widths: as often symmetric about 0 as off centre; sometimes of different widths."""
    k = jax.random.split(key, 6)
    symmetric = chance(k[0], 0.45)
    half = jnp.where(symmetric, log_uniform(k[1], 1.0, 15.0), log_uniform(k[2], 0.5, 50.0))
    both = uniform(k[3], -4.0, 4.0, (2,))
    both = jnp.where(chance(k[4], 0.5), both[0], both)
    stretch = jnp.where(chance(k[5], 0.85), 1.0, log_uniform(k[4], 0.2, 5.0, (2,)))
    h = half * stretch
    return jnp.where(symmetric, 0.0, both * h), h


def best_place(key, middle, h, bounded):
    """Half the time inside of the box, else near it or 0.3 to 20 (rarely 100) half widths away."""
    k = jax.random.split(key, 7)
    inside = middle + h * uniform(k[0], -1.0, 1.0, (2,))
    near = middle + 2 * h * jax.random.normal(k[1], (2,))
    direction = jax.random.normal(k[2], (2,)) * jnp.exp(0.8 * jax.random.normal(k[3], (2,)))
    direction = direction / jnp.linalg.norm(direction)
    reach = jnp.where(chance(k[4], 0.15), 100.0, 20.0)
    far = middle + h * direction * log_uniform(k[5], 0.3, reach)
    pick = jax.random.uniform(k[6])
    place = jnp.where(pick < 0.5, inside, jnp.where(pick < 0.75, near, far))
    return jnp.where(bounded, inside, place)


def rotation(angle):
    return jnp.array([[jnp.cos(angle), -jnp.sin(angle)], [jnp.sin(angle), jnp.cos(angle)]])


def bowl_matrix(key, highest):
    """Curvatures 1 and 10^U(0, highest) along random axes (three in ten: round), one axis in four not rotated."""
    k = jax.random.split(key, 5)
    condition = jnp.where(chance(k[0], 0.3), 1.0, 10 ** uniform(k[1], 0.0, highest))
    angle = jnp.where(chance(k[2], 0.25), jnp.pi / 2 * jax.random.bernoulli(k[3]), uniform(k[4], 0.0, jnp.pi))
    stretch = jnp.stack([jnp.ones(()), jnp.sqrt(condition)])
    return stretch[:, None] * rotation(angle) / jnp.sqrt(jnp.sqrt(condition))


def valley_matrix(key):
    """Shears d1 - s d0 with s to 60 either way, coordinates swapped half the time, sometimes rotated."""
    k = jax.random.split(key, 6)
    shear = jnp.where(chance(k[0], 0.6), log_uniform(k[1], 0.05, 60.0), 0.0)
    shear = shear * jnp.where(chance(k[2], 0.5), 1.0, -1.0)
    matrix = jnp.array([[1.0, 0.0], [0.0, 1.0]]).at[1, 0].set(-shear)
    matrix = jnp.where(chance(k[3], 0.5), matrix, matrix[:, ::-1])
    turned = matrix @ rotation(uniform(k[5], 0.0, 2 * jnp.pi))
    return jnp.where(chance(k[4], 0.3), turned, matrix)


def regression_points(key, t):
    """Points about a line whose least squares is exactly `t`: x whole numbers from 1 on or uniform, normal noise."""
    k = jax.random.split(key, 12)
    count = jax.random.randint(k[0], (), 8, POINTS + 1)
    index = jnp.arange(POINTS)
    mask = index < count
    step = jnp.where(chance(k[1], 0.6), 1.0, log_uniform(k[2], 0.1, 10.0))
    reach = log_uniform(k[3], 0.3, 30.0)
    offset = jnp.where(chance(k[4], 0.5), 0.0, reach * uniform(k[5], -3.0, 3.0))
    drawn = offset + reach * uniform(k[6], -1.0, 1.0, (POINTS,))
    x = jnp.where(chance(k[7], 0.45), (index + 1) * step, drawn)
    mean = jnp.sum(jnp.where(mask, x, 0)) / count
    span = jnp.max(jnp.where(mask, x, -jnp.inf)) - jnp.min(jnp.where(mask, x, jnp.inf))
    relative = log_uniform(k[8], 0.005, 0.5) * (jnp.abs(t[0]) * span + 1e-3)
    deviation = jnp.where(chance(k[9], 0.4), uniform(k[10], 0.2, 3.0), relative)
    noise = jnp.where(mask, deviation * jax.random.normal(k[11], (POINTS,)), 0)
    noise = jnp.where(mask, noise - jnp.sum(noise) / count, 0)
    centred = jnp.where(mask, x - mean, 0)
    noise = noise - centred * jnp.sum(noise * centred) / (jnp.sum(centred**2) + 1e-9)
    y = t[0] * x + t[1] + noise
    square = jnp.sum(jnp.where(mask, x * x, 0)) / count
    return jnp.where(mask, x, 0), jnp.where(mask, y, 0), count, mean, square, jnp.sum(noise**2) / count


def grid(key, h, unit):
    """The decimals that pairs are written with: 10^-U(0.1, 4) of the half width, whole numbers more often; half the
    time the same for both coordinates."""
    k = jax.random.split(key, 4)
    fineness = uniform(k[0], 0.1, 4.0)
    step = 10.0 ** jnp.floor(jnp.log10(h * unit) - fineness)
    step = jnp.where(chance(k[1], 0.5), jnp.min(step), step)
    whole = chance(k[2], 0.15) & (jnp.min(h * unit) >= 3) & (jnp.max(unit) <= 30)
    return jnp.where(whole, 1.0, step)


def draw_problem(key) -> Problem:
    k = jax.random.split(key, 40)
    single = chance(k[0], 0.1)
    bounded = chance(k[1], 0.1)
    kind = jax.random.choice(k[2], 5, p=SHARES)
    middle, h = start_box(k[3])
    t = best_place(k[4], middle, h, bounded)

    odd = chance(k[5], 0.25)
    unit = 10 ** uniform(k[6], -3.0, 3.0, (2,))
    which = jax.random.randint(k[7], (), 0, 3)
    unit = jnp.where(odd & ((which == 2) | (jnp.arange(2) == which)), unit, 1.0)
    resolution = grid(k[8], h, unit)

    matrix = jnp.where(kind == VALLEY, valley_matrix(k[9]), bowl_matrix(k[10], jnp.where(kind == BOWL, 4.0, 1.5)))
    # The numbers of the kinds; those of other kinds lie idle.
    valley = jnp.stack([
        log_uniform(k[11], 0.1, 6.0) * jnp.where(chance(k[12], 0.5), 1.0, -1.0), log_uniform(k[13], 0.3, 100.0),
        jnp.zeros(()), jnp.zeros(()), jnp.zeros(())])
    ripple = jnp.stack([
        log_uniform(k[14], 0.02, 1.0), log_uniform(k[15], 0.3, 6.0), jnp.zeros(()), jnp.zeros(()), jnp.zeros(())])
    angle = uniform(k[16], 0.0, 2 * jnp.pi)
    distance = log_uniform(k[17], 0.3, 3.0)
    basins = jnp.stack([
        distance * jnp.cos(angle), distance * jnp.sin(angle), log_uniform(k[18], 0.003, 1.0),
        log_uniform(k[19], 0.2, 5.0), log_uniform(k[20], 0.2, 5.0)])
    shape = jnp.where(kind == VALLEY, valley, jnp.where(kind == RIPPLE, ripple, basins))

    x, y, count, mean, square, remainder = regression_points(k[21], t)
    is_line = kind == REGRESSION
    total = chance(k[22], 0.4)
    line_scale = jnp.where(total, count, 1.0) * unit[1] ** 2
    scale = jnp.where(is_line, line_scale, log_uniform(k[23], 1e-3, 1e4))
    floor = jnp.where(chance(k[24], 0.4), 0.0, log_uniform(k[25], 1e-3, 3.0))
    floor = jnp.where(chance(k[26], 0.12), -log_uniform(k[27], 0.1, 100.0), floor)
    floor = jnp.where(is_line, remainder, floor)
    transform = jnp.where(chance(k[28], 0.4) & ~is_line, jax.random.randint(k[29], (), 1, 4), 0)
    cliff = jnp.where(chance(k[30], 0.04), log_uniform(k[31], 0.7, 3.0), jnp.inf)
    cliff = cliff * jnp.maximum(1, jnp.max(jnp.abs(t - middle) / h))
    shown = is_line & ~single & chance(k[32], 0.4)

    problem = Problem(
        kind, t, middle, h, unit, resolution, matrix, shape, jnp.stack([mean, square]), transform, floor, scale,
        jnp.zeros(()), jnp.zeros(()), cliff, bounded, single,
        x * unit[1] / unit[0], y * unit[1], jnp.where(shown, count, 0))
    typical = jnp.median(clean_losses(problem, start_places(k[33], problem, 16)[0]))
    size = jnp.abs(typical) + 1e-9
    noise = jnp.where(chance(k[34], 0.12), size * 10 ** uniform(k[35], -3.0, -0.7), 0.0)
    rounding = 10 ** jnp.round(jnp.log10(size) - uniform(k[36], 0.7, 6.0))
    rounding = jnp.where(chance(k[37], 0.55), rounding, 0.0)
    return problem._replace(noise=noise, rounding=rounding)


def clean_losses(problem: Problem, pairs):
    """The losses of pairs [..., 2] in shown units, before noise and rounding."""
    d = pairs / problem.unit - problem.t
    d = d * jnp.stack([jnp.ones(()), 1.0 - problem.single])
    mean, square = problem.moments
    line = d[..., 0] ** 2 * square + 2 * d[..., 0] * d[..., 1] * mean + d[..., 1] ** 2
    e = d / problem.h
    u0, u1 = jnp.moveaxis(e @ problem.matrix.T, -1, 0)
    bowl = u0**2 + u1**2
    bend, steep = problem.shape[0], problem.shape[1]
    valley = u0**2 + steep * (u1 - bend * u0**2) ** 2
    height, waves = problem.shape[0], problem.shape[1]
    ripple = bowl + height * jnp.sum(1 - jnp.cos(2 * jnp.pi * waves * e), -1)
    second = problem.shape[2] + problem.shape[3] * (e[..., 0] - problem.shape[0]) ** 2
    second = second + problem.shape[4] * (e[..., 1] - problem.shape[1]) ** 2
    basins = jnp.minimum(bowl, second)
    cases = [line, bowl, valley, ripple, basins]
    value = jnp.select([problem.kind == index for index in range(5)], cases)
    value = jnp.maximum(value, 0)
    forms = [value, jnp.sqrt(value), jnp.log1p(value), value**2]
    value = jnp.select([problem.transform == index for index in range(4)], forms)
    value = (value + problem.floor) * problem.scale
    value = jnp.where(jnp.max(jnp.abs(e), -1) > problem.cliff, LARGEST_LOSS, value)
    return jnp.clip(jnp.where(jnp.isnan(value), LARGEST_LOSS, value), -LARGEST_LOSS, LARGEST_LOSS)


def losses(problem: Problem, pairs, key):
    """The losses as a prompt shows them: with noise, rounded."""
    value = clean_losses(problem, pairs)
    noisy = value + problem.noise * jax.random.normal(key, value.shape)
    value = jnp.where(jnp.abs(value) < LARGEST_LOSS / 2, noisy, value)
    step = jnp.where(problem.rounding > 0, problem.rounding, 1)
    rounded = jnp.round(value / step) * step
    return jnp.where((problem.rounding > 0) & (jnp.abs(value) < LARGEST_LOSS / 2), rounded, value)


def on_grid(problem: Problem, pairs):
    """Pairs as they are written: on the grid, inside of the bounds where there are some."""
    low, high = problem.middle - problem.h, problem.middle + problem.h
    inside = jnp.clip(pairs, low * problem.unit, high * problem.unit)
    pairs = jnp.where(problem.bounded, inside, pairs)
    pairs = jnp.round(pairs / problem.resolution) * problem.resolution
    return pairs * jnp.stack([jnp.ones(()), 1.0 - problem.single])


def target(problem: Problem):
    """The best place in shown units."""
    return problem.t * problem.unit * jnp.stack([jnp.ones(()), 1.0 - problem.single])


def start_places(key, problem: Problem, room: int):
    """[room, 2] places to start from, and how many of them count: 1 or 5 most often, also 2 to 4, 8 and 20.

    Of eight and more, seven in ten are a cloud near or far from the best place: a run on its way.
    """
    k = jax.random.split(key, 9)
    pick = jax.random.uniform(k[0])
    few = jax.random.randint(k[1], (), 2, 5)
    count = jnp.where(
        pick < 0.33, 1, jnp.where(pick < 0.62, 5, jnp.where(pick < 0.8, few, jnp.where(pick < 0.9, 8, 20))))
    plain = problem.middle + problem.h * uniform(k[2], -1.0, 1.0, (room, 2))
    radius = problem.h * log_uniform(k[3], 1e-3, 1.0)
    centre = problem.t + radius * jax.random.normal(k[4], (2,)) * log_uniform(k[5], 0.1, 30.0)
    cloud = centre + radius * jax.random.normal(k[6], (room, 2))
    clouded = (count >= 8) & chance(k[7], 0.7)
    return on_grid(problem, jnp.where(clouded, cloud, plain) * problem.unit), jnp.minimum(count, room)
