"""Compares nets on held-out problems of the prior: how far a run comes, and how well the best place is predicted."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from . import contexts, mixture, prior
from .features import make_features
from .net import forward

SEED = 987_654
PROBLEMS = 600
STEPS = 24


@partial(jax.jit, static_argnames="shape")
def play(parameters, runs, key, temperature, shape):
    def step(runs, key):
        def one(run, key):
            features, frame = make_features(contexts.context_of(run))
            mixed = mixture.read(forward(parameters, features, shape))
            target = contexts.target_in_frame(run, frame)
            surprise = mixture.negative_log_likelihood(mixed, target, run.problem.single.astype(jnp.float32))
            after = contexts.propose(run, frame, mixed, key, temperature, 1, 0.0)
            best = prior.clean_losses(run.problem, run.pairs[0])
            least = prior.clean_losses(run.problem, prior.target(run.problem))
            return after, jnp.minimum(surprise, 30.0), jnp.maximum(best - least, 0)

        after, surprise, gap = jax.vmap(one)(runs, jax.random.split(key, PROBLEMS))
        return after, (surprise, gap)

    return jax.lax.scan(step, runs, jax.random.split(key, STEPS))[1]


def score(parameters, shape, temperature=0.6):
    """Mean over problems and steps of log10(gap to the least loss / gap at the start, at least 1e-6): lower is better;
    and the mean negative log likelihood of the best place."""
    runs = jax.jit(jax.vmap(contexts.begin))(jax.random.split(jax.random.key(SEED), PROBLEMS))
    surprise, gap = jax.tree.map(np.asarray, play(parameters, runs, jax.random.key(SEED + 1), temperature, shape))
    moving = gap[0] > 0
    ratio = np.log10(np.maximum(gap[:, moving] / gap[:1, moving], 1e-6))
    return float(ratio.mean()), float(surprise.mean())
