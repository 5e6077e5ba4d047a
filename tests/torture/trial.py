# SPDX-License-Identifier: Apache-2.0
"""One case of cases.py: how it goes without a fault, and what each fault makes of it."""

import functools
import pathlib
import re
import shutil

import cases as table
from power import Record, lay
from world import age, differences, files, fresh, records, whole

FAULTS = ("kill", "EIO", "ENOSPC", "full", "EINTR", "short")
MEMORY = ("memory", "none")  # once, for ever
NOT_HERE = 77
WHOLE = ("power", "disk", "clock")  # no call fails: the machine does
DAY, PAGE = 86400, 4096
CLOCKS = ["=0", "=1000000000", "=2147483653", "=4102444800", "=253402300800"]
STEPS = [-400 * DAY, -DAY, -2, DAY, 20 * DAY, 400 * DAY]  # of the clock, while the command runs
# A small disk with a copy of the folder ($1) in its place ($2); what is on it at the end is copied out ($3).
ON_SMALL_DISK = """mount -t tmpfs -o "size=$4,mode=700" sello "$2" && cp -a "$1/." "$2" && cd "$2" || exit 78
here=$2 out=$3; shift 4
"$@"; code=$?
cp -a "$here" "$out"; exit $code"""
NOT_MADE = 78
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


def pages(folder):
    return sum((path.lstat().st_size + PAGE - 1) // PAGE for path in folder.rglob("*") if path.is_file())


class Trial:
    def __init__(self, tools, case, seed):
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
        self.pages = pages(self.start), pages(self.here)
        self.seed = seed

    @functools.cached_property
    def asked(self):
        """The first time of each way by which it asks for memory: what is asked for again in a loop is one."""
        if self.case.drawn or not self.tools.memory.exists():
            return []
        fresh(self.start, self.here)
        self.run_without_memory(0)
        return sorted(int(number) for number in self.log.read_text().split()[1:])

    @functools.cached_property
    def looked_at(self):
        """How often it asks for the time."""
        fresh(self.start, self.here)
        self.run_at("")
        return int(self.log.read_text())

    @functools.cached_property
    def record(self):
        """What it asks of the disk; played back whole it has to be what is there."""
        fresh(self.start, self.here)
        self.run("--record")
        record = Record(self.start, self.log, f"{self.seed} {self.case.name}")
        there = {p.relative_to(self.here): None if p.is_dir() else p.read_bytes() for p in self.here.rglob("*")}
        made = record.whole()
        made.pop(pathlib.PurePath(), None)
        if made != there:
            others = [str(p) for p in made.keys() | there.keys() if made.get(p, 0) != there.get(p, 0)]
            raise SystemExit(f"torture: the record of {self.case.name} leaves others than are there: {others}")
        return record

    def run_at(self, clock):
        extra = {"LD_PRELOAD": str(self.tools.clock), "SELLO_CLOCK": clock, "SELLO_CLOCK_LOG": str(self.log)}
        return self.tools.run(self.here, self.case.command, extra=extra)

    def run_on_disk(self, room):
        """On a disk of so many pages more than the folder takes."""
        out = self.here.with_name("out")
        shutil.rmtree(out, ignore_errors=True)
        self.here.mkdir(exist_ok=True)
        size = (self.pages[0] + room) * PAGE
        done = self.tools.run(self.here, self.case.command, [
            *self.tools.own_disks, "sh", "-c", ON_SMALL_DISK, "sh", str(self.start), str(self.here), str(out), str(size)])
        if done[0] == NOT_MADE:
            raise SystemExit(f"torture: no small disk could be made: {done[2]}")
        shutil.rmtree(self.here)
        out.rename(self.here)
        return done

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
            for number in self.asked:
                yield fault, number
        for point, way in self.record.tries():
            yield "power", f"{point} {way}"
        most = self.pages[1] - self.pages[0] + 40
        for room in range(0, most, 1 + most // 60) if self.tools.own_disks else ():
            yield "disk", room
        for clock in [*CLOCKS, *(f"{step}@{n}" for n in range(1, self.looked_at + 1) for step in STEPS)]:
            yield "clock", clock

    @property
    def possible(self):
        return {*FAULTS, *MEMORY, "power", "clock", *(["disk"] if self.tools.own_disks else [])}

    def spot(self, fault, behind, wanted):
        """Where: the number of the first call that matches, behind the last one that matches `behind`. Of a power cut
        the point: the last one, or behind the last line of the record that has such a text."""
        if fault == "power":
            return f"{self.record.spot(behind)} {wanted}"
        if fault not in FAULTS:
            return wanted
        lines = [f"{name} {target}" for _, name, _, target in self.calls]
        start = max((i + 1 for i, line in enumerate(lines) if behind and re.match(behind, line)), default=0)
        found = [i for i in range(start, len(lines)) if re.match(wanted, lines[i])]
        if not found:
            raise SystemExit(f"torture: {self.case.name} makes no call {wanted!r} any more: mend cases.py")
        return found[0] + 1

    def attempt(self, fault, number):
        """The losses of one try, as sentences; None: the fault did not come."""
        if fault == "power":
            return self.attempt_power(*number.split(" ", 1))
        fresh(self.start, self.here)
        if fault in ("clock", "disk"):
            code, out, said = self.run_at(number) if fault == "clock" else self.run_on_disk(number)
            end = f"signal {-code}" if code < 0 else f"exit {code}"
            return [f"{loss} | {end} | {said.strip()[-300:]}" for loss in self.losses(code, end, out, said)]
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
        # What cannot be taken away stays, until the next run takes it away.
        stays = re.match(r"\d+ (unlink|rmdir)\S* \S+ \S*\.sello-", where) is not None
        losses = self.losses(code, end, out, said, stays)
        return [f"{loss} | {where} | {end} | {said.strip()[-300:]}" for loss in losses]

    def attempt_power(self, point, way):
        point = int(point)
        left = self.record.cut(point, way)
        if left is None:
            return None
        tree, told = left
        fresh(self.start, self.here)
        shutil.rmtree(self.here)
        lay(tree, self.here)
        where = self.record.lines[point - 1][:80]
        code = 0 if self.record.ended(point) else -9
        return [f"{loss} | {where}" for loss in self.losses(code, "signal 9", told, "")]

    def losses(self, code, end, out, said, stays=False):
        killed = end == "signal 9"
        if code == 2 and "There is not enough memory" in said:
            code = 1  # it was not even begun
        if not killed and (end.startswith("signal") or code not in (0, 1, 3)):
            yield f"it ended with {end}"
        if code == 1 and not said.strip():
            yield "it failed without a word"
        # An `init` that was killed leaves nothing that can be checked: the next one says what to do.
        begun = self.case.name == "init" and killed and code != 0
        if (self.here / self.case.registry / "registry.db").exists() and not begun:
            checked, _, why = self.tools.run(self.here, ("-r", self.case.registry, "check", "--all"))
            if checked != 0:
                yield f"check says {checked}: {why.strip()[:300]}"
        now, names = self.seen()
        is_before = now == self.before
        is_after = now == self.after and set(self.files_after) <= set(names)
        if (code == 3 and "the log of prints was not" in said) or (code == 1 and "was restored into" in said):
            return  # what was done and what was not is told, and how to go on
        if stays:
            names = [name for name in names if ".sello-" not in name]
        yield from self.files_lost(names, code, killed)
        told = re.search(r"(\d+) of \d+ labels are in place", said)
        drawn = sum(name.endswith(".png") for name in set(names) - set(self.files_before))
        if told and int(told[1]) != drawn:
            yield f"it said that {told[1]} labels are in place, and {drawn} are"
        if code in (0, 3) and not is_after:
            yield f"it said done, and is not: {differences(now, self.after)}"
        elif code == 0 and not killed and set(names) != set(self.files_after):
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


