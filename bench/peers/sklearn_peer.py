"""scikit-learn: MLPClassifier, a batch a call of partial_fit for the check, many batches a call when it is timed."""
import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier

import harness


class Sklearn:
    squash = "softmax"

    def __init__(self, job):
        self.job, self.at = job, 0
        if job["sizes"][-1] == 2:
            self.partly = "its two classes share one output"
            (W, b) = job["layers"][-1]
            job["layers"][-1] = (W[1:] - W[:1], b[1:] - b[:1])
        adam = job.get("optimizer") == "adam"
        options = {"solver": "adam"} if adam else {"solver": "sgd", "momentum": 0, "nesterovs_momentum": False}
        self.net = MLPClassifier(
            hidden_layer_sizes=tuple(job["sizes"][1:-1]),
            activation=job["activation"],
            alpha=0,
            batch_size=job.get("batch", 1),
            learning_rate_init=job.get("rate", 0.1),
            shuffle=False,
            **options,
        )
        classes = np.arange(max(2, job["sizes"][-1]))
        first = max(job.get("batch", 1), 1)
        # One step makes its arrays; then they get the weights that all start from, and Adam starts anew.
        y = job["y"] if job["kind"] == "training" else np.zeros(job["rows"], np.int64)
        self.net.partial_fit(job["X"][:first], y[:first], classes=classes)
        for (W, b), coefficients, intercepts in zip(job["layers"], self.net.coefs_, self.net.intercepts_):
            coefficients[...] = W.T
            intercepts[...] = b
        if adam:
            rule = self.net._optimizer
            rule.t = 0
            for moment in (*rule.ms, *rule.vs):
                moment[...] = 0

    def predict(self):
        return self.net._forward_pass_fast(self.job["X"], check_input=False)

    def step(self, count):
        job = self.job
        while count > 0:
            left = -(-(job["rows"] - self.at) // job["batch"])
            steps = min(count, left)
            end = min(job["rows"], self.at + steps * job["batch"])
            self.net.partial_fit(job["X"][self.at : end], job["y"][self.at : end])
            self.at = 0 if end == job["rows"] else end
            count -= steps

    def loss(self):
        return self.net.loss_

    def weights(self):
        return [(W.T, b) for W, b in zip(self.net.coefs_, self.net.intercepts_)]


harness.main(sklearn.__version__, lambda job: None, Sklearn)
