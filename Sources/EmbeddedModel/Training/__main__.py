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
    train.add_argument("--steps", type=int, default=8000)
    train.add_argument("--rate", type=float, default=2e-3)
    train.add_argument("--out", default="plane.npz")
    write = commands.add_parser("write", help="write the weights file of a saved net")
    write.add_argument("saved", help="what train saved; random:SEED writes a net of random weights")
    write.add_argument("--date", required=True, help="the day it was trained, YYYY-MM-DD")
    write.add_argument("--out", default=WEIGHTS)
    golden = commands.add_parser("golden", help="write the golden vectors of a weights file")
    golden.add_argument("--weights", default=WEIGHTS)
    golden.add_argument("--out", default=GOLDEN)
    arguments = parser.parse_args()
    {"train": do_train, "write": do_write, "golden": do_golden}[arguments.command](arguments)


def do_train(arguments):
    from .train import train

    train(arguments.seed, arguments.steps, arguments.out, arguments.rate)


def do_write(arguments):
    from . import net, train, weights

    kind, _, seed = arguments.saved.partition(":")
    if kind == "random":
        seed, shape = int(seed), net.Shape()
        parameters, command = net.initial(seed, shape), "none: random weights"
    else:
        parameters, shape, seed, steps = train.load(arguments.saved)
        command = f"python -m Training train --seed {seed} --steps {steps}"
    os.makedirs(os.path.dirname(arguments.out), exist_ok=True)
    weights.write(arguments.out, [("plane", shape, parameters)], command, seed, arguments.date)


def do_golden(arguments):
    from . import golden, weights

    golden.write(arguments.out, weights.read(arguments.weights)[1])


if __name__ == "__main__":
    main()
