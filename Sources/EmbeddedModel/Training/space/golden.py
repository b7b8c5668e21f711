"""Golden vectors of the net for 3 to 10 parameters."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np

from ..golden import DRAWS, projection, rounded
from . import decode
from .frame import make_context, make_features
from .net import Mixture, stages


def cases():
    """Named prompts as numbers: pairs, losses, resolution."""
    random = np.random.default_rng(17)

    def bowl(pairs, truth, decimals=2):
        weights = np.arange(1, pairs.shape[1] + 1)
        return np.round(np.sum(weights * (pairs - truth) ** 2, 1) + 1.5, decimals)

    def places(count, d, decimals=2):
        return np.round(random.uniform(-5, 5, (count, d)), decimals)

    one, two, five = places(1, 3), places(2, 4), places(5, 5)
    thirty = np.concatenate([places(24, 10), np.round(0.5 * random.normal(size=(6, 10)) + 1, 2)])
    thirty[3] = thirty[9]
    whole, equal, wide = places(12, 3, 0), places(4, 3), places(9, 3)
    close = np.round(2 + 1e-3 * random.normal(size=(20, 6)), 5)
    return {
        "one place of three": (one, bowl(one, 1), [0.01] * 3),
        "two places of four": (two, bowl(two, 1), [0.01] * 4),
        "five places of five": (five, bowl(five, -1), [0.01] * 5),
        "thirty places of ten with a repeat": (thirty, bowl(thirty, 1), [0.01] * 10),
        "whole numbers": (whole, bowl(whole, 2), [1] * 3),
        "equal losses": (equal, [3, 3, 3, 3], [0.01] * 3),
        "unlike units, huge loss": (
            wide * [100, 1, 0.01], [*bowl(wide, 0.5)[:8], 1e25], [0.01, 0.01, 0.0001]),
        "close together": (close, np.sum((close - 2) ** 2, 1), [1e-5] * 6),
    }


DRAWN = ("five places of five", "thirty places of ten with a repeat")


def describe(name, case, shape, parameters):
    pairs, losses, resolution = (np.asarray(part, float) for part in case)
    context = make_context(pairs, losses, resolution)
    d, count = pairs.shape[1], int(context.count)
    features, frame = make_features(jax.tree.map(jnp.asarray, context))
    single = jax.tree.map(lambda each: jnp.asarray(each, jnp.float32), features)
    found, mixed = stages(parameters, single, shape)
    mixed = Mixture(mixed.logits, mixed.means[:, :d], mixed.scales, mixed.wides[:, :, :d])
    center, lower = np.asarray(frame.center)[:d], np.asarray(frame.lower)[:d, :d]
    tokens = np.arange(1 + count)
    known = {tuple(step) for step in decode.steps_of(pairs, resolution)}
    certain = decode.certain(mixed, center, lower, resolution, known)
    described = {
        "name": name, "pairs": rounded(pairs), "losses": rounded(losses), "resolution": rounded(resolution),
        "frame": {"center": rounded(center), "lower": rounded(lower)},
        "overall": rounded(features.overall), "pairFeatures": rounded(features.pairs[:count]),
        "places": rounded(features.z[:count, :d]),
        "firstNumbers": [rounded(numbers[0]) for numbers, _ in found],
        "firstVectors": [rounded(vectors[0, :d]) for _, vectors in found],
        "numberProjections": [rounded(projection(numbers[tokens])) for numbers, _ in found[:-1]],
        "vectorProjections": [
            rounded(projection(vectors[tokens, :d].reshape(1 + count, -1))) for _, vectors in found[:-1]],
        "mixture": {
            "logits": rounded(mixed.logits), "means": rounded(mixed.means), "scales": rounded(mixed.scales),
            "wides": rounded(mixed.wides)},
        "rawMeans": rounded(decode.out_of_frame(center, lower, decode.expand(np.asarray(mixed.means, float)))),
        "certainSteps": [step.tolist() for step in itertools.islice(certain, 8)],
    }
    if name in DRAWN:
        described["draws"] = [statistics(mixed, center, lower, temperature) for temperature in (0.5, 1.0)]
    return described


def statistics(mixed, center, lower, temperature):
    random = np.random.default_rng(11)
    places, raw, chosen = decode.raw_draws(mixed, center, lower, np.full(DRAWS, temperature), random)
    return {
        "temperature": temperature,
        "shares": rounded(np.bincount(chosen, minlength=len(mixed.logits)) / DRAWS),
        "mean": rounded(places.mean(0)), "covariance": rounded(np.cov(places.T)),
        "rawQuantiles": {str(part): rounded(np.quantile(raw, part, axis=0)) for part in (0.1, 0.5, 0.9)},
    }
