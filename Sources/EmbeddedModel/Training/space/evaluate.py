"""Measures the space net beside other ways to search in 3, 5 and 10 dimensions."""

import itertools
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from . import decode, rivals
from .frame import Context, make_context, make_features
from .net import forward
from .tasks import KINDS, MARKS, Log, Problem


@partial(jax.jit, static_argnames="shape")
def answer(parameters, contexts, shape):
    """Frames and mixtures of stacked contexts: features in double precision, the net in single."""
    features, frames = jax.vmap(make_features)(contexts)
    features = jax.tree.map(lambda each: each.astype(jnp.float32), features)
    return frames, jax.vmap(lambda each: forward(parameters, each, shape))(features)


def play(logs, parameters, shape, temperature):
    """All runs to their end, one proposal a step."""
    randoms = [np.random.default_rng([4, index]) for index in range(len(logs))]
    d = logs[0].problem.d
    resolution = np.full(d, 10.0 ** -logs[0].problem.decimals)
    while not logs[0].full():
        contexts = [make_context(log.pairs, log.values, resolution) for log in logs]
        stacked = Context(*(jnp.asarray(np.stack(part)) for part in zip(*contexts)))
        frames, mixtures = jax.tree.map(np.asarray, answer(parameters, stacked, shape))
        for index, log in enumerate(logs):
            logits, means, scales, wides = (part[index] for part in mixtures)
            mixture = (logits, means[:, :d], scales, wides[:, :, :d])
            known = {tuple(step) for step in decode.steps_of(np.array(log.pairs), resolution)}
            steps = decode.proposals(
                mixture, frames.center[index][:d], frames.lower[index][:d, :d], resolution, known, temperature, 1,
                randoms[index])
            log.ask(steps[0] * resolution)


def report(space, plane=None, seeds=20, temperatures=(0.5, 1.0), others=True):
    """Prints medians; `space` is a (shape, parameters), `plane` a Model that searches in random planes."""
    jax.config.update("jax_enable_x64", True)
    shape, parameters = space
    parameters = {name: jnp.asarray(np.asarray(value), jnp.float32) for name, value in parameters.items()}
    print(f"\nMedians of {seeds} seeds after {MARKS} evaluations; fits as multiples of least squares")
    for kind, d in itertools.product(KINDS, (3, 5, 10)):
        if (kind, d) == ("polynomial", 10):
            continue
        ways = {f"space T={temperature}": partial(
            play, parameters=parameters, shape=shape, temperature=temperature) for temperature in temperatures}
        if others:
            for name in ("uniform", "nelder_mead", "cma"):
                ways[name] = partial(each_of, getattr(rivals, name))
            if plane:
                ways["planes"] = partial(rivals.planes, model=plane, temperature=0.7)
        for name, run in ways.items():
            logs = [Log(Problem(kind, d, seed)) for seed in range(seeds)]
            run(logs)
            rows = [np.array(log.marks()) / (log.problem.least or 1) for log in logs]
            cells = " / ".join(f"{value:.3g}" for value in np.median(rows, axis=0))
            print(f"{kind} d={d} {name}: {cells}", flush=True)


def each_of(search, logs):
    for index, log in enumerate(logs):
        search(log, np.random.default_rng([9, index]))
