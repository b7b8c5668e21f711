"""Measures a net on the published tasks and prints tables."""

import numpy as np

from . import tasks
from .player import Trial, advance

TEMPERATURES = (0.5, 1.0, 1.5, 2.0, 0.0)


def trials_of(made, salt):
    return [Trial(task, np.random.default_rng([salt, index])) for index, task in enumerate(made)]


def short(value):
    return f"{value:.3g}" if value < 1e4 else f"{value:.0f}"


def classroom(model, temperature, seeds, evaluations=(2, 5, 10, 20, 50), **options):
    """Best loss over least squares: the medians after so many evaluations, and the 90th percentile after 10."""
    made = [tasks.Classroom(seed, **options) for seed in range(seeds)]
    return ratios_of(made, model, temperature, evaluations, options)


def ratios_of(made, model, temperature, evaluations, options=()):
    options = dict(options)
    trials = trials_of(made, 1)
    starts = options.get("starts", 1)
    for _ in range(max(evaluations) - starts):
        advance(model, trials, temperature, 1)
    ratios = np.array([np.array(trial.best) / trial.task.least for trial in trials])
    column = {count: ratios[:, max(0, count - starts)] for count in (*evaluations, 10)}
    return [np.median(column[count]) for count in evaluations] + [np.quantile(column[10], 0.9)]


def opro(model, temperature, seeds, most=500):
    """For each truth: mean steps and mean pairs evaluated of the runs that found it, and how many did not."""
    made = [tasks.Opro(seed, truth) for truth in tasks.Opro.TRUTHS for seed in range(seeds)]
    trials = trials_of(made, 2)
    steps = np.full(len(trials), -1)
    for step in range(most + 1):
        for index, trial in enumerate(trials):
            if steps[index] < 0 and tuple(map(float, trial.task.truth)) in trial.pairs:
                steps[index] = step
        alive = [trial for index, trial in enumerate(trials) if steps[index] < 0]
        if not alive or step == most:
            break
        advance(model, alive, temperature, 8)
    rows = []
    for index, truth in enumerate(tasks.Opro.TRUTHS):
        part = slice(index * seeds, (index + 1) * seeds)
        solved = steps[part] >= 0
        unique = np.array([len(trial.pairs) for trial in trials[part]])
        mean = steps[part][solved].mean() if solved.any() else np.nan
        rows.append((truth, mean, unique[solved].mean() if solved.any() else np.nan, int(np.sum(~solved))))
    return rows


def functions(model, temperature, seeds, evaluations=(50, 100, 200)):
    """For each function: the medians of the best value after so many evaluations."""
    names = list(tasks.FUNCTIONS)
    trials = trials_of([tasks.Function(name) for name in names for _ in range(seeds)], 3)
    for _ in range(max(evaluations) - 5):
        advance(model, trials, temperature, 1)
    best = np.array([trial.best for trial in trials]).reshape(len(names), seeds, -1)
    return {
        name: [np.median(best[index, :, count - 5]) for count in evaluations] for index, name in enumerate(names)}


def report(model, parts, temperatures=TEMPERATURES, seeds=20):
    """Prints the tables of `parts`: some of opro, classroom, functions, robust."""
    if "opro" in parts:
        print(f"\nOPRO, {seeds} seeds, 8 proposals a step, at most 500: mean steps / mean pairs evaluated (failures)")
        for temperature in temperatures:
            # A run at temperature 0 that is stuck stays stuck.
            rows = opro(model, temperature, seeds, 500 if temperature else 100)
            cells = [f"{steps:.1f}/{pairs:.0f}" + (f" ({fails})" if fails else "") for _, steps, pairs, fails in rows]
            print(f"T={temperature}: " + " | ".join(cells), flush=True)
    if "classroom" in parts:
        print("\nClassroom, 100 seeds: median best / least squares after 2, 5, 10, 20, 50 evaluations; p90 after 10")
        for shown in (True, False):
            for temperature in temperatures:
                cells = classroom(model, temperature, 100, shown=shown)
                print(f"{'shown' if shown else 'hidden'} T={temperature}: "
                      + " ".join(f"{value:.3f}" for value in cells), flush=True)
    if "robust" in parts:
        print("\nClassroom hidden, T=0.5, 100 seeds: after 2, 5, 10, 20, 50 evaluations; p90 after 10")
        variants = {
            "w x 100, 1 start": dict(units=(100, 1)), "w / 100, 1 start": dict(units=(0.01, 1)),
            "both x 1000, 1 start": dict(units=(1000, 1000)),
            "5 starts": dict(starts=5), "w x 100, 5 starts": dict(starts=5, units=(100, 1)),
            "5 starts, losses to 1": dict(starts=5, rounding=1), "5 starts, losses to 10": dict(starts=5, rounding=10),
            **{f"{twist} losses, 1 start": dict(twist=twist) for twist in ("noisy", "negative", "huge", "cliff")}}
        for name, options in variants.items():
            evaluations = (2, 5, 10, 20, 50) if "starts" not in options else (5, 6, 10, 20, 50)
            cells = classroom(model, 0.5, 100, evaluations, shown=False, **options)
            print(f"{name}: " + " ".join(f"{value:.3f}" for value in cells), flush=True)
        cells = ratios_of([tasks.Slope(seed) for seed in range(100)], model, 0.5, (2, 3, 5, 10, 20))
        text = " ".join(f"{value:.3f}" for value in cells)
        print(f"one parameter, 1 start (after 2, 3, 5, 10, 20): {text}", flush=True)
    if "functions" in parts:
        print("\nFunctions: median of 30 best values after 50 / 100 / 200 evaluations")
        columns = {f"T={temperature}": functions(model, temperature, 30) for temperature in (0.5, 1.0)}
        for name in tasks.FUNCTIONS:
            searched = np.median([tasks.random_search(name, seed, (50, 100, 200)) for seed in range(30)], axis=0)
            cells = ["random " + " / ".join(map(short, searched))]
            cells += [f"{title} " + " / ".join(map(short, column[name])) for title, column in columns.items()]
            print(f"{name}: " + " | ".join(cells), flush=True)
