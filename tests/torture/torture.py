# SPDX-License-Identifier: Apache-2.0
"""torture.py BUILD [--minutes N] [--seed N] [--quick] [--case NAME] [--fault NAME] [--work FOLDER] [--again]

Lets each command of cases.py go wrong at each of its calls of the system, cuts the power, fills the disk, turns
the clock, and looks at what is there then. A try that loses something is a line of its own; the end is a table. What
was tried stands in FOLDER/done, so that a run that was stopped goes on where it was."""

import argparse
import collections
import itertools
import json
import pathlib
import random
import shutil
import sys
import time

import cases as table
from crowd import WRITERS, Crowd
from trial import FAULTS, MEMORY, NOT_HERE, WHOLE, Trial
from world import Tools

CROWDED = "many writers"


def spread(lists):
    """One of each in turn, so that a run that is cut short has seen something of all."""
    for row in itertools.zip_longest(*lists):
        yield from (item for item in row if item is not None)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--case", action="append")
    parser.add_argument("--fault", action="append", choices=[*FAULTS, *MEMORY, *WHOLE, CROWDED])
    parser.add_argument("--quick", action="store_true", help="only where something was lost once")
    parser.add_argument("--again", action="store_true", help="from the start, whatever an earlier run did")
    parser.add_argument("--work", default="build/torture")
    return parser.parse_args()


class Notes:
    """What was tried, in a file; and the counts."""

    def __init__(self, path):
        self.past = {}
        if path.exists():
            for line in path.read_text().splitlines():
                entry = json.loads(line)
                self.past[tuple(entry["try"])] = entry["losses"]
        self.file = path.open("a")
        self.counts = collections.defaultdict(lambda: [0, 0])

    def take(self, name, fault, number, losses):
        if (name, fault, number) not in self.past:
            print(json.dumps({"try": [name, fault, number], "losses": losses}), file=self.file, flush=True)
            for loss in losses:
                print(f"LOST {name}, {fault} at {number}: {loss}", flush=True)
        self.counts[name, fault][0] += 1
        self.counts[name, fault][1] += bool(losses)


def planned(trials, wanted):
    """(case, fault, where), in an order that the seed tells."""
    if wanted.quick:
        return [(name, fault, trials[name].spot(fault, behind, call)) for name, fault, behind, call in table.SPOTS
                if fault in trials[name].possible]  # fmt: skip
    dice, lists = random.Random(wanted.seed), []
    for name, trial in trials.items():
        for fault in wanted.fault or FAULTS + MEMORY + WHOLE:
            mine = [(name, f, n) for f, n in trial.tries() if f == fault]
            dice.shuffle(mine)
            lists.append(mine)
    return list(spread(lists))


def crowd(tools, notes, wanted, seconds):
    """Many writers; the seed of each further run is the next one."""
    seed = wanted.seed + sum(past[0] == CROWDED for past in notes.past)
    them = Crowd(tools, seconds, seed)
    losses = list(them.losses())
    print(f"{WRITERS} writers, {seconds} seconds, seed {seed}: {len(them.done)} commands ({them.summary()}), "
          f"{len(losses)} losses", flush=True)  # fmt: skip
    notes.take(CROWDED, CROWDED, seed, losses)


def main():
    wanted = arguments()
    until = time.monotonic() + 60 * wanted.minutes
    if wanted.again:
        shutil.rmtree(wanted.work, ignore_errors=True)
    tools = Tools(wanted.build, wanted.work)
    if tools.watch("true") == NOT_HERE:
        print("A command cannot be watched here (ptrace): nothing was tried.")
        return NOT_HERE
    if not tools.own_disks:
        print("No small disk can be made here (unshare, mount): full disks were not tried.")
    shutil.rmtree(tools.work / "stages", ignore_errors=True)
    notes = Notes(tools.work / "done")
    chosen = {spot[0] for spot in table.SPOTS} if wanted.quick else {case.name for case in table.CASES}
    trials = {case.name: Trial(tools, case, wanted.seed) for case in table.CASES
              if case.name in (wanted.case or chosen)}  # fmt: skip
    left = 0
    for name, trial in trials.items():
        notes.take(name, "power", "unsynced", list(trial.unsynced()))
    for name, fault, number in planned(trials, wanted):
        losses = notes.past.get((name, fault, number))
        if losses is None and time.monotonic() > until:
            left += 1
            continue
        losses = trials[name].attempt(fault, number) if losses is None else losses
        if losses is not None:
            notes.take(name, fault, number, losses)
    if not wanted.case and CROWDED in (wanted.fault or [CROWDED]):
        crowd(tools, notes, wanted, 4 if wanted.quick else 60)
    return show(trials, notes.counts, left, wanted)


def show(trials, counts, left, wanted):
    shown = (*FAULTS, *MEMORY, *WHOLE)
    print(f"\n{'tries/lost':20}" + "".join(f"{fault:>9}" for fault in shown))
    for name in trials:
        cells = [counts[name, fault] for fault in shown]
        print(f"{name:20}" + "".join(f"{f'{n}/{lost}':>9}" for n, lost in cells))
    tries, lost = (sum(c[i] for c in counts.values()) for i in (0, 1))
    print(f"\n{tries} tries (seed {wanted.seed}), {lost} lost something." +
          (f" {left} were left for want of time: run it again to go on." if left else ""))  # fmt: skip
    return 1 if lost else 0


if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    sys.exit(main())
