"""PyTorch: nn.Sequential, its losses and optimizers, eager, on the CPU with its own number of threads."""
import torch
from torch import nn

import harness


class Torch:
    def __init__(self, job):
        self.job = job
        self.next = harness.batches(job)
        parts = []
        for W, b in job["layers"]:
            linear = nn.Linear(W.shape[1], W.shape[0])
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(W))
                linear.bias.copy_(torch.from_numpy(b))
            parts += [linear, nn.ReLU() if job["activation"] == "relu" else nn.Tanh()]
        self.net = nn.Sequential(*parts[:-1])
        self.X, self.y = torch.from_numpy(job["X"]), torch.from_numpy(job["y"])
        if job["kind"] == "inference":
            return
        if job["loss"] == "softmax":
            self.loss_of = nn.CrossEntropyLoss()
        else:
            self.loss_of, self.y = nn.BCEWithLogitsLoss(), self.y.float()[:, None]
        make = torch.optim.Adam if job["optimizer"] == "adam" else torch.optim.SGD
        self.optimizer = make(self.net.parameters(), lr=job["rate"])

    def predict(self):
        with torch.inference_mode():
            return self.net(self.X).numpy()

    def step(self, count):
        for _ in range(count):
            start, end = next(self.next)
            self.optimizer.zero_grad()
            self.last = self.loss_of(self.net(self.X[start:end]), self.y[start:end])
            self.last.backward()
            self.optimizer.step()

    def loss(self):
        return self.last.item()

    def weights(self):
        linears = [part for part in self.net if isinstance(part, nn.Linear)]
        return [(linear.weight.detach().numpy(), linear.bias.detach().numpy()) for linear in linears]


harness.main(torch.__version__, lambda job: None, Torch)
