# SPDX-License-Identifier: Apache-2.0
"""torture.py BUILD [--minutes N] [--seed N] [--quick] [--case NAME] [--work FOLDER] [--again]

Lets each command of cases.py go wrong at each of its calls of the system, and looks at what is there
then. A try that loses something is a line of its own; the end is a table. What was tried stands in
FOLDER/done, so that a run that was stopped goes on where it was."""

import argparse
import collections
import itertools
import json
import pathlib
import random
import re
import shutil
import sys
import time

import cases as table
from world import Tools, age, differences, files, fresh, records, whole

FAULTS = ("kill", "EIO", "ENOSPC", "full", "EINTR", "short")
MEMORY = ("memory", "none")  # once, for ever
NOT_HERE = 77
WRITES = {"write", "pwrite", "writev"}


def calls_of(log):
    """The calls that a run made: (number, name, whether it changes something, target); how it ended."""
    calls, end = [], "no end"
    for line in log.read_text(errors="replace").splitlines():
        if line.startswith(("exit ", "signal ")):
            end = line
        elif not line.startswith("="):
            number, name, kind, target = line.split(" ", 3)
            calls.append((int(number), name, kind == "c", target))
    return calls, end


def fits(fault, name, changes):
    """Can the system answer so?"""
    match fault:
        case "kill":
            return changes
        case "ENOSPC" | "full":
            return changes and not name.startswith(("unlink", "rmdir", "fchmod"))
        case "EINTR":
            return name in WRITES | {"read", "openat", "open", "fcntl", "flock", "fsync", "fdatasync"}
        case "short":
            return name in WRITES | {"read", "pread"}
    return True


class Trial:
    """One case: how it goes without a fault, and what each fault makes of it."""

    def __init__(self, tools, case):
        self.tools, self.case = tools, case
        self.start = table.stage(tools, case.stage)
        self.here = tools.work / "here"
        self.log = tools.work / "log"
        fresh(self.start, self.here)
        self.before, self.files_before = self.seen()
        code, _, said = self.run()
        if code != 0:
            raise SystemExit(f"torture: {case.name} without a fault ended with {code}: {said}")
        self.calls, _ = calls_of(self.log)
        self.after, self.files_after = self.seen()
        self.asked = self.count_memory() if tools.memory.exists() and not case.drawn else 0

    def count_memory(self):
        """How often it asks for memory."""
        fresh(self.start, self.here)
        self.run_without_memory(0)
        return int(self.log.read_text())

    def run_without_memory(self, at, on=False):
        extra = {"LD_PRELOAD": str(self.tools.memory), "SELLO_MEMORY_AT": str(at), "SELLO_MEMORY_LOG": str(self.log)}
        code, out, said = self.tools.run(
            self.here, self.case.command, extra=extra | ({"SELLO_MEMORY_ON": "1"} if on else {}))
        return code, out, said, f"signal {-code}" if code < 0 else f"exit {code}"

    def run(self, *options):
        before = [self.tools.faults, "--under", str(self.here), "--log", str(self.log), *options, "--"]
        return self.tools.run(self.here, self.case.command, before)

    def seen(self):
        return records(self.here, self.case.registry), files(self.here)

    def unsynced(self):
        """What a power cut could take away: a name given to bytes, or a folder's new name, before it was synced."""
        dirty, folders = set(), {}
        for _, name, _, target in self.calls:
            if name in WRITES and target != "(answer)":
                dirty.add(target)
            elif name in ("fsync", "fdatasync"):
                dirty.discard(target)
                folders.pop(target, None)
            elif name == "syncfs":
                dirty.clear()
                folders.clear()
            elif name.startswith(("rename", "link")):
                if target in dirty:
                    yield f"{target} got its name before it was synced"
                folders[str(pathlib.PurePath(target).parent)] = target
        for folder, target in folders.items():
            yield f"{target} got its name, and the folder {folder} was never synced"

    def tries(self):
        for fault in FAULTS:
            for number, name, changes, _ in self.calls:
                if fits(fault, name, changes):
                    yield fault, number
        for fault in MEMORY:
            for number in range(1, self.asked + 1):
                yield fault, number

    def spot(self, behind, wanted):
        """The number of the first call that matches, behind the last one that matches `behind`."""
        lines = [f"{name} {target}" for _, name, _, target in self.calls]
        start = max((i + 1 for i, line in enumerate(lines) if behind and re.match(behind, line)), default=0)
        found = [i for i in range(start, len(lines)) if re.match(wanted, lines[i])]
        if not found:
            raise SystemExit(f"torture: {self.case.name} makes no call {wanted!r} any more: mend cases.py")
        return found[0] + 1

    def attempt(self, fault, number):
        """The losses of one try, as sentences; None: the fault did not come."""
        fresh(self.start, self.here)
        if fault in MEMORY:
            code, out, said, end = self.run_without_memory(number, fault == "none")
            return [f"{loss} | {end} | {said.strip()[-300:]}" for loss in self.losses(code, end, out, said)]
        options = ["--at", str(number), "--fault", "ENOSPC" if fault == "full" else fault]
        try:
            code, out, said = self.run(*options, *(["--for-ever"] if fault == "full" else []))
        except Exception as error:  # it hangs
            return [f"it did not end: {error}"]
        calls, end = calls_of(self.log)
        if len(calls) < number:
            return None
        where = " ".join(map(str, calls[number - 1]))
        return [f"{loss} | {where} | {end} | {said.strip()[-300:]}" for loss in self.losses(code, end, out, said)]

    def losses(self, code, end, out, said):
        killed = end == "signal 9"
        if code == 2 and "There is not enough memory" in said:
            code = 1  # it was not even begun
        if not killed and (end.startswith("signal") or code not in (0, 1, 3)):
            yield f"it ended with {end}"
        if code == 1 and not said.strip():
            yield "it failed without a word"
        # An `init` that was killed leaves nothing that can be checked: the next one says what to do.
        begun = self.case.name == "init" and killed
        if (self.here / self.case.registry / "registry.db").exists() and not begun:
            checked, _, why = self.tools.run(self.here, ("-r", self.case.registry, "check", "--all"))
            if checked != 0:
                yield f"check says {checked}: {why.strip()[:300]}"
        now, names = self.seen()
        is_before = now == self.before
        is_after = now == self.after and set(self.files_after) <= set(names)
        if (code == 3 and "the log of prints was not" in said) or (code == 1 and "was restored into" in said):
            return  # what was done and what was not is told, and how to go on
        yield from self.files_lost(names, code, killed)
        if code in (0, 3) and not is_after:
            yield f"it said done, and is not: {differences(now, self.after)}"
        elif code == 0 and (set(names) != set(self.files_after)):
            yield f"it said done, and the files are others: {set(names) ^ set(self.files_after)}"
        elif code == 1 and is_after and not is_before:
            yield "it said that it failed, and it was done"
        elif not (is_before or is_after or begun or self.between(now)):
            yield f"half of it is there: {differences(now, self.before)}"
        yield from self.going_on(is_after, out, now)

    def between(self, now):
        return self.case.steps and now is not None and "broken" not in now

    def files_lost(self, names, code, killed):
        known = set(self.files_before) | set(self.files_after)
        for name in set(names) - known:
            if not killed:
                yield f"{name} was left"
        for name in set(self.files_before) & set(self.files_after) - set(names):
            yield f"{name} is gone"
        for name in set(names) & known:
            if not whole(self.here / name):
                yield f"half of {name}"
        if self.case.name == "key passphrase":
            yield from self.key_lost(code)

    def key_lost(self, code):
        opened = [which for which in ("one", "other")
                  if self.tools.run(self.here, ("key", "show", self.case.command[2]), secret=which)[0] == 0]
        if not opened:
            yield "no passphrase opens the key"
        elif code in (0, 3) and opened != ["other"]:
            yield "it said done, and the old passphrase opens the key"
        elif code == 1 and opened != ["one"]:
            yield "it said that it failed, and the new passphrase opens the key"

    def going_on(self, is_done, out, now):
        """Now the disk is well again: does the command work, and is nothing given twice?"""
        if not is_done and self.case.name != "key passphrase":
            age(self.here)
            again = self.case.command if now == self.before else self.case.again or self.case.command
            code, again, said = self.tools.run(self.here, again)
            if code != 0 and "Remove that folder" in said:
                shutil.rmtree(self.here / self.case.registry)
                code, again, said = self.tools.run(self.here, self.case.command)
            out += again
            if code != 0:
                yield f"it cannot be done afterwards: {code}: {said.strip()[:300]}"
            left = set(files(self.here)) - set(self.files_before) - set(self.files_after)
            left = {name for name in left if not re.match(self.case.free, name)}
            if code == 0 and left:
                yield f"{left} was left, and stays"
        if self.case.name.startswith("issue"):
            told = [int(n) for two in re.findall(r"serials? (\d+)(?: to (\d+))?", out) for n in two if n]
            code, more, said = self.tools.run(self.here, ("issue", "C1", "--count", "1"))
            new = re.search(r"serials? (\d+)", more)
            if code != 0 or not new:
                yield f"nothing can be issued: {said.strip()[:200]}"
            elif told and int(new[1]) <= max(told):
                yield f"serial {new[1]} was given twice"
        if self.tools.run(self.here, ("-r", self.case.registry, "check", "--all"))[0] != 0:
            yield "check finds something at the end"


def spread(lists):
    """One of each in turn, so that a run that is cut short has seen something of all."""
    for row in itertools.zip_longest(*lists):
        yield from (item for item in row if item is not None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--case", action="append")
    parser.add_argument("--quick", action="store_true", help="only where something was lost once")
    parser.add_argument("--again", action="store_true", help="from the start, whatever an earlier run did")
    parser.add_argument("--work", default="build/torture")
    wanted = parser.parse_args()
    until = time.monotonic() + 60 * wanted.minutes
    if wanted.again:
        shutil.rmtree(wanted.work, ignore_errors=True)
    tools = Tools(wanted.build, wanted.work)
    if tools.watch("true") == NOT_HERE:
        print("A command cannot be watched here (ptrace): nothing was tried.")
        return NOT_HERE
    shutil.rmtree(tools.work / "stages", ignore_errors=True)
    tried_before = tools.work / "done"
    past = {}
    if tried_before.exists():
        for line in tried_before.read_text().splitlines():
            entry = json.loads(line)
            past[tuple(entry["try"])] = entry["losses"]

    dice = random.Random(wanted.seed)
    trials, lists = {}, []
    for case in table.CASES:
        if wanted.case and case.name not in wanted.case:
            continue
        if wanted.quick and case.name not in {spot[0] for spot in table.SPOTS}:
            continue
        trials[case.name] = Trial(tools, case)
        for fault in FAULTS + MEMORY:
            mine = [(case.name, f, n) for f, n in trials[case.name].tries() if f == fault]
            dice.shuffle(mine)
            lists.append(mine)
    plan = list(spread(lists))
    if wanted.quick:
        plan = [(name, fault, trials[name].spot(behind, call)) for name, fault, behind, call in table.SPOTS]

    counts = collections.defaultdict(lambda: [0, 0])
    left = 0
    for name, trial in trials.items():
        for loss in trial.unsynced():
            counts[name, "power"][1] += 1
            print(f"LOST {name}, power: {loss}", flush=True)
        counts[name, "power"][0] += 1
    with tried_before.open("a") as notes:
        for name, fault, number in plan:
            losses = past.get((name, fault, number))
            if losses is None:
                if time.monotonic() > until:
                    left += 1
                    continue
                losses = trials[name].attempt(fault, number)
                if losses is None:
                    continue
                print(json.dumps({"try": [name, fault, number], "losses": losses}), file=notes, flush=True)
                for loss in losses:
                    print(f"LOST {name}, {fault} at call {number}: {loss}", flush=True)
            counts[name, fault][0] += 1
            counts[name, fault][1] += bool(losses)
    return show(trials, counts, left, wanted)


def show(trials, counts, left, wanted):
    shown = (*FAULTS, *MEMORY, "power")
    print(f"\n{'tries/lost':24}" + "".join(f"{fault:>10}" for fault in shown))
    for name in trials:
        cells = [counts[name, fault] for fault in shown]
        print(f"{name:24}" + "".join(f"{f'{n}/{lost}':>10}" for n, lost in cells))
    tries, lost = (sum(c[i] for c in counts.values()) for i in (0, 1))
    print(f"\n{tries} tries (seed {wanted.seed}), {lost} lost something." +
          (f" {left} were left for want of time: run it again to go on." if left else ""))  # fmt: skip
    return 1 if lost else 0


if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    sys.exit(main())
