"""From the mixture to proposals on the grid, as the program makes them (in NumPy)."""

import itertools

import numpy as np

STRETCHES = np.array([1, 1, 1.3, 1.8, 2.5, 4, 4, 4, 4, 4])
"""What the temperature is multiplied by in the tries of one proposal: the first, then again and wider as long as the
pair is already in the list."""

FARTHEST = 9.0


def jitters(temperature):
    """Standard deviation, in steps of the grid, of what each try adds to the raw pair."""
    slight = 0.35 * min(temperature, 1.5)
    return np.array([0, *[slight] * 5, 1, 2, 4, 8])


def expand(u):
    radius = np.linalg.norm(u, axis=-1, keepdims=True)
    return u * np.where(radius < 1e-6, 1, np.sinh(np.minimum(radius, FARTHEST)) / np.maximum(radius, 1e-6))


def compress(z):
    radius = np.linalg.norm(z, axis=-1, keepdims=True)
    return z * np.where(radius < 1e-6, 1, np.arcsinh(radius) / np.maximum(radius, 1e-6))


def out_of_frame(center, lower, z):
    z0, z1 = z[..., 0], z[..., 1]
    return np.stack([center[0] + lower[0] * z0, center[1] + lower[1] * z0 + lower[2] * z1], -1)


def into_frame(center, lower, pairs):
    z0 = (pairs[..., 0] - center[0]) / lower[0]
    return np.stack([z0, (pairs[..., 1] - center[1] - lower[1] * z0) / lower[2]], -1)


def raw_draws(mixture, center, lower, temperatures, random, single=False):
    """Places in the compressed frame, their raw pairs and components, one for each of `temperatures` (any shape)."""
    logits, means, log_sigmas, shears = (np.asarray(part, float) for part in mixture)
    temperatures = np.asarray(temperatures, float)
    gumbel = random.gumbel(size=(*temperatures.shape, len(logits)))
    chosen = np.argmax(logits / temperatures[..., None] + gumbel, -1)
    noise = random.normal(size=(*temperatures.shape, 2)) * temperatures[..., None]
    first = np.exp(log_sigmas[chosen, 0]) * noise[..., 0]
    second = shears[chosen] * first + np.exp(log_sigmas[chosen, 1]) * noise[..., 1]
    places = means[chosen] + np.stack([first, second], -1)
    if single:
        places[..., 1] = 0
    return places, out_of_frame(center, lower, expand(places)), chosen


def steps_of(pairs, resolution):
    """Pairs as whole numbers of grid steps."""
    return np.rint(np.clip(pairs / resolution, -9e15, 9e15)).astype(np.int64)


def proposals(mixture, center, lower, resolution, known, temperature, count, random, single=False):
    """`count` proposals as grid steps [count, 2]. `known` holds the grid steps (as tuples) of all pairs in the list."""
    if temperature == 0:
        return np.array(list(itertools.islice(certain(mixture, center, lower, resolution, known, single), count)))
    temperatures = np.broadcast_to(temperature * STRETCHES, (count, len(STRETCHES)))
    _, raw, _ = raw_draws(mixture, center, lower, temperatures, random, single)
    jitter = random.normal(size=raw.shape) * jitters(temperature)[:, None] * resolution
    if single:
        jitter[..., 1] = 0
    steps = steps_of(raw + jitter, resolution)
    found = []
    for tries in steps:
        fresh = [step for step in tries if tuple(step) not in known]
        found.append(fresh[0] if fresh else tries[-1])
    return np.array(found)


def certain(mixture, center, lower, resolution, known, single=False):
    """The proposals at temperature 0 in their fixed order, as grid steps, none in `known` and none twice.

    First the components' means by falling weight; then, in rings of 1, 2, 4, 8 ... grid steps about the heaviest
    component's mean, the eight (with one parameter two) neighbours by falling density of that component.
    """
    logits, means, log_sigmas, shears = (np.asarray(part, float) for part in mixture)
    order = np.argsort(-logits, kind="stable")
    given = set(known)
    flat = np.array([1, 0]) if single else np.array([1, 1])
    for component in order:
        step = steps_of(out_of_frame(center, lower, expand(means[component] * flat)), resolution)
        if tuple(step) not in given:
            given.add(tuple(step))
            yield step
    best = order[0]
    middle = steps_of(out_of_frame(center, lower, expand(means[best] * flat)), resolution)
    ways = [np.array(way) for way in itertools.product((-1, 0, 1), (0,) if single else (-1, 0, 1)) if any(way)]
    for ring in (2**power for power in range(40)):
        steps = [middle + ring * way for way in ways]
        away = compress(into_frame(center, lower, np.array(steps) * resolution)) - means[best] * flat
        e0 = away[:, 0] / np.exp(log_sigmas[best, 0])
        e1 = (away[:, 1] - shears[best] * away[:, 0]) / np.exp(log_sigmas[best, 1])
        distance = e0**2 if single else e0**2 + e1**2
        for index in np.argsort(distance, kind="stable"):
            if tuple(steps[index]) not in given:
                given.add(tuple(steps[index]))
                yield steps[index]
