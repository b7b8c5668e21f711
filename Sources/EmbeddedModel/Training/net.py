"""The transformer: 22 tokens (the prompt, its data, 20 pairs), 4 layers, read out at the first token.

Parameters are a flat dictionary of arrays; every linear map is y = x W + b with W of shape [in, out].
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from .context import PAIRS
from .features import DATA_COUNT, GLOBAL_COUNT, PAIR_COUNT, Features


class Shape(NamedTuple):
    width: int = 64
    layers: int = 4
    heads: int = 4
    hidden: int = 256
    components: int = 6


def initial(seed: int, shape: Shape = Shape()) -> dict:
    """Random parameters: uniform weights of variance 1 / in (smaller into the residual stream), zero biases, and the
    components' means spread out by the bias of the last map."""
    random = np.random.default_rng(seed)
    parameters = {}

    def linear(name, inputs, outputs, gain=1.0):
        limit = gain * np.sqrt(3 / inputs)
        parameters[name + ".weight"] = random.uniform(-limit, limit, (inputs, outputs)).astype(np.float32)
        parameters[name + ".bias"] = np.zeros(outputs, np.float32)

    width, quiet = shape.width, 1 / np.sqrt(2 * shape.layers)
    linear("overall.0", GLOBAL_COUNT, width)
    linear("overall.1", width, width)
    linear("pair.0", PAIR_COUNT, width)
    linear("pair.1", width, width)
    linear("point", DATA_COUNT, width)
    linear("data.0", DATA_COUNT + width, width)
    linear("data.1", width, width)
    for layer in range(shape.layers):
        linear(f"layer{layer}.attention.in", width, 3 * width)
        linear(f"layer{layer}.attention.out", width, width, quiet)
        linear(f"layer{layer}.forward.in", width, shape.hidden)
        linear(f"layer{layer}.forward.out", shape.hidden, width, quiet)
    linear("head.0", width, width)
    linear("head.1", width, 6 * shape.components, 0.3)
    spread = random.normal(size=(shape.components, 2)) * 0.5
    parameters["head.1.bias"].reshape(shape.components, 6)[:, 1:3] = spread
    return {name: jnp.asarray(value) for name, value in parameters.items()}


def apply(parameters, name, x):
    return x @ parameters[name + ".weight"] + parameters[name + ".bias"]


def mlp(parameters, name, x):
    """Two maps with SiLU between."""
    return apply(parameters, name + ".1", jax.nn.silu(apply(parameters, name + ".0", x)))


def normalized(x):
    """Layer normalization without gain and bias, 1e-5 added to the variance."""
    x = x - jnp.mean(x, -1, keepdims=True)
    return x / jnp.sqrt(jnp.mean(x * x, -1, keepdims=True) + 1e-5)


def embed(parameters, features: Features):
    """[22, width]: the prompt, its data, its pairs."""
    points = jnp.maximum(jnp.sum(features.data_mask), 1)
    raw = jnp.sum(features.data, 0) / points
    bent = jax.nn.silu(apply(parameters, "point", features.data)) * features.data_mask[:, None]
    summary = jnp.concatenate([raw, jnp.sum(bent, 0) / points])
    return jnp.concatenate([
        mlp(parameters, "overall", features.overall)[None],
        mlp(parameters, "data", summary)[None],
        mlp(parameters, "pair", features.pairs),
    ])


def token_mask(features: Features):
    """[22], 1 for tokens that are attended to."""
    shown = jnp.max(features.data_mask)
    return jnp.concatenate([jnp.ones(1, features.pair_mask.dtype), shown[None], features.pair_mask])


def attend(parameters, name, x, mask, heads, queries):
    """What the first `queries` tokens take from all tokens that the mask lets through."""
    width = x.shape[-1]
    size = width // heads
    projected = apply(parameters, name + ".in", normalized(x))
    q, k, v = (part.reshape(-1, heads, size) for part in jnp.split(projected, 3, -1))
    logits = jnp.einsum("qhc,khc->hqk", q[:queries], k) / np.sqrt(size).astype(np.float32)
    shares = jax.nn.softmax(jnp.where(mask > 0, logits, -1e9), -1)
    taken = jnp.einsum("hqk,khc->qhc", shares, v).reshape(queries, width)
    return apply(parameters, name + ".out", taken)


def stages(parameters, features: Features, shape: Shape = Shape()):
    """The embeddings, the tokens after each layer (the last layer is computed for the first token alone), and the
    output [components, 6]."""
    x = embed(parameters, features)
    mask = token_mask(features)
    found = [x]
    for layer in range(shape.layers):
        queries = 1 if layer == shape.layers - 1 else PAIRS + 2
        x = x[:queries] + attend(parameters, f"layer{layer}.attention", x, mask, shape.heads, queries)
        inner = jax.nn.silu(apply(parameters, f"layer{layer}.forward.in", normalized(x)))
        x = x + apply(parameters, f"layer{layer}.forward.out", inner)
        found.append(x)
    output = mlp(parameters, "head", normalized(x[0])).reshape(shape.components, 6)
    return found, output


def forward(parameters, features: Features, shape: Shape = Shape()):
    """[components, 6]: see mixture.py for what they mean."""
    return stages(parameters, features, shape)[1]
