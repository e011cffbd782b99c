"""Values and slopes of activations and losses from their textbook formulas in 60 digits: writes golden.json beside it.

Needs mpmath: python3 golden.py. The formulas are written as the sources have them, not as the library computes them.
"""
import json
import os

from mpmath import cos, cosh, diff, erf, exp, log, mp, mpf, pi, sin, sqrt, tanh

mp.dps = 60


def sigmoid(z):
    return 1 / (1 + exp(-z))


def softplus(z):
    return log(1 + exp(z))


LAMBDA, ALPHA = mpf("1.0507009873554804934193349852946"), mpf("1.6732632423543772848170429916717")

# name in the catalogue → the formula
ACTIVATIONS = {
    "elu": lambda z: z if z > 0 else exp(z) - 1,
    "gaussian": lambda z: exp(-z * z),
    "gelu": lambda z: z * (1 + erf(z / sqrt(mpf(2)))) / 2,
    "gelu-tanh": lambda z: z / 2 * (1 + tanh(sqrt(2 / pi) * (z + mpf("0.044715") * z**3))),
    "hard-sigmoid": lambda z: min(max(z + 3, 0), 6) / mpf(6),
    "hard-swish": lambda z: z * min(max(z + 3, 0), 6) / 6,
    "hard-tanh": lambda z: min(max(z, -1), 1),
    "mish": lambda z: z * tanh(softplus(z)),
    "relu6": lambda z: min(max(z, 0), 6),
    "selu": lambda z: LAMBDA * z if z > 0 else LAMBDA * ALPHA * (exp(z) - 1),
    "silu": lambda z: z * sigmoid(z),
    "sine": sin,
    "softplus": softplus,
    "softsign": lambda z: z / (1 + abs(z)),
}
SUMS = [-300, -50, -12, -3.25, -1.5, -0.625, -0.03125, -1e-6, 1e-6, 0.03125, 0.625, 1.5, 3.25, 12, 50, 300]

# name in the catalogue → the formula over a score and a target, and the targets
LOSSES = {
    "binary-softmax": (lambda s, y: -(y * log(sigmoid(s)) + (1 - y) * log(1 - sigmoid(s))), [0, 1]),
    "huber": (lambda s, y: (s - y) ** 2 / 2 if abs(s - y) <= 1 else abs(s - y) - mpf(1) / 2, [-2.5, 0.25]),
    "log-cosh": (lambda s, y: log(cosh(s - y)), [-2.5, 0.25]),
    "absolute-error": (lambda s, y: abs(s - y), [-2.5, 0.25]),
    "mean-squared-error": (lambda s, y: (s - y) ** 2, [-2.5, 0.25]),
    "poisson": (lambda s, y: exp(s) - y * s, [0, 3]),
    "quantile": (lambda s, y: max((y - s) / 2, (s - y) / 2), [-2.5, 0.25]),
    "squared-hinge": (lambda s, y: max(0, 1 - y * s) ** 2, [-1, 1]),
    "binary-svm": (lambda s, y: max(0, 1 - y * s), [-1, 1]),
}
SCORES = [-40, -3.25, -1.5, -0.03125, 0.251, 0.625, 1.5, 3.25, 40]

# scores, label, smoothing, weights of `crossEntropy`
ROWS = [
    ([0.5, -1.25, 2], 0, 0.1, [1, 1, 1]),
    ([0.5, -1.25, 2], 1, 0, [0.5, 3, 1]),
    ([30, -20, 0.25, 4, 1], 3, 0.3, [2, 1, 1, 0.25, 1]),
    ([0, 0], 1, 0.5, [0, 4]),
]


def cross_entropy(s, label, smoothing, weights):
    lse = log(sum(exp(mpf(x)) for x in s))
    share = mpf(str(smoothing))
    t = [share / len(s) + (1 - share if k == label else 0) for k in range(len(s))]
    w = mpf(weights[label])
    loss = w * sum(t[k] * (lse - s[k]) for k in range(len(s)))
    slope = [w * (exp(s[k] - lse) - t[k]) for k in range(len(s))]
    return {"s": s, "label": label, "smoothing": smoothing, "weights": weights, "loss": float(loss), "slope": [float(x) for x in slope]}


def of(f, at):
    x = mpf(at)
    mp.dps = 400
    slope = diff(f, x, h=mpf(10) ** -100)
    mp.dps = 60
    return [float(f(x)), float(slope)]


golden = {
    "sums": SUMS,
    "activations": {name: [of(f, z) for z in SUMS] for name, f in ACTIVATIONS.items()},
    "crossEntropy": [cross_entropy(*row) for row in ROWS],
    "scores": SCORES,
    "losses": {
        name: [{"y": y, "values": [of(lambda s: f(s, mpf(y)), at) for at in SCORES]} for y in targets]
        for name, (f, targets) in LOSSES.items()
    },
}
with open(os.path.join(os.path.dirname(__file__), "golden.json"), "w") as file:
    json.dump(golden, file, indent=None)
    file.write("\n")
