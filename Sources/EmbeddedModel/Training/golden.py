"""Golden vectors: what the program's own inference is held to, at every stage.

Features are computed in double precision and the net in single, as in the program.
"""

import itertools
import json
import os

import jax
import jax.numpy as jnp
import numpy as np

from . import decode, mixture
from .context import make_context
from .features import make_features
from .net import stages

DRAWS = 10_000


def cases():
    """Named prompts as numbers: pairs, losses, resolution, data points."""
    random = np.random.default_rng(7)

    def line(count, noise=2.0):
        xs = np.round(random.uniform(-5, 5, count), 2)
        ys = np.round(2.4 * xs - 1.3 + noise * random.normal(size=count), 2)
        return np.stack([xs, ys], 1)

    def fit(pairs, points, decimals=2):
        residuals = points[:, 1] - np.outer(pairs[:, 0], points[:, 0]) - pairs[:, 1:]
        return np.round(np.mean(residuals**2, 1), decimals)

    def places(count, low=-5.0, high=5.0, decimals=2):
        return np.round(random.uniform(low, high, (count, 2)), decimals)

    fine = [0.01, 0.01]
    data, few = line(35), line(8)
    x = np.arange(1, 51)
    whole = places(5, 10, 20, 0)
    sums = np.round([np.sum((15 * x + 14 + random.normal(size=50) - w * x - b) ** 2) for w, b in whole])
    many = np.concatenate([places(40), np.round(0.3 * random.normal(size=(10, 2)) + [2.4, -1.3], 2)])
    many[7] = many[3]
    three, six, four = places(3), places(6), places(4)
    ten = places(10)
    wide = ten * [100, 1]
    narrow = np.round(1.234567 + 1e-4 * random.normal(size=(20, 2)), 6)
    one, two = places(1), places(2)
    equal = places(4)
    huge = np.array([3.5, 1e25, 1e25, 8e24])
    scale = np.sum((narrow - 1.2345) ** 2, 1)
    zero = np.round(np.sum((four - four[2]) ** 2, 1), 2)
    return {
        "one pair": (one, fit(one, data), fine, ()),
        "two pairs": (two, fit(two, data), fine, ()),
        "whole numbers": (whole, sums, [1, 1], ()),
        "fifty pairs with a repeat": (many, fit(many, data), fine, ()),
        "one parameter": (three[:, :1], (three[:, 0] - 1) ** 2, [0.01], ()),
        "one pair of one parameter": (one[:, :1], [4.25], [0.01], ()),
        "35 points, one pair": (one, fit(one, data), fine, data),
        "8 points, six pairs": (six, fit(six, few), fine, few),
        "huge losses": (four, huge, fine, ()),
        "negative losses": (six, fit(six, data) - 500, fine, ()),
        "equal losses": (equal, [7, 7, 7, 7], fine, ()),
        "slope in units 100 times larger": (wide, fit(ten, data), fine, ()),
        "close together": (narrow, scale, [1e-6, 1e-6], ()),
        "best loss zero": (four, zero, fine, ()),
    }


DRAWN = ("whole numbers", "fifty pairs with a repeat", "35 points, one pair")


def rounded(values):
    """Nested lists of numbers with nine significant digits."""
    values = np.asarray(values, float)
    return [rounded(value) for value in values] if values.ndim else float(f"{values:.9g}")


def projection(tokens):
    """One number a token: the sum over j of x_j cos(j)."""
    return np.asarray(tokens, float) @ np.cos(np.arange(tokens.shape[-1]))


def describe(name, case, shape, parameters):
    pairs, losses, resolution, points = case
    pairs, losses = np.asarray(pairs, float), np.asarray(losses, float)
    points = np.asarray(points, float).reshape(-1, 2)
    context = make_context(pairs, losses, resolution, points)
    features, frame = make_features(jax.tree.map(jnp.asarray, context))
    single = jax.tree.map(lambda each: jnp.asarray(each, jnp.float32), features)
    found, output = stages(parameters, single, shape)
    mixed = mixture.read(output)
    count, shown = int(context.count), int(context.points)
    tokens = np.concatenate([[0], [1] * (shown > 0), np.arange(2, 2 + count)]).astype(int)
    described = {
        "name": name, "pairs": rounded(pairs), "losses": rounded(losses), "resolution": rounded(resolution),
        "points": rounded(points),
        "frame": {
            "center": rounded(frame.center), "lower": rounded(frame.lower), "startScale": rounded(frame.start_scale)},
        "overall": rounded(features.overall), "pairFeatures": rounded(features.pairs[:count]),
        "dataFeatures": rounded(features.data[: min(shown, 3)]), "tokens": tokens.tolist(),
        "firstToken": [rounded(np.atleast_2d(tokens_after)[0]) for tokens_after in found],
        "projections": [rounded(projection(tokens_after[tokens])) for tokens_after in found[:-1]],
        "mixture": {
            "logits": rounded(mixed.logits), "means": rounded(mixed.means), "logSigmas": rounded(mixed.log_sigmas),
            "shears": rounded(mixed.shears)},
    }
    center, lower = np.asarray(frame.center), np.asarray(frame.lower)
    alone = bool(context.single)
    steps = np.asarray(context.resolution)
    # Clear of whatever rounding decides: the raw means, and the certain proposals on the grid.
    means = decode.expand(np.asarray(mixed.means, float) * ([1, 0] if alone else [1, 1]))
    described["rawMeans"] = rounded(decode.out_of_frame(center, lower, means))
    full = np.concatenate([pairs, np.zeros_like(pairs)], 1) if alone else pairs
    known = {tuple(step) for step in decode.steps_of(full, steps)}
    order = decode.certain(mixed, center, lower, steps, known, alone)
    described["certainSteps"] = [step.tolist() for step in itertools.islice(order, 12)]
    if name in DRAWN:
        described["draws"] = [
            statistics(mixed, center, lower, temperature, alone) for temperature in (0.5, 1.0)]
    return described


def statistics(mixed, center, lower, temperature, alone):
    """Of DRAWS draws before rounding: in the compressed frame, and quantiles of the raw pairs."""
    random = np.random.default_rng(11)
    places, raw, chosen = decode.raw_draws(mixed, center, lower, np.full(DRAWS, temperature), random, alone)
    return {
        "temperature": temperature,
        "shares": rounded(np.bincount(chosen, minlength=len(mixed.logits)) / DRAWS),
        "mean": rounded(places.mean(0)), "covariance": rounded(np.cov(places.T)),
        "rawQuantiles": {
            str(part): rounded(np.quantile(raw, part, axis=0)) for part in (0.1, 0.5, 0.9)},
    }


def write(folder, nets):
    """A file for each net, plane.json and space.json: a list with one context a line."""
    from .space import golden as space

    jax.config.update("jax_enable_x64", True)
    os.makedirs(folder, exist_ok=True)
    sources = {"plane": (cases, describe), "space": (space.cases, space.describe)}
    for name, (shape, parameters) in nets.items():
        make_cases, describe_case = sources[name]
        parameters = {tensor: jnp.asarray(values, jnp.float32) for tensor, values in parameters.items()}
        described = [describe_case(title, case, shape, parameters) for title, case in make_cases().items()]
        with open(os.path.join(folder, name + ".json"), "w") as file:
            file.write("[\n" + ",\n".join(json.dumps(each, separators=(",", ":")) for each in described) + "\n]\n")
