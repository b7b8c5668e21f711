"""Contexts for training: many runs side by side, in which the model being trained makes most of the proposals."""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from . import prior
from .context import PAIRS, Context
from .features import make_features
from .frame import compress, expand, into_frame, out_of_frame
from .mixture import draw, negative_log_likelihood, read
from .net import Shape, forward, initial

RUNS = 256
"""Runs side by side: the batch."""
MOST_PROPOSALS = 8
LARGEST_TERM = 30.0
"""Losses of one context are cut to this, so that a hopeless one does not rule a step."""
MISSING = 3e38
"""Sorts behind every loss."""


class Run(NamedTuple):
    problem: prior.Problem
    pairs: jnp.ndarray
    losses: jnp.ndarray
    """[PAIRS], rising, MISSING from `count` on."""
    count: jnp.ndarray


def keep_best(pairs, losses):
    """The PAIRS best distinct pairs; of equal ones the first counts."""
    same = jnp.all(pairs[:, None] == pairs[None], -1)
    earlier = jnp.tril(jnp.ones(same.shape, bool), -1)
    losses = jnp.where(jnp.any(same & earlier & (losses[None] < MISSING), 1), MISSING, losses)
    order = jnp.argsort(losses, stable=True)[:PAIRS]
    pairs, losses = pairs[order], losses[order]
    count = jnp.sum(losses < MISSING)
    return jnp.where((losses < MISSING)[:, None], pairs, 0), losses, count


def begin(key) -> Run:
    """A run on a problem of the prior, with its first pairs."""
    k = jax.random.split(key, 3)
    problem = prior.draw_problem(k[0])
    places, count = prior.start_places(k[1], problem, PAIRS)
    losses = jnp.where(jnp.arange(PAIRS) < count, prior.losses(problem, places, k[2]), MISSING)
    return Run(problem, *keep_best(places, losses))


def context_of(run: Run) -> Context:
    problem = run.problem
    losses = jnp.where(run.losses < MISSING, run.losses, 0)
    return Context(
        run.pairs, losses, run.count.astype(jnp.float32), problem.resolution, problem.single.astype(jnp.float32),
        problem.xs, problem.ys, problem.points.astype(jnp.float32))


def masked(run: Run, key) -> Run:
    """In one case of seven as a prompt that hides some of the pairs: each stays with a chance of its own."""
    k = jax.random.split(key, 4)
    kept = prior.chance(k[0], prior.uniform(k[1], 0.2, 1.0), (PAIRS,)) | (jnp.arange(PAIRS) >= run.count)
    kept = kept | ~prior.chance(k[2], 0.14)
    kept = jnp.where(jnp.any(kept & (jnp.arange(PAIRS) < run.count)), kept, True)
    return Run(run.problem, *keep_best(run.pairs, jnp.where(kept, run.losses, MISSING)))


def target_in_frame(run: Run, frame):
    return compress(into_frame(frame, prior.target(run.problem)))


def is_solved(run: Run):
    problem = run.problem
    away = jnp.abs(prior.on_grid(problem, prior.target(problem)) - run.pairs[0])
    return jnp.all(away <= 0.5 * problem.resolution)


def propose(run: Run, frame, mixture, key, temperature, count, straying=0.12):
    """The run with `count` (at most MOST_PROPOSALS) more pairs drawn from the mixture; a part of them,
    `straying`, instead from the surroundings of one of its four best pairs."""
    k = jax.random.split(key, 6)
    places = jax.vmap(lambda key: draw(mixture, key, temperature))(jax.random.split(k[0], MOST_PROPOSALS))
    proposals = out_of_frame(frame, expand(places))
    near = run.pairs[jax.random.randint(k[1], (MOST_PROPOSALS,), 0, jnp.minimum(4, run.count))]
    width = jnp.exp(prior.uniform(k[2], -2.0, 1.0, (MOST_PROPOSALS, 1)))
    jitter = out_of_frame(frame, width * jax.random.normal(k[3], (MOST_PROPOSALS, 2))) - frame.center
    proposals = jnp.where(prior.chance(k[4], straying, (MOST_PROPOSALS, 1)), near + jitter, proposals)
    proposals = prior.on_grid(run.problem, proposals)
    losses = prior.losses(run.problem, proposals, k[5])
    usable = (jnp.arange(MOST_PROPOSALS) < count) & jnp.all(jnp.isfinite(proposals), -1)
    losses = jnp.where(usable, losses, MISSING)
    return Run(run.problem, *keep_best(
        jnp.concatenate([run.pairs, jnp.where(usable[:, None], proposals, 0)]),
        jnp.concatenate([run.losses, losses])))


def advance(run: Run, frame, mixture, key):
    """One step of a run, 1, 2, 4 or 8 proposals at a temperature of 0.25 to 1.6, and whether it ends after it."""
    k = jax.random.split(key, 4)
    count = jnp.array([1, 1, 1, 2, 4, 8])[jax.random.randint(k[0], (), 0, 6)]
    after = propose(run, frame, mixture, k[1], prior.log_uniform(k[2], 0.25, 1.6), count)
    return after, prior.chance(k[3], jnp.where(is_solved(after), 0.5, 0.06))


def renew(runs: Run, ends, key, room: int = 32) -> Run:
    """The runs, of which those that end (the first `room` of them) are replaced by new ones."""
    fresh = jax.vmap(begin)(jax.random.split(key, room))
    rank = jnp.cumsum(ends) - 1
    ends = ends & (rank < room)
    place = jnp.clip(rank, 0, room - 1)
    return jax.tree.map(
        lambda old, new: jnp.where(ends.reshape(-1, *[1] * (old.ndim - 1)), new[place], old), runs, fresh)


def terms(parameters, runs, keys, shape):
    """The loss of every run, and what its proposals are drawn from: the frame and the mixture."""

    def one(run, key):
        features, frame = make_features(context_of(masked(run, key)))
        return features, frame, target_in_frame(run, frame)

    features, frames, targets = jax.lax.stop_gradient(jax.vmap(one)(runs, keys))
    outputs = jax.vmap(lambda each: forward(parameters, each, shape))(features)
    mixtures = read(outputs)
    single = runs.problem.single.astype(jnp.float32)
    each = jax.vmap(negative_log_likelihood)(mixtures, targets, single)
    usable = jnp.isfinite(each) & jnp.all(jnp.isfinite(targets), -1)
    each = jnp.where(usable, jnp.minimum(each, LARGEST_TERM), 0)
    return jnp.mean(each), (frames, mixtures)


__all__ = ["RUNS", "Shape", "advance", "begin", "initial", "renew", "terms"]
