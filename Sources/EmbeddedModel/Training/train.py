"""Training: one command, seeded."""

import time
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
import optax.contrib

from . import contexts, mixture
from .features import make_features
from .net import Shape, forward, initial

RUNS = 256
"""Runs side by side: the batch."""
STEPS_A_CALL = 50
LARGEST_TERM = 30.0
"""Losses of one context are cut to this, so that a hopeless one does not rule a step."""
AVERAGING = 0.998


def optimizer(steps: int, rate: float):
    """Muon for the matrices, Adam (at a fifth of the rate) for the biases; half the steps that Adam alone needs."""

    def schedule(highest):
        return optax.warmup_cosine_decay_schedule(0, highest, min(300, steps // 4), steps, 0.02 * highest)

    muon = optax.contrib.muon(schedule(rate), adam_b2=0.98, adam_learning_rate=schedule(0.2 * rate))
    return optax.chain(optax.clip_by_global_norm(1.0), muon)


def terms(parameters, runs, keys, shape):
    """The loss of every run, and what its proposals are drawn from: the frame and the mixture."""

    def one(run, key):
        features, frame = make_features(contexts.context_of(contexts.masked(run, key)))
        return features, frame, contexts.target_in_frame(run, frame)

    features, frames, targets = jax.lax.stop_gradient(jax.vmap(one)(runs, keys))
    outputs = jax.vmap(lambda each: forward(parameters, each, shape))(features)
    mixtures = mixture.read(outputs)
    single = runs.problem.single.astype(jnp.float32)
    each = jax.vmap(mixture.negative_log_likelihood)(mixtures, targets, single)
    usable = jnp.isfinite(each) & jnp.all(jnp.isfinite(targets), -1)
    each = jnp.where(usable, jnp.minimum(each, LARGEST_TERM), 0)
    return jnp.mean(each), (frames, mixtures)


@partial(jax.jit, static_argnames=("rule", "shape"), donate_argnums=(0,))
def many_steps(state, rule, shape):
    def step(state, _):
        parameters, average, rule_state, runs, key = state
        key, *keys = jax.random.split(key, 4)
        # A run is masked for the loss and for the proposals alike: its proposals come from what was shown.
        (loss, (frames, mixtures)), gradient = jax.value_and_grad(terms, has_aux=True)(
            parameters, runs, jax.random.split(keys[0], RUNS), shape)
        finite = jnp.all(jnp.stack([jnp.all(jnp.isfinite(leaf)) for leaf in jax.tree.leaves(gradient)]))
        gradient = jax.tree.map(lambda leaf: jnp.where(finite, leaf, 0), gradient)
        update, rule_state = rule.update(gradient, rule_state, parameters)
        parameters = optax.apply_updates(parameters, update)
        average = jax.tree.map(lambda old, new: AVERAGING * old + (1 - AVERAGING) * new, average, parameters)
        runs, ends = jax.vmap(contexts.advance)(runs, frames, mixtures, jax.random.split(keys[1], RUNS))
        runs = contexts.renew(runs, ends, keys[2])
        return (parameters, average, rule_state, runs, key), loss

    return jax.lax.scan(step, state, None, STEPS_A_CALL)


def train(seed: int, steps: int, path: str, rate: float = 0.01, shape: Shape = Shape(), minutes: float = 1e9):
    """Trains for `steps` batches and saves the averaged parameters at `path`, also every two minutes on the way."""
    parameters = initial(seed, shape)
    rule = optimizer(steps, rate)
    key = jax.random.key(seed)
    key, begin = jax.random.split(key)
    runs = jax.jit(jax.vmap(contexts.begin))(jax.random.split(begin, RUNS))
    state = (parameters, jax.tree.map(jnp.copy, parameters), rule.init(parameters), runs, key)
    began = saved = time.monotonic()
    for done in range(STEPS_A_CALL, steps + 1, STEPS_A_CALL):
        state, losses = many_steps(state, rule, shape)
        losses.block_until_ready()
        now = time.monotonic()
        last = done + STEPS_A_CALL > steps
        if done % 500 == 0 or done <= 100 or last:
            print(f"{done:6d} steps  {now - began:6.0f} s  loss {np.mean(losses):7.3f}", flush=True)
        if last or now - saved > 120:
            save(path, state[1], seed, shape, done)
            saved = now
    return state[1]


def save(path, parameters, seed, shape, steps):
    arrays = {name: np.asarray(value) for name, value in parameters.items()}
    np.savez(path, **arrays, __seed=seed, __shape=np.array(shape), __steps=steps)


def load(path):
    """The parameters, the shape, the seed and the number of steps of a saved net."""
    stored = dict(np.load(path))
    seed, shape, steps = int(stored.pop("__seed")), Shape(*map(int, stored.pop("__shape"))), int(stored.pop("__steps"))
    return {name: jnp.asarray(value) for name, value in stored.items()}, shape, seed, steps
