"""The published tasks that the model is measured on. None of them is trained on or chosen by."""

import numpy as np


class Task:
    """A loss over pairs on a grid. `history` is how many of the best the prompt shows; 0 shows all."""

    history = 0
    decimals = 2

    @property
    def resolution(self):
        return [10.0**-self.decimals] * 2

    def pair(self, step):
        """A pair from grid steps, free of the dirt of multiplying."""
        return tuple(float(f"{number * 10.0 ** -self.decimals:.{self.decimals}f}") + 0.0 for number in step)

    def points_shown(self):
        return ()

    def shown_loss(self, pair):
        return self.true_loss(pair)


class Classroom(Task):
    """A line through 35 points, noise a fifth of the range; one start pair; losses to two decimals.

    `units` stretches the parameters' scales: with (100, 1) the slope is in units 100 times larger (x / 100).
    `twist` is done to the losses that are shown: "noisy" multiplies them by normal noise of a tenth, "negative" takes
    1,000 away, "huge" multiplies by 1e20, "cliff" makes those above 20 times the least squares 1e25.
    """

    def __init__(self, seed, shown, starts=1, units=(1, 1), rounding=0.01, twist="none"):
        random = np.random.default_rng(10_000 + seed)
        w, b = random.uniform(-5, 5, 2)
        x = random.uniform(-5, 5, 35)
        clean = w * x + b
        y = np.round(clean + 0.2 * np.ptp(clean) * random.normal(size=35), 2)
        self.x, self.y = np.round(x, 2) * units[1] / units[0], y * units[1]
        self.shown, self.starts, self.units, self.rounding = shown, starts, np.array(units), rounding
        self.twist, self.random = twist, np.random.default_rng(40_000 + seed)
        fit = np.polyfit(self.x, self.y, 1)
        self.least = self.true_loss(fit)

    def true_loss(self, pair):
        return float(np.mean((self.y - pair[0] * self.x - pair[1]) ** 2))

    def shown_loss(self, pair):
        loss, step = self.true_loss(pair), self.rounding
        if self.twist == "noisy":
            loss *= 1 + 0.1 * self.random.normal()
        if self.twist == "cliff" and loss > 20 * self.least:
            return 1e25
        loss = float(np.round(loss / step) * step)
        return {"negative": loss - 1000, "huge": loss * 1e20}.get(self.twist, loss)

    def points_shown(self):
        return np.stack([self.x, self.y], 1) if self.shown else ()

    def start(self, random):
        return [self.pair(np.rint(random.uniform(-5, 5, 2) * self.units * 100)) for _ in range(self.starts)]


class Slope(Task):
    """One parameter: the slope of a line through 0 and 35 noisy points; nothing but the losses is seen."""

    resolution = [0.01]

    def __init__(self, seed):
        random = np.random.default_rng(50_000 + seed)
        w = random.uniform(-5, 5)
        self.x = random.uniform(-5, 5, 35)
        self.y = w * self.x + 0.2 * np.ptp(w * self.x) * random.normal(size=35)
        self.least = self.true_loss([np.sum(self.x * self.y) / np.sum(self.x**2)])

    def true_loss(self, pair):
        return float(np.mean((self.y - pair[0] * self.x) ** 2))

    def pair(self, step):
        return super().pair(step)[:1]

    def start(self, random):
        return [self.pair(np.rint(random.uniform(-5, 5, 1) * 100))]


class Opro(Task):
    """Linear regression of "Large Language Models as Optimizers": whole numbers, sum of squares, best 20 shown."""

    history, decimals = 20, 0
    TRUTHS = [(15, 14), (17, 17), (16, 10), (3, 5), (25, 23), (2, 30), (36, -1)]

    def __init__(self, seed, truth):
        self.truth = truth
        self.x = np.arange(1, 51)
        self.y = truth[0] * self.x + truth[1] + np.random.default_rng(20_000 + seed).normal(size=50)

    def true_loss(self, pair):
        return float(np.sum((self.y - pair[0] * self.x - pair[1]) ** 2))

    def shown_loss(self, pair):
        return float(np.trunc(self.true_loss(pair)))

    def start(self, random):
        return sorted({self.pair(np.rint(random.uniform(10, 20, 2))) for _ in range(5)})


def rosenbrock(p, a, b):
    return (a - p[0]) ** 2 + b * (p[1] - p[0] ** 2) ** 2


def ellipsoid(p):
    """Curvatures 1 and 10,000 along axes turned by 30 degrees."""
    turn = np.pi / 6
    along, across = np.cos(turn) * p[0] + np.sin(turn) * p[1], np.cos(turn) * p[1] - np.sin(turn) * p[0]
    return along**2 + 1e4 * across**2


def ackley(p):
    waves = np.exp(np.mean(np.cos(2 * np.pi * p)))
    return -20 * np.exp(-0.2 * np.sqrt(np.mean(p**2))) - waves + 20 + np.e


FUNCTIONS = {
    "Rosenbrock a=20, b=1": (lambda p: rosenbrock(p, 20, 1), 10, 20),
    "Rosenbrock 1, 100": (lambda p: rosenbrock(p, 1, 100), -2, 2),
    "Himmelblau": (lambda p: (p[0] ** 2 + p[1] - 11) ** 2 + (p[0] + p[1] ** 2 - 7) ** 2, -5, 5),
    "Booth": (lambda p: (p[0] + 2 * p[1] - 7) ** 2 + (2 * p[0] + p[1] - 5) ** 2, -10, 10),
    "Beale": (
        lambda p: (1.5 - p[0] + p[0] * p[1]) ** 2 + (2.25 - p[0] + p[0] * p[1] ** 2) ** 2
        + (2.625 - p[0] + p[0] * p[1] ** 3) ** 2, -4.5, 4.5),
    "Rastrigin": (lambda p: 20 + float(np.sum(p**2 - 10 * np.cos(2 * np.pi * p))), -5.12, 5.12),
    "Ackley": (ackley, -5, 5),
    "ellipsoid, condition 1e4": (ellipsoid, -5, 5),
}
"""Functions of two parameters with the least value 0, and their boxes."""


class Function(Task):
    """One of FUNCTIONS from five uniform random start pairs, on a grid of 0.001; only the losses are seen."""

    decimals = 3

    def __init__(self, name):
        self.function, self.low, self.high = FUNCTIONS[name]

    def true_loss(self, pair):
        with np.errstate(over="ignore"):
            return float(self.function(np.asarray(pair)))

    def start(self, random):
        return [self.pair(np.rint(random.uniform(self.low, self.high, 2) * 1000)) for _ in range(5)]


def random_search(name, seed, evaluations):
    """The best values after the counts of `evaluations` of uniform random pairs in the box."""
    task, random = Function(name), np.random.default_rng(30_000 + seed)
    values = [task.true_loss(random.uniform(task.low, task.high, 2)) for _ in range(max(evaluations))]
    return [min(values[:count]) for count in evaluations]
