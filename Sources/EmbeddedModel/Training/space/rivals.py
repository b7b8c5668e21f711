"""Other ways to search that the space net is compared with."""

import jax
import numpy as np

from .. import decode
from ..context import make_context
from .frame import PAIRS


def nelder_mead(log, random):
    """From the best start with a step of 0.3 half ranges; again from the best with half the step when it has shrunk."""
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
    """CMA-ES with its usual settings, sigma a quarter of the range."""
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
    """Uniform random pairs in the box."""
    while not log.full():
        log.ask(random.uniform(log.problem.low, log.problem.high, log.problem.d))


def planes(logs, model, temperature, a_plane=6, seed=0):
    """Random planes through the best pair, `a_plane` evaluations in each; directions whitened by the best pairs.

    The plane's coordinates are 1, 1 at the best pair, so that the net's guess of a scale from their size is about one.
    """
    randoms = [np.random.default_rng([seed, index]) for index in range(len(logs))]
    while not logs[0].full():
        here = []
        for log, random in zip(logs, randoms):
            best = int(np.argmin(log.values))
            d = log.problem.d
            order = np.argsort(log.values, kind="stable")[:PAIRS]
            away = np.array(log.pairs)[order] - log.pairs[best]
            spread = away.T @ away / len(order)
            cov = spread + 0.2 * np.diag(np.diag(spread)) + 1e-6 * np.eye(d)
            ways = np.linalg.cholesky(cov) @ np.linalg.qr(random.normal(size=(d, 2)))[0]
            here.append((log.pairs[best], ways, [((1.0, 1.0), log.values[best])]))
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
                value = log.ask(c + ways @ (p - 1))
                seen.append((tuple(p), min(value, 1e25)))
