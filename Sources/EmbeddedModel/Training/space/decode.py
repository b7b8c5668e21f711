"""From the mixture over 3 to 10 coordinates to proposals on the grid, with the tries of ../decode.py."""

import itertools

import numpy as np

from ..decode import STRETCHES, compress, expand, jitters, steps_of


def out_of_frame(center, lower, z):
    return center + z @ lower.T


def raw_draws(mixture, center, lower, temperatures, random):
    """Places in the compressed frame, their raw pairs and components, one for each of `temperatures` (any shape).

    A draw is mean + T (exp(scale) n + sum over r of e_r wide_r) with n and e standard normal. `center`, `lower` and the
    mixture hold the coordinates that exist and no others.
    """
    logits, means, scales, wides = (np.asarray(part, float) for part in mixture)
    temperatures = np.asarray(temperatures, float)
    gumbel = random.gumbel(size=(*temperatures.shape, len(logits)))
    chosen = np.argmax(logits / temperatures[..., None] + gumbel, -1)
    noise = np.exp(scales[chosen])[..., None] * random.normal(size=(*temperatures.shape, means.shape[1]))
    shares = random.normal(size=(*temperatures.shape, wides.shape[1]))
    noise = noise + np.einsum("...r,...rd->...d", shares, wides[chosen])
    places = means[chosen] + temperatures[..., None] * noise
    return places, out_of_frame(center, lower, expand(places)), chosen


def proposals(mixture, center, lower, resolution, known, temperature, count, random):
    """`count` proposals as grid steps [count, d]; `known` holds the grid steps of all pairs in the list."""
    if temperature == 0:
        return np.array(list(itertools.islice(certain(mixture, center, lower, resolution, known), count)))
    temperatures = np.broadcast_to(temperature * STRETCHES, (count, len(STRETCHES)))
    _, raw, _ = raw_draws(mixture, center, lower, temperatures, random)
    jitter = random.normal(size=raw.shape) * jitters(temperature)[:, None] * resolution
    found = []
    for tries in steps_of(raw + jitter, resolution):
        fresh = [step for step in tries if tuple(step) not in known]
        found.append(fresh[0] if fresh else tries[-1])
    return np.array(found)


def certain(mixture, center, lower, resolution, known):
    """The proposals at temperature 0 in their fixed order, as grid steps, none in `known` and none twice.

    First the components' means by falling weight; then, in rings of 1, 2, 4, 8 ... grid steps about the heaviest
    component's mean, one coordinate up or down, by falling density of that component.
    """
    logits, means, scales, wides = (np.asarray(part, float) for part in mixture)
    order = np.argsort(-logits, kind="stable")
    given = set(known)
    for component in order:
        step = steps_of(out_of_frame(center, lower, expand(means[component])), resolution)
        if tuple(step) not in given:
            given.add(tuple(step))
            yield step
    best = order[0]
    middle = steps_of(out_of_frame(center, lower, expand(means[best])), resolution)
    size = len(middle)
    ways = [sign * row for row in np.eye(size, dtype=int) for sign in (-1, 1)]
    covariance = np.exp(2 * scales[best]) * np.eye(size) + wides[best].T @ wides[best]
    precision = np.linalg.inv(covariance)
    for ring in (2**power for power in range(40)):
        steps = [middle + ring * way for way in ways]
        raw = np.array(steps) * resolution
        away = compress(np.linalg.solve(lower, (raw - center).T).T) - means[best]
        distance = np.einsum("nd,de,ne->n", away, precision, away)
        for index in np.argsort(distance, kind="stable"):
            if tuple(steps[index]) not in given:
                given.add(tuple(steps[index]))
                yield steps[index]
