"""Contexts for the net of 3 to 10 parameters: runs side by side in which it makes most proposals itself."""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from ..contexts import LARGEST_TERM, MISSING, MOST_PROPOSALS
from . import prior
from .frame import PAIRS, Context, compress, expand, into_frame, make_features, out_of_frame
from .net import Shape, draw, forward, initial, negative_log_likelihood

RUNS = 128


class Run(NamedTuple):
    problem: prior.Problem
    pairs: jnp.ndarray
    losses: jnp.ndarray
    count: jnp.ndarray


def keep_best(pairs, losses):
    same = jnp.all(pairs[:, None] == pairs[None], -1)
    earlier = jnp.tril(jnp.ones(same.shape, bool), -1)
    losses = jnp.where(jnp.any(same & earlier & (losses[None] < MISSING), 1), MISSING, losses)
    order = jnp.argsort(losses, stable=True)[:PAIRS]
    pairs, losses = pairs[order], losses[order]
    return jnp.where((losses < MISSING)[:, None], pairs, 0), losses, jnp.sum(losses < MISSING)


def begin(key) -> Run:
    k = jax.random.split(key, 3)
    problem = prior.draw_problem(k[0])
    places, count = prior.start_places(k[1], problem, PAIRS)
    losses = jnp.where(jnp.arange(PAIRS) < count, prior.losses(problem, places, k[2]), MISSING)
    return Run(problem, *keep_best(places, losses))


def context_of(run: Run) -> Context:
    losses = jnp.where(run.losses < MISSING, run.losses, 0)
    return Context(
        run.pairs, losses, run.count.astype(jnp.float32), run.problem.dims.astype(jnp.float32),
        run.problem.resolution)


def masked(run: Run, key) -> Run:
    """At times only a random part of the pairs: what a prompt may show."""
    k = jax.random.split(key, 4)
    kept = prior.chance(k[0], prior.uniform(k[1], 0.2, 1.0), (PAIRS,)) | (jnp.arange(PAIRS) >= run.count)
    pick = jax.random.uniform(k[2])
    kept = jnp.where(pick < 0.12, kept, True)
    kept = jnp.where(jnp.any(kept & (jnp.arange(PAIRS) < run.count)), kept, True)
    return Run(run.problem, *keep_best(run.pairs, jnp.where(kept, run.losses, MISSING)))


def target_in_frame(run: Run, frame):
    return compress(into_frame(frame, prior.target(run.problem))) * prior.mask_of(run.problem)


def is_solved(run: Run):
    problem = run.problem
    away = jnp.abs(prior.on_grid(problem, prior.target(problem)) - run.pairs[0])
    return jnp.all(away <= 0.5 * problem.resolution)


def propose(run: Run, frame, mixture, key, temperature, count, straying=0.1):
    k = jax.random.split(key, 6)
    used = prior.mask_of(run.problem)
    places = jax.vmap(lambda key: draw(mixture, key, temperature, used))(jax.random.split(k[0], MOST_PROPOSALS))
    proposals = out_of_frame(frame, expand(places))
    near = run.pairs[jax.random.randint(k[1], (MOST_PROPOSALS,), 0, jnp.minimum(4, run.count))]
    width = jnp.exp(prior.uniform(k[2], -2.0, 0.0, (MOST_PROPOSALS, 1)))
    jitter = out_of_frame(frame, width * jax.random.normal(k[3], (MOST_PROPOSALS, prior.MOST))) - frame.center
    proposals = jnp.where(prior.chance(k[4], straying, (MOST_PROPOSALS, 1)), near + jitter, proposals)
    proposals = prior.on_grid(run.problem, proposals)
    losses = prior.losses(run.problem, proposals, k[5])
    usable = (jnp.arange(MOST_PROPOSALS) < count) & jnp.all(jnp.isfinite(proposals), -1)
    losses = jnp.where(usable, losses, MISSING)
    return Run(run.problem, *keep_best(
        jnp.concatenate([run.pairs, jnp.where(usable[:, None], proposals, 0)]),
        jnp.concatenate([run.losses, losses])))


def advance(run: Run, frame, mixture, key):
    """One step of a run, and whether it ends."""
    k = jax.random.split(key, 4)
    count = jnp.array([1, 1, 2, 4, 8])[jax.random.randint(k[0], (), 0, 5)]
    after = propose(run, frame, mixture, k[1], prior.log_uniform(k[2], 0.2, 1.3), count)
    return after, prior.chance(k[3], jnp.where(is_solved(after), 0.5, 0.015))


def renew(runs: Run, ends, key, room: int = 8) -> Run:
    """Runs of which up to `room` that end are replaced by new ones."""
    fresh = jax.vmap(begin)(jax.random.split(key, room))
    rank = jnp.cumsum(ends) - 1
    ends = ends & (rank < room)
    place = jnp.clip(rank, 0, room - 1)

    def chosen(old, new):
        return jnp.where(ends.reshape(-1, *[1] * (old.ndim - 1)), new[place], old)

    return jax.tree.map(chosen, runs, fresh)


def terms(parameters, runs, keys, shape):
    def one(run, key):
        features, frame = make_features(context_of(masked(run, key)))
        return features, frame, target_in_frame(run, frame)

    features, frames, targets = jax.lax.stop_gradient(jax.vmap(one)(runs, keys))
    mixtures = jax.vmap(lambda each: forward(parameters, each, shape))(features)
    dims = runs.problem.dims.astype(jnp.float32)
    each = jax.vmap(negative_log_likelihood)(mixtures, targets, dims) / dims
    usable = jnp.isfinite(each) & jnp.all(jnp.isfinite(targets), -1)
    each = jnp.where(usable, jnp.minimum(each, LARGEST_TERM), 0)
    return jnp.mean(each), (frames, mixtures)


__all__ = ["RUNS", "Shape", "advance", "begin", "initial", "renew", "terms"]
