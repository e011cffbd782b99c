"""Ten steps of each optimizer's published update rule, in float64 with numpy: writes goldens.json, which optimizers.test.ts reads.
Each rule is written as its paper (or the library that is named) has it, state by state, not as the formulas of this library.
Run: python3 goldens.py && npx biome check --write goldens.json
"""

import json
import pathlib

import numpy as np

STEPS = 10
SHAPES = {"W": (3, 2), "b": (3,)}


def nesterov(o, state, w, g, t, is_weight):
    """CS231n Neural Networks 3: v_prev = v; v = mu * v - rate * dx; x += -mu * v_prev + (1 + mu) * v"""
    before = state.get("v", np.zeros_like(w))
    state["v"] = o["momentum"] * before - o["rate"] * g
    return w - o["momentum"] * before + (1 + o["momentum"]) * state["v"]


def adagrad(o, state, w, g, t, is_weight):
    """Duchi et al. 2011; torch.optim.Adagrad with initial_accumulator_value 0"""
    state["sum"] = state.get("sum", np.zeros_like(w)) + g * g
    return w - o["rate"] * g / (np.sqrt(state["sum"]) + o["epsilon"])


def rmsprop(o, state, w, g, t, is_weight):
    """CS231n Neural Networks 3: cache = decay * cache + (1 - decay) * dx**2"""
    state["cache"] = o["rho"] * state.get("cache", np.zeros_like(w)) + (1 - o["rho"]) * g**2
    return w - o["rate"] * g / (np.sqrt(state["cache"]) + o["epsilon"])


def centered_rmsprop(o, state, w, g, t, is_weight):
    """torch.optim.RMSprop(centered=True, momentum=...): square_avg, grad_avg, momentum_buffer"""
    zero = np.zeros_like(w)
    state["square"] = o["rho"] * state.get("square", zero) + (1 - o["rho"]) * g**2
    state["mean"] = o["rho"] * state.get("mean", zero) + (1 - o["rho"]) * g
    average = np.sqrt(np.maximum(0, state["square"] - state["mean"] ** 2)) + o["epsilon"]
    state["buffer"] = o["momentum"] * state.get("buffer", zero) + g / average
    return w - o["rate"] * state["buffer"]


def adadelta(o, state, w, g, t, is_weight):
    """Zeiler 2012, algorithm 1: RMS[x] = sqrt(E[x^2] + epsilon)"""
    zero = np.zeros_like(w)
    rms = lambda mean: np.sqrt(mean + o["epsilon"])
    state["g2"] = o["rho"] * state.get("g2", zero) + (1 - o["rho"]) * g**2
    change = -rms(state.get("x2", zero)) / rms(state["g2"]) * g
    state["x2"] = o["rho"] * state.get("x2", zero) + (1 - o["rho"]) * change**2
    return w + o["rate"] * change


def moments(o, state, w, g):
    zero = np.zeros_like(w)
    state["m"] = o["beta1"] * state.get("m", zero) + (1 - o["beta1"]) * g
    state["v"] = o["beta2"] * state.get("v", zero) + (1 - o["beta2"]) * g**2
    return state["m"], state["v"]


def adam(o, state, w, g, t, is_weight):
    """Kingma and Ba 2015, algorithm 1"""
    m, v = moments(o, state, w, g)
    return w - o["rate"] * (m / (1 - o["beta1"] ** t)) / (np.sqrt(v / (1 - o["beta2"] ** t)) + o["epsilon"])


def adamw(o, state, w, g, t, is_weight):
    """torch.optim.AdamW: param.mul_(1 - lr * weight_decay), then Adam; biases in a group of their own without decay"""
    shrunk = w * (1 - o["rate"] * o["decay"]) if is_weight else w
    return adam(o, state, shrunk, g, t, is_weight)


def adamax(o, state, w, g, t, is_weight):
    """Kingma and Ba 2015, algorithm 2; keras.optimizers.Adamax adds epsilon to u"""
    zero = np.zeros_like(w)
    state["m"] = o["beta1"] * state.get("m", zero) + (1 - o["beta1"]) * g
    state["u"] = np.maximum(o["beta2"] * state.get("u", zero), np.abs(g))
    return w - o["rate"] / (1 - o["beta1"] ** t) * state["m"] / (state["u"] + o["epsilon"])


def nadam(o, state, w, g, t, is_weight):
    """Dozat 2016, algorithm 2, with mu_t = beta1 at every step"""
    m, v = moments(o, state, w, g)
    mu = np.full(t + 2, o["beta1"])
    g_hat = g / (1 - np.prod(mu[:t]))
    m_hat = m / (1 - np.prod(mu[: t + 1]))
    m_bar = (1 - o["beta1"]) * g_hat + o["beta1"] * m_hat
    return w - o["rate"] * m_bar / (np.sqrt(v / (1 - o["beta2"] ** t)) + o["epsilon"])


def radam(o, state, w, g, t, is_weight):
    """Liu et al. 2020, algorithm 2, threshold 5"""
    m, v = moments(o, state, w, g)
    m_hat = m / (1 - o["beta1"] ** t)
    longest = 2 / (1 - o["beta2"]) - 1
    rho = longest - 2 * t * o["beta2"] ** t / (1 - o["beta2"] ** t)
    if rho <= 5:
        return w - o["rate"] * m_hat
    r = np.sqrt((rho - 4) * (rho - 2) * longest / ((longest - 4) * (longest - 2) * rho))
    return w - o["rate"] * r * m_hat / (np.sqrt(v / (1 - o["beta2"] ** t)) + o["epsilon"])


def amsgrad(o, state, w, g, t, is_weight):
    """torch.optim.Adam(amsgrad=True): the maximum is taken of v before its correction"""
    m, v = moments(o, state, w, g)
    state["largest"] = np.maximum(state.get("largest", np.zeros_like(w)), v)
    denominator = np.sqrt(state["largest"]) / np.sqrt(1 - o["beta2"] ** t) + o["epsilon"]
    return w - o["rate"] / (1 - o["beta1"] ** t) * m / denominator


def lion(o, state, w, g, t, is_weight):
    """Chen et al. 2023, algorithm 2; the decay leaves biases alone"""
    m = state.get("m", np.zeros_like(w))
    direction = np.sign(o["beta1"] * m + (1 - o["beta1"]) * g)
    state["m"] = o["beta2"] * m + (1 - o["beta2"]) * g
    return w - o["rate"] * (direction + (o["decay"] * w if is_weight else 0))


def rprop(o, state, w, g, t, is_weight):
    """torch.optim.Rprop: etas (shrink, grow), step_sizes (least, most)"""
    before, size = state.get("before", np.zeros_like(w)), state.get("size", np.full_like(w, o["rate"]))
    sign = np.sign(g * before)
    factor = np.where(sign > 0, o["grow"], np.where(sign < 0, o["shrink"], 1))
    state["size"] = np.clip(size * factor, o["least"], o["most"])
    state["before"] = np.where(sign < 0, 0, g)
    return w - np.sign(state["before"]) * state["size"]


def gradient_descent(o, state, w, g, t, is_weight):
    return w - o["rate"] * g


def momentum(o, state, w, g, t, is_weight):
    """CS231n Neural Networks 3: v = mu * v - rate * dx; x += v"""
    state["v"] = o["momentum"] * state.get("v", np.zeros_like(w)) - o["rate"] * g
    return w + state["v"]


betas = {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6}
RULES = {
    "gradient-descent": (gradient_descent, {"rate": 0.1}),
    "momentum": (momentum, {"rate": 0.05, "momentum": 0.7}),
    "nesterov": (nesterov, {"rate": 0.05, "momentum": 0.7}),
    "adagrad": (adagrad, {"rate": 0.1, "epsilon": 1e-6}),
    "rmsprop": (rmsprop, {"rate": 0.02, "rho": 0.8, "epsilon": 1e-6}),
    "centered-rmsprop": (centered_rmsprop, {"rate": 0.02, "rho": 0.8, "momentum": 0.5, "epsilon": 1e-4}),
    "adadelta": (adadelta, {"rate": 0.5, "rho": 0.9, "epsilon": 1e-4}),
    "adam": (adam, {"rate": 0.02, **betas}),
    "adamw": (adamw, {"rate": 0.02, "decay": 0.3, **betas}),
    "adamax": (adamax, {"rate": 0.02, **betas}),
    "nadam": (nadam, {"rate": 0.02, **betas}),
    "radam": (radam, {"rate": 0.02, **betas}),
    "amsgrad": (amsgrad, {"rate": 0.02, **betas}),
    "lion": (lion, {"rate": 0.01, "decay": 0.2, "beta1": 0.6, "beta2": 0.9}),
    "rprop": (rprop, {"rate": 0.02, "grow": 1.5, "shrink": 0.4, "most": 0.04, "least": 0.009}),
}

random = np.random.default_rng(6)
# Multiples of 1/1024, so that float32 holds them too; sizes from 1/1024 to 8, and some zeros.
size = {name: 2.0 ** random.integers(-8, 2, size=(STEPS, *shape)) for name, shape in SHAPES.items()}
gradients = {name: np.round(1024 * random.normal(size=s.shape) * s) / 1024 for name, s in size.items()}
gradients["W"][3] = 0
gradients["b"][:, 1] = 0
start = {name: np.round(1024 * random.normal(size=shape)) / 1024 for name, shape in SHAPES.items()}



def follow(rule, options, gradients):
    """The numbers after each step, by tensor."""
    path = {}
    for name in SHAPES:
        w, state = start[name], {}
        path[name] = []
        for t in range(1, STEPS + 1):
            w = rule(options, state, w, gradients[name][t - 1], t, name == "W")
            path[name].append(w.ravel().tolist())
    return path


def cut(kind, most):
    """torch.nn.utils.clip_grad_value_, clip_grad_norm_ of each tensor, clip_grad_norm_ of all; without its 1e-6 beside the norm"""
    if kind == "value":
        return {name: np.clip(g, -most, most) for name, g in gradients.items()}
    norm = lambda g: np.sqrt((g.reshape(STEPS, -1) ** 2).sum(axis=1))
    own = {name: norm(g) for name, g in gradients.items()}
    together = np.sqrt(sum(n**2 for n in own.values()))
    norms = own if kind == "norm" else {name: together for name in own}
    # A norm of 0 has nothing to cut.
    factors = {name: np.minimum(1, most / np.maximum(n, 1e-300)) for name, n in norms.items()}
    return {name: g * factors[name].reshape(STEPS, *[1] * (g.ndim - 1)) for name, g in gradients.items()}


paths = {kind: {"options": options, **follow(rule, options, gradients)} for kind, (rule, options) in RULES.items()}
limits = {"value": 0.25, "norm": 0.5, "globalNorm": 0.5}
clipped = {kind: follow(*RULES["adam"], cut(kind, most)) for kind, most in limits.items()}

flat = {name: g.reshape(STEPS, -1).tolist() for name, g in gradients.items()}
first = {name: w.ravel().tolist() for name, w in start.items()}
text = {"start": first, "gradients": flat, "paths": paths, "clipped": clipped}
pathlib.Path(__file__).with_name("goldens.json").write_text(json.dumps(text) + "\n")
