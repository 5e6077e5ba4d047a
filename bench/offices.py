#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""offices.py SELLO [--offices N] [--seconds N] [--labels N,N,...]: many offices at once on one registry, and what a command costs as labels
grow, on a PostgreSQL server and on plain SQLite in the same run: script/postgresql /usr/bin/python3 bench/offices.py
build/release-test/registry/sello. The server keeps what it is told here (fsync); TMPDIR should be on a disk."""

import argparse
import collections
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time

ROUND = ("show a label", "issue 3 labels", "withdraw one")
EXPORT_EVERY = 8  # rounds of an office
TURNS = 15  # in which each registry is asked the same


class Registry:
    """One of a certifier, whose first office makes it; `server` None: in a file."""

    def __init__(self, sello, room, server):
        self.sello, self.room, self.server = os.path.abspath(sello), pathlib.Path(room), server
        self.address = None
        self.room.mkdir()
        (self.room / "phrase").write_text("una frase para medir oficinas\n", encoding="utf-8")
        (self.room / "phrase").chmod(0o600)
        store = ()
        if server:
            schema = self.room.name.replace("-", "_")
            subprocess.run(["psql", "-q", server, "-c", "CREATE SCHEMA " + schema], check=True)
            self.address = server + "&options=-csearch_path%3D" + schema
            store = ("--store", self.address)
        self.must("office0", "init", *store, "--name", "Consejo", "--url", "https://sello.example/v/")
        self.must("office0", "scheme", "add", "--code", "1", "--name", "Rebozo")
        self.must("office0", "producer", "add", "--name", "Taller", "--origin", "Temoaya")
        self.must("office0", "product", "add", "--name", "Rebozo de bolita")
        self.must("office0", "certificate", "apply", "--product", "P1", "--producer", "R1", "--scheme", "S1")
        self.must("office0", "certificate", "inspect", "C1", "--result", "pass")
        self.must("office0", "certificate", "grant", "C1")

    def join(self, office):
        """A folder of its own at a server; a file is everybody's."""
        if self.address:
            self.must(office, "init", "--join", "--store", self.address)
            shutil.copytree(self.room / "office0/keys", self.room / office / "keys", dirs_exist_ok=True)

    def run(self, office, *words):
        home = office if self.address else "office0"
        env = {"PATH": os.environ["PATH"], "HOME": str(self.room), "XDG_STATE_HOME": str(self.room / (office + ".state"))}
        begun = time.monotonic()
        done = subprocess.run([self.sello, "--no-input", "--json", "--passphrase-file", "phrase", "-r", home, *map(str, words)], env=env,
                              cwd=self.room, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        return time.monotonic() - begun, done

    def must(self, office, *words):
        took, done = self.run(office, *words)
        if done.returncode != 0:
            raise SystemExit(f"{office}: {' '.join(map(str, words))}: {done.stderr}")
        return took, done.stdout


def number(answer, name):
    return int(re.search(rf'"{name}":(\d+)', answer).group(1))


# ---- many at once ----

class Office(threading.Thread):
    def __init__(self, registry, name, until):
        super().__init__()
        self.registry, self.name_, self.until = registry, name, until
        self.rounds = self.labels = 0
        self.slowest = 0.0
        self.took, self.refused = collections.defaultdict(list), collections.Counter()

    def do(self, what, *words):
        took, done = self.registry.run(self.name_, *words)
        self.slowest = max(self.slowest, took)
        if done.returncode != 0:
            self.refused[done.stderr.strip().splitlines()[-1][:90]] += 1
            return None
        self.took[what].append(took)
        return done.stdout

    def run(self):
        while time.monotonic() < self.until:
            issued = self.do("issue 3 labels", "issue", "C1", "--count", 3)
            if issued is None:
                continue
            self.labels += 3
            first = number(issued, "first_serial")
            self.do("show a label", "label", "show", first + 1)
            self.do("withdraw one", "withdraw", first, "--reason", "lost")
            if self.rounds % EXPORT_EVERY == EXPORT_EVERY - 1:
                self.do("trust export", "trust", "export", "-o", self.name_ + ".sello")
            self.rounds += 1


def again(log):
    """How often the server said: run it again."""
    text = log.read_text(encoding="utf-8", errors="replace") if log else ""
    return len(re.findall(r"^(40001|40P01) ERROR", text, re.M))


def at_once(name, registry, n, seconds, log):
    registry.must("office0", "issue", "C1", "--count", 1000)
    for i in range(1, n):
        registry.join(f"office{i}")
    before = again(log)
    begun = time.monotonic()
    offices = [Office(registry, f"office{i}", begun + seconds) for i in range(n)]
    for office in offices:
        office.start()
    for office in offices:
        office.join()
    took = time.monotonic() - begun
    rounds = [o.rounds for o in offices]
    done = sum(len(t) for o in offices for t in o.took.values())
    refused = sum((o.refused for o in offices), collections.Counter())
    medians = {what: statistics.median(t for o in offices for t in o.took[what]) for what in ROUND}
    print(f"| {name} | {done / took:.1f} | {sum(o.labels for o in offices) / took:.1f} | {min(rounds)} / {statistics.median(rounds):.0f} / "
          f"{max(rounds)} | {again(log) - before if log else '-'} | {sum(refused.values())} | "
          f"{' / '.join(f'{medians[what]:.2f}' for what in ROUND)} s | {max(o.slowest for o in offices):.1f} s |", flush=True)
    for words, times in refused.items():
        print(f"<!-- {times} times: {words} -->")
    registry.must("office0", "check", "--all")


# ---- as labels grow ----

class Grown:
    """A registry of so many labels, in batches of at most a million."""

    def __init__(self, name, registry, size):
        self.name, self.registry, self.size = name, registry, size
        self.took, self.serial, there = collections.defaultdict(list), 10, 0
        while there < size:
            answer = registry.must("office0", "issue", "C1", "--count", min(size - there, 1_000_000))[1]
            there = number(answer, "last_serial")

    def measure(self):
        self.serial += 100
        for what, words in (("issue 1,000", ("issue", "C1", "--count", 1000)), ("show", ("label", "show", self.serial)),
                            ("withdraw", ("withdraw", self.serial, "--reason", "lost")), ("trust export", ("trust", "export", "-o", "t.sello"))):
            self.took[what].append(self.registry.must("office0", *words)[0])


def grow(registries):
    """All by turns, so that what else the machine does falls on each; the first turn warms up."""
    for turn in range(TURNS + 1):
        for grown in registries:
            grown.measure()
            if turn == 0:
                grown.took.clear()
    least = {}
    for grown in registries:
        seconds = {what: statistics.median(took) for what, took in grown.took.items()}
        small = least.setdefault(grown.name, seconds)
        cells = [f"{took * 1000:.0f} ms ({took / small[what]:.2f})" for what, took in seconds.items()]
        print(f"| {grown.name} | {grown.size:,} | {' | '.join(cells)} |", flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("sello")
    options.add_argument("--offices", type=int, default=32)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--labels", default="100000,1000000,10000000")
    o = options.parse_args()
    server = os.environ["SELLO_TEST_POSTGRESQL"]
    for setting in ("fsync = on", "shared_buffers = '256MB'", "log_min_messages = error", "log_line_prefix = '%e '"):
        subprocess.run(["psql", "-q", server, "-c", "ALTER SYSTEM SET " + setting], check=True)
    subprocess.run([os.environ["SELLO_TEST_POSTGRESQL_CTL"], "restart", "fast"], check=True)
    log = pathlib.Path(server.split("host=")[1]) / "log"
    with tempfile.TemporaryDirectory() as room:
        if o.offices:
            print(f"{o.offices} offices, {o.seconds} s\n\n| | commands a second | labels a second | rounds of an office: least / middle / most | run again"
                  " | refused | " + " / ".join(ROUND) + " | slowest |\n|---|---|---|---|---|---|---|---|")
            at_once("PostgreSQL", Registry(o.sello, room + "/many-server", server), o.offices, o.seconds, log)
            at_once("SQLite", Registry(o.sello, room + "/many-file", None), o.offices, o.seconds, None)
        sizes = [int(size) for size in o.labels.split(",") if size]
        if sizes:
            print("\n| | labels | issue 1,000 | show | withdraw | trust export |\n|---|---|---|---|---|---|")
            grow([Grown(name, Registry(o.sello, f"{room}/{name.lower()}-{size}", where), size)
                  for name, where in (("PostgreSQL", server), ("SQLite", None)) for size in sizes])


main()
