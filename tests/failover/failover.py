# SPDX-License-Identifier: Apache-2.0
"""Four offices work in one registry on three PostgreSQL servers, whose primary is killed again and again and whose
network is cut: what each saw, and whether anything was lost or given twice. Run by script/failover."""
import argparse
import collections
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import nodes

OFFICES = ("office-1", "office-2", "office-3", "office-4")
# HAProxy may still lead to one that is just about to take changes: libpq is told to wait for one that does.
STORE = f"postgresql://sello@127.0.0.1:{nodes.PROXY_PORT}/postgres?target_session_attrs=read-write"
MISSES = (("could not be reached", "no server"), ("cannot be reached", "no server"), ("is at work", "busy"),
          ("is not known whether", "unclear"), ("older than what was last issued", "LOST"),
          ("does not take changes", "no primary"), ("only be read", "no primary"))


class Office:
    """One computer: its folder, its home, what it was told as done."""

    def __init__(self, room, name, tool, number):
        self.name, self.tool, self.number = name, tool, number
        self.home = f"{room}/home-{name}"
        self.folder = f"{self.home}/registro"
        os.makedirs(self.home)
        self.passphrase = f"{room}/passphrase"
        self.batches, self.withdrawn, self.printed, self.exports = [], [], [], 0
        self.done = collections.Counter()
        self.missed = collections.Counter()
        self.words = collections.Counter()
        self.slowest = 0.0
        self.longest_without = 0.0
        self.last_good = time.monotonic()

    def call(self, *words):
        environment = {"PATH": os.environ["PATH"], "HOME": self.home, "XDG_STATE_HOME": self.home + "/state", "LC_ALL": "C.UTF-8",
                       "ASAN_OPTIONS": "detect_leaks=0"}
        begun = time.monotonic()
        answer = subprocess.run(
            [self.tool, "-r", self.folder, "--no-input", "--json", "--passphrase-file", self.passphrase, *words],
            capture_output=True, text=True, env=environment, cwd=self.home, check=False)
        self.slowest = max(self.slowest, time.monotonic() - begun)
        return answer

    def must(self, *words):
        answer = self.call(*words)
        if answer.returncode != 0:
            sys.exit(f"{self.name}: {' '.join(words)}: {answer.stderr}")
        return answer.stdout

    def act(self, what, *words):
        """One command, counted: its answer, or None where it was not told as done."""
        answer = self.call(*words)
        if answer.returncode == 0:
            now = time.monotonic()
            self.longest_without = max(self.longest_without, now - self.last_good)
            self.last_good = now
            self.done[what] += 1
            return answer.stdout
        self.missed[next((name for words, name in MISSES if words in answer.stderr), "other")] += 1
        self.words[answer.stderr.strip()[:300]] += 1
        return None

    def work(self, stop):
        turn = 0
        self.last_good = time.monotonic()
        while not stop.is_set():
            turn += 1
            told = self.act("issue", "issue", "C1", "--count", "3", "--lot", f"L-{self.number}", "--made", "2026-11-01")
            if told is None:
                time.sleep(0.3)
                continue
            batch = json.loads(told.splitlines()[-1])
            self.batches.append((batch["batch"], batch["first_serial"], batch["last_serial"]))
            first = batch["first_serial"]
            if self.act("print", "print", str(first), "--to", "png", "-o", f"{self.home}/labels-{turn}") is not None:
                self.printed.append(first)
            if self.act("withdraw", "withdraw", str(first + 1), "--reason", "lost") is not None:
                self.withdrawn.append(first + 1)
            if turn % 3 == self.number % 3 and self.act(
                    "export", "trust", "export", "-o", f"{self.home}/trust-{turn}.sello") is not None:
                self.exports += 1
        self.longest_without = max(self.longest_without, time.monotonic() - self.last_good)


def make_offices(room, tool):
    offices = [Office(room, name, tool, number) for number, name in enumerate(OFFICES, 1)]
    first = offices[0]
    first.must("init", "--store", STORE, "--name", "Consejo Regulador de Prueba", "--url", "https://sello.example/v/")
    first.must("scheme", "add", "--code", "1", "--name", "Rebozo")
    first.must("producer", "add", "--name", "Taller Hernández", "--origin", "Temoaya")
    first.must("product", "add", "--name", "Rebozo de bolita")
    first.must("certificate", "apply", "--product", "P1", "--producer", "R1", "--scheme", "S1")
    first.must("certificate", "inspect", "C1", "--result", "pass")
    first.must("certificate", "grant", "C1")
    for other in offices[1:]:
        other.must("init", "--join", "--store", STORE)
        status_keys = f"{first.folder}/keys"
        for name in os.listdir(status_keys):
            if name.startswith(("status", "log")):
                shutil.copy2(f"{status_keys}/{name}", f"{other.folder}/keys")
        draft = f"{other.home}/key.draft"  # its own label key, which the member lets in
        other.must("key", "new", "--role", "label", "--draft", draft)
        whose = json.loads(first.must("root", "show", draft))["hash"]
        approved = f"{first.home}/{other.name}.draft"
        shutil.copy2(draft, approved)
        first.must("root", "approve", approved, "--expect", whose)
        first.must("root", "assemble", *[f"{first.home}/{n}" for n in os.listdir(first.home)
                                         if n.startswith(other.name)], draft)
    return offices


class Trouble:
    def __init__(self, cluster):
        self.cluster = cluster
        self.kills, self.cuts, self.waits = 0, 0, []

    def strike(self, number):
        """Every fourth time the primary is cut off from everybody; else its server is killed, at times with Patroni."""
        primary = self.cluster.primary()
        if primary is None:
            return False
        begun = time.monotonic()
        if number % 4 == 3:
            self.cluster.cut(primary, True)
            self.cuts += 1
            time.sleep(9)  # over the ttl: another one takes over meanwhile
            self.cluster.cut(primary, False)
        else:
            if number % 4 == 1:
                self.cluster.kill_patroni(primary)
            if not self.cluster.kill(primary):
                return False
            self.kills += 1
        while self.cluster.primary() is None and time.monotonic() < begun + 60:
            self.cluster.keep_patroni()
            time.sleep(0.2)
        self.waits.append(time.monotonic() - begun)
        return True

    def run(self, seconds, kills):
        end = time.monotonic() + seconds
        number = 0
        while time.monotonic() < end and self.kills < kills:
            pause = max(1.0, (end - time.monotonic()) / max(1, kills - self.kills + (kills - self.kills) // 3))
            time.sleep(min(pause, 15))
            self.cluster.keep_patroni()
            # Where no second node follows yet, nothing is told as done, and a kill would show nothing.
            self.cluster.wait_whole(40)
            number += self.strike(number)


def look(offices):
    """What is there in the end beside what was told. Returns the faults."""
    first = offices[0]
    faults = []
    answer = first.call("check", "--all")
    if answer.returncode != 0:
        faults.append("check --all: " + answer.stdout + answer.stderr)
    batches = [json.loads(line) for line in first.must("batch", "list").splitlines()]
    there = {b["id"]: b for b in batches}
    serials = collections.Counter()
    for b in batches:
        serials.update(range(b["first_serial"], b["last_serial"] + 1))
    twice = [s for s, n in serials.items() if n > 1]
    if twice:
        faults.append(f"serials given twice: {twice[:9]}")
    if serials and sorted(serials) != list(range(1, max(serials) + 1)):
        faults.append("serials are not dense")
    statuses = {}
    for line in first.must("label", "list", "--state", "withdrawn").splitlines():
        run = json.loads(line)
        statuses.update({s: True for s in range(run["first_serial"], run["last_serial"] + 1)})
    printed = set()
    for line in first.must("label", "list", "--state", "printed").splitlines():
        run = json.loads(line)
        printed.update(range(run["first_serial"], run["last_serial"] + 1))
    told = collections.Counter()
    for office in offices:
        for batch, begin, end in office.batches:
            told.update(range(begin, end + 1))
            row = there.get(batch)
            if row is None or (row["first_serial"], row["last_serial"]) != (begin, end) or row["state"] != "signed":
                faults.append(f"{office.name}: batch {batch} was told as done: {row}")
        for serial in office.withdrawn:
            if serial not in statuses:
                faults.append(f"{office.name}: label {serial} was told as withdrawn")
        for serial in office.printed:
            if serial not in printed:
                faults.append(f"{office.name}: label {serial} was told as printed")
    if any(n > 1 for n in told.values()):
        faults.append("offices were told of the same serials")
    return faults, len(batches), max(serials, default=0)


def show(offices, trouble, seconds, n_batches, highest, faults):
    print(f"{seconds:.0f} s; the primary was killed {trouble.kills} times and cut off {trouble.cuts} times; another one stood "
          f"after {sum(trouble.waits) / max(1, len(trouble.waits)):.1f} s, at most {max(trouble.waits, default=0):.1f} s")
    print(f"{n_batches} batches, {highest} serials\n")
    print("| office | issued | printed | withdrawn | exported | not done, and said | slowest command | longest without one |")
    print("|---|---|---|---|---|---|---|---|")
    for o in offices:
        missed = ", ".join(f"{name} {n}" for name, n in sorted(o.missed.items())) or "none"
        print(f"| {o.name} | {o.done['issue']} | {o.done['print']} | {o.done['withdraw']} | {o.done['export']} | {missed} "
              f"| {o.slowest:.1f} s | {o.longest_without:.1f} s |")
    for o in offices:
        for words, n in o.words.most_common(4):
            print(f"  {o.name}, {n} times: {words}", file=sys.stderr)
    for fault in faults:
        print("FOUND: " + fault)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("tool")
    options.add_argument("--minutes", type=float, default=5)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--keep", action="store_true", help="leave the folder where it is")
    o = options.parse_args()
    room = tempfile.mkdtemp(prefix="sello-failover-", dir="/tmp")
    os.chmod(room, 0o755)
    with open(f"{room}/passphrase", "w", encoding="utf-8", opener=lambda p, f: os.open(p, f, 0o600)) as file:
        file.write("una frase de prueba\n")
    cluster = nodes.Cluster(f"{room}/servers")
    faults = ["it did not come to its end"]
    try:
        if not cluster.start_all():
            sys.exit("The servers did not find together: see the logs with --keep.")
        offices = make_offices(room, os.path.abspath(o.tool))
        stop = threading.Event()
        threads = [threading.Thread(target=office.work, args=(stop,)) for office in offices]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        trouble = Trouble(cluster)
        trouble.run(o.minutes * 60, o.kills)
        cluster.keep_patroni()
        cluster.wait_whole(60)
        time.sleep(5)  # each goes on by itself
        since = {office.name: sum(office.done.values()) for office in offices}
        time.sleep(10)
        stop.set()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - begun
        faults, n_batches, highest = look(offices)
        faults += [f"{office.name} did not go on" for office in offices if sum(office.done.values()) == since[office.name]]
        show(offices, trouble, seconds, n_batches, highest, faults)
    finally:
        cluster.stop()
        if o.keep:
            print(room, file=sys.stderr)
        else:
            shutil.rmtree(room, ignore_errors=True)
    sys.exit(1 if faults else 0)


main()
