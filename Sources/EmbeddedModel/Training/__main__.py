"""python -m Training train | evaluate | write | golden, from the folder that holds Training."""

import argparse
import os

ROOT = os.path.join(os.path.dirname(__file__), "..", "..", "..")
WEIGHTS = os.path.join(ROOT, "Sources", "CEmbeddedWeights", "weights.bin")
GOLDEN = os.path.join(ROOT, "Tests", "EmbeddedModelTests", "Golden")


def main():
    parser = argparse.ArgumentParser(prog="python -m Training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="train a net and save it")
    train.add_argument("--seed", type=int, default=1)
    train.add_argument("--steps", type=int, default=5000)
    train.add_argument("--net", choices=("plane", "space"), default="plane", help="1 and 2 parameters, or 3 to 10")
    train.add_argument("--rate", type=float, default=0.01)
    train.add_argument("--out", default="plane.npz")
    validate = commands.add_parser("validate", help="compare saved nets on held-out problems of the prior")
    validate.add_argument("saved", nargs="+")
    evaluate = commands.add_parser("evaluate", help="measure a saved net or a weights file on the published tasks")
    evaluate.add_argument("saved", nargs="*", help="saved nets; the weights file where nothing is named")
    evaluate.add_argument("--parts", default="opro,classroom,robust,functions,space,rivals")
    evaluate.add_argument("--temperatures", default="0.5,1,1.5,2,0")
    evaluate.add_argument("--seeds", type=int, default=20, help="of each of OPRO's settings")
    write = commands.add_parser("write", help="write the weights file of a saved net")
    write.add_argument("saved", nargs="+", help="what train saved: one net, or the plane's and the space's")
    write.add_argument("--date", required=True, help="the day it was trained, YYYY-MM-DD")
    write.add_argument("--out", default=WEIGHTS)
    golden = commands.add_parser("golden", help="write the golden vectors of a weights file")
    golden.add_argument("--weights", default=WEIGHTS)
    golden.add_argument("--out", default=GOLDEN)
    arguments = parser.parse_args()
    actions = {
        "train": do_train, "validate": do_validate, "evaluate": do_evaluate, "write": do_write, "golden": do_golden}
    actions[arguments.command](arguments)


def do_train(arguments):
    from . import contexts, train
    from .space import contexts as space_contexts

    kit = {"plane": contexts, "space": space_contexts}[arguments.net]
    train.train(kit, arguments.seed, arguments.steps, arguments.out, arguments.rate)


def do_validate(arguments):
    from . import train, validate

    for path in arguments.saved:
        parameters, shape, seed, steps = train.load(path)
        gap, surprise = validate.score(parameters, shape)
        print(f"{path} (seed {seed}, {steps} steps): gap {gap:.3f}, surprise {surprise:.3f}", flush=True)


def do_evaluate(arguments):
    from . import evaluate, player, train, weights
    from .net import Shape as PlaneShape
    from .space import evaluate as space_evaluate

    nets = {}
    for path in arguments.saved or [WEIGHTS]:
        if path.endswith(".npz"):
            parameters, shape, _, _ = train.load(path)
            nets["plane" if isinstance(shape, PlaneShape) else "space"] = (shape, parameters)
        else:
            nets.update(weights.read(path)[1])
    temperatures = [float(part) for part in arguments.temperatures.split(",")]
    parts = arguments.parts.split(",")
    plane = player.Model(*nets["plane"]) if "plane" in nets else None
    if plane:
        evaluate.report(plane, parts, temperatures, arguments.seeds)
    if "space" in nets and ("space" in parts or "rivals" in parts):
        space_evaluate.report(nets["space"], plane, others="rivals" in parts)


def do_write(arguments):
    from . import train, weights
    from .net import Shape as PlaneShape

    nets, commands, seeds = [], [], []
    for path in arguments.saved:
        parameters, shape, seed, steps = train.load(path)
        name = "plane" if isinstance(shape, PlaneShape) else "space"
        nets.append((name, shape, parameters))
        commands.append(f"python -m Training train --net {name} --seed {seed} --steps {steps}")
        seeds.append(seed)
    os.makedirs(os.path.dirname(arguments.out), exist_ok=True)
    weights.write(arguments.out, nets, "; ".join(commands), seeds[0], arguments.date)


def do_golden(arguments):
    from . import golden, weights

    golden.write(arguments.out, weights.read(arguments.weights)[1])


if __name__ == "__main__":
    main()
