"""Runs of the model on many tasks side by side, as the program would make them: prompt, net, draw, evaluate."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from . import decode, mixture
from .context import Context, make_context
from .features import make_features
from .net import forward


@partial(jax.jit, static_argnames="shape")
def answer(parameters, contexts, shape):
    """Frames and mixtures of stacked contexts: features in double precision, the net in single."""
    features, frames = jax.vmap(make_features)(contexts)
    features = jax.tree.map(lambda each: each.astype(jnp.float32), features)
    outputs = jax.vmap(lambda each: forward(parameters, each, shape))(features)
    return frames, mixture.read(outputs)


class Model:
    """A trained net that proposes."""

    def __init__(self, shape, parameters):
        jax.config.update("jax_enable_x64", True)
        self.shape = shape
        self.parameters = {name: jnp.asarray(np.asarray(value), jnp.float32) for name, value in parameters.items()}

    def answers(self, contexts):
        """Frames and mixtures, as NumPy arrays, of a list of contexts."""
        room = 1 << (len(contexts) - 1).bit_length()
        padded = contexts + [contexts[0]] * (room - len(contexts))
        stacked = Context(*(np.stack(parts) for parts in zip(*padded)))
        return jax.tree.map(np.asarray, answer(self.parameters, jax.tree.map(jnp.asarray, stacked), self.shape))


class Trial:
    """One run: its task, all pairs so far in the order made, and how far the best has come."""

    def __init__(self, task, random):
        self.task, self.random = task, random
        self.pairs = [tuple(pair) for pair in task.start(random)]
        self.losses = [task.shown_loss(np.array(pair)) for pair in self.pairs]
        self.best = [self.best_value()]

    def best_value(self):
        return min(self.task.true_loss(np.array(pair)) for pair in self.pairs)

    def shown(self):
        """The indices of the pairs that the prompt shows."""
        order = np.argsort(self.losses, kind="stable")
        return order[: self.task.history] if self.task.history else np.arange(len(self.pairs))

    def context(self):
        shown = self.shown()
        return make_context(
            np.array(self.pairs)[shown], np.array(self.losses)[shown], self.task.resolution, self.task.points_shown())

    def add(self, pair):
        pair = tuple(pair)
        if pair not in self.pairs:
            self.pairs.append(pair)
            self.losses.append(self.task.shown_loss(np.array(pair)))
            self.best.append(min(self.best[-1], self.task.true_loss(np.array(pair))))
        else:
            self.best.append(self.best[-1])


def advance(model, trials, temperature, count):
    """One step of each trial: `count` proposals to one prompt."""
    contexts = [trial.context() for trial in trials]
    frames, mixtures = model.answers(contexts)
    for index, trial in enumerate(trials):
        resolution = np.asarray(trial.task.resolution, float)
        resolution = np.broadcast_to(resolution, 2) if len(resolution) == 1 else resolution
        known = {tuple(step) for step in decode.steps_of(padded(np.array(trial.pairs)[trial.shown()]), resolution)}
        mixed = jax.tree.map(lambda part: part[index], mixtures)
        steps = decode.proposals(
            mixed, frames.center[index], frames.lower[index], resolution, known, temperature, count, trial.random,
            bool(contexts[index].single))
        for step in steps:
            trial.add(trial.task.pair(step))


def padded(pairs):
    return np.concatenate([pairs, np.zeros_like(pairs)], 1) if pairs.shape[1] == 1 else pairs


