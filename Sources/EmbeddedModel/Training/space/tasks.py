"""What the space net is measured on: fits and functions of 3, 5 and 10 parameters, five random starts each."""

import numpy as np

MARKS = (50, 100, 200, 300)
"""Evaluations after which the best value is noted."""

KINDS = ("regression", "polynomial", "ellipsoid", "rosenbrock", "ackley")


class Problem:
    """One of KINDS in `d` dimensions: regressions and polynomials of 50 points with noise of a fifth of the spread, a
    turned ellipsoid of condition 1,000, Rosenbrock's chain, Ackley's function off centre."""

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
    """A run: all pairs so far and their values."""

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
