"""The training loop, of both nets: `kit` is the module contexts.py of the one or the other."""

import time
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
import optax.contrib

from .net import Shape as PlaneShape
from .space.net import Shape as SpaceShape

STEPS_A_CALL = 50
AVERAGING = 0.998


def optimizer(steps: int, rate: float):
    """Muon for the matrices, Adam (at a fifth of the rate) for the biases.

    After 500 steps the plane's loss was 1.2 with it, and 1.8 with Adam alone.
    """

    def schedule(highest):
        return optax.warmup_cosine_decay_schedule(0, highest, min(300, steps // 4), steps, 0.02 * highest)

    muon = optax.contrib.muon(schedule(rate), adam_b2=0.98, adam_learning_rate=schedule(0.2 * rate))
    return optax.chain(optax.clip_by_global_norm(1.0), muon)


@partial(jax.jit, static_argnames=("rule", "kit", "shape"), donate_argnums=(0,))
def many_steps(state, rule, kit, shape):
    def step(state, _):
        parameters, average, rule_state, runs, key = state
        key, *keys = jax.random.split(key, 4)
        # A run is masked for the loss and for the proposals alike: its proposals come from what was shown.
        (loss, (frames, mixtures)), gradient = jax.value_and_grad(kit.terms, has_aux=True)(
            parameters, runs, jax.random.split(keys[0], kit.RUNS), shape)
        finite = jnp.all(jnp.stack([jnp.all(jnp.isfinite(leaf)) for leaf in jax.tree.leaves(gradient)]))
        gradient = jax.tree.map(lambda leaf: jnp.where(finite, leaf, 0), gradient)
        update, rule_state = rule.update(gradient, rule_state, parameters)
        parameters = optax.apply_updates(parameters, update)
        average = jax.tree.map(lambda old, new: AVERAGING * old + (1 - AVERAGING) * new, average, parameters)
        runs, ends = jax.vmap(kit.advance)(runs, frames, mixtures, jax.random.split(keys[1], kit.RUNS))
        runs = kit.renew(runs, ends, keys[2])
        return (parameters, average, rule_state, runs, key), loss

    return jax.lax.scan(step, state, None, STEPS_A_CALL)


def train(kit, seed: int, steps: int, path: str, rate: float = 0.01):
    """Trains for `steps` batches and saves the averaged parameters at `path`, also every two minutes on the way."""
    shape = kit.Shape()
    parameters = kit.initial(seed, shape)
    rule = optimizer(steps, rate)
    key = jax.random.key(seed)
    key, begin = jax.random.split(key)
    runs = jax.jit(jax.vmap(kit.begin))(jax.random.split(begin, kit.RUNS))
    state = (parameters, jax.tree.map(jnp.copy, parameters), rule.init(parameters), runs, key)
    began = saved = time.monotonic()
    for done in range(STEPS_A_CALL, steps + 1, STEPS_A_CALL):
        state, losses = many_steps(state, rule, kit, shape)
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
    numbers = stored.pop("__shape").tolist()
    shape = (SpaceShape if len(numbers) == len(SpaceShape._fields) else PlaneShape)(*numbers)
    seed, steps = int(stored.pop("__seed")), int(stored.pop("__steps"))
    return {name: jnp.asarray(value) for name, value in stored.items()}, shape, seed, steps
