"""Compares ways to search in 3, 5 and 10 dimensions: the space net, planes, Nelder-Mead, CMA-ES, random."""

import itertools
import sys
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from .. import decode
from ..context import make_context
from . import frame as frames
from .frame import MOST, PAIRS, Context, expand, make_features, out_of_frame
from .net import Shape, draw, forward

MARKS = (50, 100, 200, 300)


class Problem:
    def __init__(self, kind, d, seed):
        random = np.random.default_rng([d, seed, len(kind)])
        self.d, self.kind, self.least, self.decimals = d, kind, 0.0, 2
        self.low, self.high = -5.0, 5.0
        if kind in ("regression", "polynomial"):
            n = 50
            if kind == "regression":
                x = np.concatenate([random.uniform(-2, 2, (n, d - 1)), np.ones((n, 1))], 1)
            else:
                x = random.uniform(-1.5, 1.5, (n, 1)) ** np.arange(d)
            beta = random.uniform(-5, 5, d)
            clean = x @ beta
            y = clean + 0.2 * np.std(clean) * random.normal(size=n)
            self.f = lambda p: float(np.mean((y - x @ p) ** 2))
            self.least = self.f(np.linalg.lstsq(x, y, rcond=None)[0])
        elif kind == "ellipsoid":
            q = np.linalg.qr(random.normal(size=(d, d)))[0]
            t = random.uniform(-4, 4, d)
            scale = 1e3 ** (np.arange(d) / (d - 1))
            self.f = lambda p: float(np.sum(scale * (q @ (p - t)) ** 2))
            self.decimals = 3
        elif kind == "rosenbrock":
            self.f = lambda p: float(np.sum(100 * (p[1:] - p[:-1] ** 2) ** 2 + (1 - p[:-1]) ** 2))
            self.low, self.high, self.decimals = -2.0, 2.0, 3
        elif kind == "ackley":
            t = random.uniform(-3, 3, d)
            self.f = lambda p: float(20 - 20 * np.exp(-0.2 * np.sqrt(np.mean((p - t) ** 2))) + np.e - np.exp(
                np.mean(np.cos(2 * np.pi * (p - t)))))
            self.decimals = 3
        self.start = [self.grid(random.uniform(self.low, self.high, d)) for _ in range(5)]

    def grid(self, p):
        return np.round(p, self.decimals)


class Log:
    def __init__(self, problem):
        self.problem, self.pairs, self.values, self.known = problem, [], [], set()
        for p in problem.start:
            self.ask(p)

    def ask(self, p):
        p = self.problem.grid(np.clip(p, -1e6, 1e6))
        value = self.problem.f(p)
        self.pairs.append(p)
        self.values.append(min(value, 1e25))
        self.known.add(tuple(p))
        return value

    def full(self):
        return len(self.values) >= MARKS[-1]

    def marks(self):
        best = np.minimum.accumulate(self.values)
        return [best[m - 1] for m in MARKS]


def nelder_mead(log, random):
    d, ask = log.problem.d, log.ask
    best = log.pairs[int(np.argmin(log.values))]
    step = 0.3 * (log.problem.high - log.problem.low) / 2
    while not log.full():
        simplex = [best] + [best + step * np.eye(d)[i] for i in range(d)]
        values = [ask(p) for p in simplex]
        while not log.full() and np.max(np.ptp(simplex, axis=0)) > 0.5 * 10.0**-log.problem.decimals:
            order = np.argsort(values, kind="stable")
            simplex, values = [simplex[i] for i in order], [values[i] for i in order]
            middle = np.mean(simplex[:-1], 0)
            r = middle + (middle - simplex[-1])
            fr = ask(r)
            if fr < values[0]:
                e = middle + 2 * (middle - simplex[-1])
                fe = ask(e)
                simplex[-1], values[-1] = (e, fe) if fe < fr else (r, fr)
            elif fr < values[-2]:
                simplex[-1], values[-1] = r, fr
            else:
                outside = fr < values[-1]
                c = middle + 0.5 * ((r if outside else simplex[-1]) - middle)
                fc = ask(c)
                if fc < min(fr, values[-1]):
                    simplex[-1], values[-1] = c, fc
                else:
                    simplex = [simplex[0]] + [simplex[0] + 0.5 * (p - simplex[0]) for p in simplex[1:]]
                    values = [values[0]] + [ask(p) for p in simplex[1:]]
        best, step = log.pairs[int(np.argmin(log.values))], step * 0.5


def cma(log, random):
    d = log.problem.d
    n = 4 + int(3 * np.log(d))
    mu = n // 2
    w = np.log(mu + 0.5) - np.log(np.arange(1, mu + 1))
    w /= w.sum()
    eff = 1 / np.sum(w**2)
    cc, cs = (4 + eff / d) / (d + 4 + 2 * eff / d), (eff + 2) / (d + eff + 5)
    c1 = 2 / ((d + 1.3) ** 2 + eff)
    cm = min(1 - c1, 2 * (eff - 2 + 1 / eff) / ((d + 2) ** 2 + eff))
    damp = 1 + 2 * max(0, np.sqrt((eff - 1) / (d + 1)) - 1) + cs
    chi = np.sqrt(d) * (1 - 1 / (4 * d) + 1 / (21 * d * d))
    m, s, c = log.pairs[int(np.argmin(log.values))], 0.25 * (log.problem.high - log.problem.low), np.eye(d)
    pc, ps, g = np.zeros(d), np.zeros(d), 0
    while not log.full():
        g += 1
        val, vec = np.linalg.eigh(c)
        root = vec * np.sqrt(np.maximum(val, 1e-20))
        y = [root @ random.normal(size=d) for _ in range(n)]
        f = [log.ask(m + s * each) for each in y]
        y = np.array([y[i] for i in np.argsort(f)[:mu]])
        step = w @ y
        m = m + s * step
        ps = (1 - cs) * ps + np.sqrt(cs * (2 - cs) * eff) * (vec @ ((vec.T @ step) / np.sqrt(np.maximum(val, 1e-20))))
        h = np.linalg.norm(ps) / np.sqrt(1 - (1 - cs) ** (2 * g)) < (1.4 + 2 / (d + 1)) * chi
        pc = (1 - cc) * pc + h * np.sqrt(cc * (2 - cc) * eff) * step
        c = (1 - c1 - cm) * c + c1 * np.outer(pc, pc) + cm * (y.T * w) @ y
        s *= np.exp(cs / damp * (np.linalg.norm(ps) / chi - 1))


def uniform(log, random):
    while not log.full():
        log.ask(random.uniform(log.problem.low, log.problem.high, log.problem.d))


@partial(jax.jit, static_argnames=("shape",))
def space_draws(parameters, contexts, keys, temperature, shape):
    def one(context, key):
        features, frame = make_features(context)
        features = jax.tree.map(lambda each: each.astype(jnp.float32), features)
        mixed = forward(parameters, features, shape)
        used = (jnp.arange(MOST) < context.dims).astype(jnp.float32)
        stretch = jnp.asarray(decode.STRETCHES)

        def raw(key, factor):
            return out_of_frame(frame, expand(draw(mixed, key, temperature * factor, used)))

        return jax.vmap(raw)(jax.random.split(key, len(stretch)), stretch)

    return jax.vmap(one)(contexts, keys)


def space(logs, parameters, shape, temperature, seed=0):
    key = jax.random.key(seed)
    random = np.random.default_rng(seed)
    while not logs[0].full():
        contexts = []
        for log in logs:
            d = log.problem.d
            order, seen = [], set()
            for index in np.argsort(log.values, kind="stable"):
                if tuple(log.pairs[index]) not in seen:
                    seen.add(tuple(log.pairs[index]))
                    order.append(index)
            order = order[:PAIRS]
            pairs, losses = np.zeros((PAIRS, MOST)), np.zeros(PAIRS)
            pairs[: len(order), :d] = np.array(log.pairs)[order]
            losses[: len(order)] = np.array(log.values)[order]
            res = np.full(MOST, 10.0**-log.problem.decimals)
            contexts.append(Context(pairs, losses, float(len(order)), float(d), res))
        stacked = Context(*(jnp.asarray(np.stack(part)) for part in zip(*contexts)))
        key, use = jax.random.split(key)
        raws = np.asarray(space_draws(parameters, stacked, jax.random.split(use, len(logs)), temperature, shape))
        for log, raw in zip(logs, raws):
            d = log.problem.d
            raw = raw[:, :d] + random.normal(size=(len(raw), d)) * decode.jitters(temperature)[
                :, None] * 10.0**-log.problem.decimals
            fresh = [p for p in raw if tuple(log.problem.grid(np.clip(p, -1e6, 1e6))) not in log.known]
            log.ask(fresh[0] if fresh else raw[-1])


def planes(logs, model, temperature, a_plane=6, seed=0):
    """Random planes through the best pair, `a_plane` evaluations in each; directions whitened by the best pairs."""
    randoms = [np.random.default_rng([seed, index]) for index in range(len(logs))]
    while not logs[0].full():
        here = []
        for log, random in zip(logs, randoms):
            best = int(np.argmin(log.values))
            d = log.problem.d
            order = np.argsort(log.values, kind="stable")[:PAIRS]
            away = np.array(log.pairs)[order] - log.pairs[best]
            cov = away.T @ away / len(order) + np.diag(np.full(d, 1e-6)) + 0.2 * np.diag(np.diag(away.T @ away)) / len(order)
            ways = np.linalg.cholesky(cov) @ np.linalg.qr(random.normal(size=(d, 2)))[0]
            here.append((log.pairs[best], ways, [((0.0, 0.0), log.values[best])]))
        for _ in range(a_plane):
            contexts = [
                make_context([p for p, _ in seen], [v for _, v in seen], [1e-3, 1e-3]) for _, _, seen in here]
            frame, mixed = model.answers(contexts)
            for index, (log, random, (c, ways, seen)) in enumerate(zip(logs, randoms, here)):
                known = {tuple(decode.steps_of(np.array(p), 1e-3)) for p, _ in seen}
                mix = jax.tree.map(lambda part: part[index], mixed)
                step = decode.proposals(
                    mix, frame.center[index], frame.lower[index], np.full(2, 1e-3), known, temperature, 1, random)[0]
                p = step * 1e-3
                value = log.ask(c + ways @ p)
                seen.append((tuple(p), min(value, 1e25)))


def shown(value):
    return f"{value:.3g}"


def main(path, plane_path=None, seeds=20, temperatures=(0.5,), which="space"):
    jax.config.update("jax_enable_x64", True)
    stored = dict(np.load(path))
    stored.pop("__seed"), stored.pop("__steps")
    shape = Shape(*map(int, stored.pop("__shape")))
    parameters = {name: jnp.asarray(value.astype(np.float16).astype(np.float32)) for name, value in stored.items()}
    print("after", MARKS, "evaluations; medians of", seeds, "seeds; regressions as a multiple of least squares")
    for kind, d in itertools.product(("regression", "polynomial", "ellipsoid", "rosenbrock", "ackley"), (3, 5, 10)):
        if kind == "polynomial" and d == 10:
            continue
        ways = []
        if which in ("space", "all"):
            for temperature in temperatures:
                logs = [Log(Problem(kind, d, seed)) for seed in range(seeds)]
                space(logs, parameters, shape, temperature)
                ways.append((f"space T={temperature}", logs))
        if which in ("others", "all"):
            for name, run in (("random", uniform), ("Nelder-Mead", nelder_mead), ("CMA-ES", cma)):
                logs = [Log(Problem(kind, d, seed)) for seed in range(seeds)]
                for index, log in enumerate(logs):
                    run(log, np.random.default_rng([9, index]))
                ways.append((name, logs))
            if plane_path:
                from .. import player, train

                saved, plane_shape, _, _ = train.load(plane_path)
                logs = [Log(Problem(kind, d, seed)) for seed in range(seeds)]
                planes(logs, player.Model(plane_shape, saved), 0.7)
                ways.append(("planes", logs))
        for name, logs in ways:
            rows = []
            for log in logs:
                floor = log.problem.least
                rows.append([value / floor if floor else value for value in log.marks()])
            print(f"{kind} d={d} {name}: " + " / ".join(map(shown, np.median(rows, axis=0))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None, which=sys.argv[3] if len(sys.argv) > 3 else "space")
