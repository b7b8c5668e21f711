"""The model's answer: a mixture of Gaussians over the place of the optimum, in the compressed frame."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np


class Mixture(NamedTuple):
    logits: jnp.ndarray
    """[components]"""
    means: jnp.ndarray
    """[components, 2], in the compressed frame."""
    log_sigmas: jnp.ndarray
    """[components, 2], -7 to 3."""
    shears: jnp.ndarray
    """[components]; a draw is m0 + s0 n0, m1 + shear s0 n0 + s1 n1 with n0, n1 standard normal."""


def read(output) -> Mixture:
    """The mixture of the net's output [..., components, 6]: logit, mean / 2, log sigma + 1, shear."""
    return Mixture(
        output[..., 0], 2 * output[..., 1:3], jnp.clip(output[..., 3:5] - 1, -7, 3), output[..., 5])


def negative_log_likelihood(mixture: Mixture, place, single):
    """Of `place` [2] in the compressed frame; with one parameter of its first coordinate alone."""
    away = place - mixture.means
    e0 = away[:, 0] / jnp.exp(mixture.log_sigmas[:, 0])
    e1 = (away[:, 1] - mixture.shears * away[:, 0]) / jnp.exp(mixture.log_sigmas[:, 1])
    both = 1 - single
    each = -0.5 * (e0**2 + both * e1**2) - mixture.log_sigmas[:, 0] - both * mixture.log_sigmas[:, 1]
    each = each - 0.5 * (1 + both) * np.log(2 * np.pi).astype(np.float32)
    return -jax.scipy.special.logsumexp(jax.nn.log_softmax(mixture.logits) + each)


def draw(mixture: Mixture, key, temperature):
    """One place [2] in the compressed frame: a component by logits / T, its noise times T."""
    pick, noise = jax.random.split(key)
    chosen = jax.random.categorical(pick, mixture.logits / temperature)
    n0, n1 = jax.random.normal(noise, (2,)) * temperature
    s0, s1 = jnp.exp(mixture.log_sigmas[chosen])
    m0, m1 = mixture.means[chosen]
    return jnp.stack([m0 + s0 * n0, m1 + mixture.shears[chosen] * s0 * n0 + s1 * n1])
