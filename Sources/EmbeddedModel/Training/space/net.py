"""A transformer whose tokens hold numbers and vectors; turning the frame turns its answer and nothing else.

Each token has `width` numbers and `channels` vectors of the frame. Vectors meet numbers only through dot products and
by being scaled, so the same parameters serve any number of dimensions.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from ..net import apply, mlp, normalized
from .frame import OVERALL, PAIR, PAIRS, Features

RANK = 3


class Shape(NamedTuple):
    width: int = 48
    channels: int = 8
    layers: int = 3
    heads: int = 4
    hidden: int = 128
    components: int = 4


def initial(seed, shape: Shape = Shape()):
    random = np.random.default_rng(seed)
    parameters = {}

    def linear(name, inputs, outputs, gain=1.0, bias=True):
        limit = gain * np.sqrt(3 / inputs)
        parameters[name + ".weight"] = random.uniform(-limit, limit, (inputs, outputs)).astype(np.float32)
        if bias:
            parameters[name + ".bias"] = np.zeros(outputs, np.float32)

    w, c, h = shape.width, shape.channels, shape.heads
    quiet = 1 / np.sqrt(2 * shape.layers)
    linear("overall.0", OVERALL, w)
    linear("overall.1", w, w)
    linear("pair.0", PAIR, w)
    linear("pair.1", w, w)
    linear("gate", w, c)
    parameters["gate.bias"] += 1
    for layer in range(shape.layers):
        name = f"layer{layer}."
        # Twice the heads: one half soft, the other linear.
        linear(name + "query", w, 2 * w)
        linear(name + "key", w, 2 * w)
        linear(name + "value", w, 2 * w)
        linear(name + "vectors", c, 6 * c, bias=False)
        linear(name + "out", 2 * w, w, quiet)
        linear(name + "turn", 2 * c, c, quiet, bias=False)
        linear(name + "forward.in", w + 2 * c, shape.hidden)
        linear(name + "forward.out", shape.hidden, w + 2 * c, quiet)
        linear(name + "mix", c, 2 * c, bias=False)
        linear(name + "back", c, c, quiet, bias=False)
    linear("head.0", w + c, w)
    linear("head.1", w, shape.components * (2 + c * (1 + RANK)), 0.5)
    parameters["head.1.bias"] = parameters["head.1.bias"] + 0.2 * random.normal(
        size=parameters["head.1.bias"].shape).astype(np.float32)
    return {name: jnp.asarray(value) for name, value in parameters.items()}


def size_of(vectors, dims):
    """Squared lengths [..., channels] over dimensions, of vectors [..., dims, channels]."""
    return jnp.sum(vectors**2, -2) / dims


def toned(vectors, dims):
    """Vectors divided by the root of 1/10 + the mean squared length of the token's channels over dimensions."""
    return vectors / jnp.sqrt(0.1 + jnp.mean(size_of(vectors, dims), -1))[:, None, None]


def by_head(numbers, vectors, heads):
    """[heads, tokens, n]: the numbers and the vectors' coordinates that belong to each head."""
    tokens, across = vectors.shape[:2]
    numbers = numbers.reshape(tokens, heads, -1)
    vectors = vectors.reshape(tokens, across, heads, -1).transpose(0, 2, 1, 3).reshape(tokens, heads, -1)
    return jnp.concatenate([numbers, vectors], -1).transpose(1, 0, 2)


def stages(parameters, features: Features, shape: Shape = Shape()):
    """Numbers and vectors of the tokens after embedding and after each layer (the last for the first token alone), and
    the mixture."""
    w, c, h = shape.width, shape.channels, shape.heads
    dims, across = features.dims, features.z.shape[-1]
    size, each = w // h, c // h
    # Dot products of numbers and of vectors are brought to the same measure.
    number_gain, vector_gain = size**-0.25, dims**-0.25
    mask = jnp.concatenate([jnp.ones(1, features.mask.dtype), features.mask])
    s = jnp.concatenate([mlp(parameters, "overall", features.overall)[None], mlp(parameters, "pair", features.pairs)])
    gates = apply(parameters, "gate", s[1:])
    v = jnp.concatenate([jnp.zeros((1, across, c), s.dtype), features.z[:, :, None] * gates[:, None]])
    count = jnp.sum(mask)
    found = [(s, v)]
    for layer in range(shape.layers):
        name = f"layer{layer}."
        t = 1 if layer == shape.layers - 1 else PAIRS + 1
        x, y = normalized(s), toned(v, dims)
        turned = y @ parameters[name + "vectors.weight"]
        vq, vk, vn = jnp.split(turned, 3, -1)
        q = by_head(number_gain * apply(parameters, name + "query", x[:t]), vector_gain * vq[:t], 2 * h)
        k = by_head(number_gain * apply(parameters, name + "key", x), vector_gain * vk, 2 * h)
        n = by_head(apply(parameters, name + "value", x), vn, 2 * h)
        logits = q @ k.transpose(0, 2, 1)
        soft = jax.nn.softmax(jnp.where(mask > 0, logits[:h], -1e9), -1)
        shares = jnp.concatenate([soft, logits[h:] * mask / count])
        taken = (shares @ n).transpose(1, 0, 2)
        numbers = taken[..., :size].reshape(t, 2 * w)
        vectors = taken[..., size:].reshape(t, 2 * h, across, each).transpose(0, 2, 1, 3).reshape(t, across, 2 * c)
        s = s[:t] + apply(parameters, name + "out", numbers)
        v = v[:t] + vectors @ parameters[name + "turn.weight"]
        x, y = normalized(s), toned(v, dims)
        one, two = jnp.split(y @ parameters[name + "mix.weight"], 2, -1)
        dots = jnp.sum(one * two, -2) / dims
        inner = jax.nn.silu(apply(parameters, name + "forward.in", jnp.concatenate([x, dots, size_of(y, dims)], -1)))
        out = apply(parameters, name + "forward.out", inner)
        s = s + out[:, :w]
        v = v + (y * out[:, None, w : w + c]) @ parameters[name + "back.weight"]
        v = v * (1 + 0.3 * jnp.tanh(out[:, w + c :]))[:, None]
        found.append((s, v))
    v = v[0]
    hidden = jnp.concatenate([normalized(s[0]), jnp.log(size_of(v, dims) + 1e-3) / 3])
    raw = mlp(parameters, "head", hidden).reshape(shape.components, -1)
    logits, scales = raw[:, 0], jnp.clip(raw[:, 1] - 1, -7, 3)
    parts = raw[:, 2:].reshape(shape.components * (1 + RANK), c)
    vectors = (parts @ v.T).reshape(shape.components, 1 + RANK, across)
    wides = vectors[:, 1:] * jnp.exp(jnp.minimum(scales + 1, 1))[:, None, None]
    return found, Mixture(logits, vectors[:, 0], scales, wides)


def forward(parameters, features: Features, shape: Shape = Shape()):
    return stages(parameters, features, shape)[1]


class Mixture(NamedTuple):
    """Gaussians with the covariance exp(2 scale) + the sum of the wides' outer products."""

    logits: jnp.ndarray
    means: jnp.ndarray
    scales: jnp.ndarray
    wides: jnp.ndarray
    """[components, RANK, dims]"""


def negative_log_likelihood(mixture: Mixture, place, dims):
    away = place - mixture.means
    inverse = jnp.exp(-2 * mixture.scales)
    gram = jnp.einsum("mrd,msd->mrs", mixture.wides, mixture.wides) * inverse[:, None, None]
    a = gram + jnp.eye(RANK)
    b = jnp.einsum("mrd,md->mr", mixture.wides, away) * inverse[:, None]
    # Cholesky of 3 x 3 by hand: a library call for each would rule the time.
    l00 = jnp.sqrt(a[:, 0, 0])
    l10, l20 = a[:, 1, 0] / l00, a[:, 2, 0] / l00
    l11 = jnp.sqrt(a[:, 1, 1] - l10**2)
    l21 = (a[:, 2, 1] - l20 * l10) / l11
    l22 = jnp.sqrt(jnp.maximum(a[:, 2, 2] - l20**2 - l21**2, 1e-6))
    y0 = b[:, 0] / l00
    y1 = (b[:, 1] - l10 * y0) / l11
    y2 = (b[:, 2] - l20 * y0 - l21 * y1) / l22
    square = jnp.sum(away**2, -1) * inverse - (y0**2 + y1**2 + y2**2)
    log_determinant = 2 * dims * mixture.scales + 2 * (jnp.log(l00) + jnp.log(l11) + jnp.log(l22))
    each = -0.5 * (jnp.maximum(square, 0) + log_determinant + dims * np.log(2 * np.pi).astype(np.float32))
    return -jax.scipy.special.logsumexp(jax.nn.log_softmax(mixture.logits) + each)


def draw(mixture: Mixture, key, temperature, used):
    k = jax.random.split(key, 3)
    chosen = jax.random.categorical(k[0], mixture.logits / temperature)
    noise = jax.random.normal(k[1], mixture.means.shape[1:]) * jnp.exp(mixture.scales[chosen]) * used
    wide = jax.random.normal(k[2], (RANK,)) @ mixture.wides[chosen]
    return mixture.means[chosen] + temperature * (noise + wide)
