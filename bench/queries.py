# SPDX-License-Identifier: Apache-2.0
"""What a clerk asks every day, of a registry that holds millions of labels."""
import os
import statistics

from run import Run

# Every how many labels one is withdrawn, far from its neighbours: the worst for lists of ranges.
SCATTER = 10


class Queries:
    def __init__(self, bench, n_labels, n_scattered):
        self.bench, self.n_labels, self.n_scattered = bench, n_labels, n_scattered
        self.rows = []

    def time(self, what, *words, runs=5):
        took = [Run(self.bench.sello(*words)) for _ in range(runs)]
        self.rows.append({"query": what, "wall_ms": statistics.median(t.wall for t in took) * 1000,
                          "cpu_ms": statistics.median(t.cpu for t in took) * 1000,
                          "peak": max(t.peak for t in took)})

    def fill(self):
        """Batches of a million, or of the whole where that is less, until there are enough."""
        batch = min(self.n_labels, 1000000)
        while True:
            answer = self.bench.issued(batch)
            self.first, self.last = answer["first_serial"], answer["last_serial"]
            self.batch = answer["batch"]
            if self.last >= self.n_labels:
                return

    def scattered(self):
        first = self.first + 5
        return [str(first + i * SCATTER) for i in range(self.n_scattered)]

    def measure(self):
        """Each in a program of its own, as a clerk starts it; what opens the key file says so."""
        self.fill()
        middle = self.last // 2
        self.time("show a label", "label", "show", middle)
        self.time("search a lot", "search", "2026-11")
        self.time("list the batches", "batch", "list")
        self.time("withdraw a range of 1,000", "withdraw", "--yes", "%d-%d" % (middle, middle + 999),
                  runs=1)
        self.time("retire %s scattered labels" % format(self.n_scattered, ","), "retire", "--yes",
                  *self.scattered(), runs=1)
        self.time("show a label, after that", "label", "show", self.first + 5)
        self.time("show a batch, after that", "batch", "show", self.batch)
        self.time("trust export, with the key file", "trust", "export", "-o",
                  self.bench.path("queries.sello"), runs=3)
        self.time("check, signatures by sample", "check", runs=1)
        self.time("check --all", "check", "--all", runs=1)
        return {"labels": self.last, "rows": self.rows,
                "trust_bytes": os.path.getsize(self.bench.path("queries.sello"))}
