# SPDX-License-Identifier: Apache-2.0
"""Many writers: programs that change one registry at once, for some seconds, and are killed now and then."""

import concurrent.futures
import csv
import dataclasses
import io
import json
import random
import re
import subprocess
import threading
import time

import cases as table
from world import age, files, fresh

WRITERS = 8
KILLED = 0.06  # of all runs
GOOD = ("authentic", "withdrawn", "retired")


@dataclasses.dataclass
class Done:
    command: tuple
    code: int
    out: str
    said: str
    killed: bool


class Crowd:
    def __init__(self, tools, seconds, seed):
        self.tools, self.seconds, self.seed = tools, seconds, seed
        self.here = fresh(table.stage(tools, "issued"), tools.work / "crowd")
        self.done = []
        self.lock = threading.Lock()

    def command(self, dice, writer, n):
        """What one of them does next."""
        serial = str(dice.randint(1, 40))
        return dice.choice([
            ("issue", "C1", "--count", str(dice.randint(1, 3))),
            ("issue", "C1", "--count", str(dice.randint(1, 3))),
            ("producer", "add", "--name", f"Taller {writer} {n}", "--origin", "Temoaya"),
            ("product", "edit", "P1", "--traits", f"lana {writer} {n}"),
            ("withdraw", serial, "--reason", "lost", "--yes"),
            ("sold", serial, "--yes"),
            ("print", "B1", "--to", "svg", "-o", f"dibujos-{writer}", "--skip-withdrawn"),
            ("trust", "export", "-o", "trust.sello"),
            ("trust", "export", "-o", f"trust-{writer}-{n}.sello"),
            ("backup", f"copia-{writer}-{n}.tar"),
            ("root", "draft", "-o", f"raiz-{writer}-{n}.draft", "--contact", f"555 {n}"),
            ("check",),
            ("status",),
        ])  # fmt: skip

    def run(self, command, kill_after):
        process = subprocess.Popen(
            self.tools.argv(command), cwd=self.here, env=self.tools.environment(self.here), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")  # fmt: skip
        try:
            out, said = process.communicate(timeout=kill_after or 120)
        except subprocess.TimeoutExpired:
            process.kill()
            out, said = process.communicate()
        return Done(command, process.returncode, out, said, process.returncode == -9 and kill_after is not None)

    def writer(self, number, until):
        dice = random.Random(f"{self.seed} {number}")
        (self.here / f"dibujos-{number}").mkdir()
        n = 0
        while time.monotonic() < until:
            n += 1
            kill_after = dice.uniform(0.005, 0.3) if dice.random() < KILLED else None
            done = self.run(self.command(dice, number, n), kill_after)
            with self.lock:
                self.done.append(done)

    def losses(self):
        until = time.monotonic() + self.seconds
        with concurrent.futures.ThreadPoolExecutor(WRITERS) as pool:
            for work in [pool.submit(self.writer, i, until) for i in range(WRITERS)]:
                work.result()
        yield from self.ends()
        yield from self.serials()
        yield from self.records()
        yield from self.trust_files()
        yield from self.at_the_end()

    def ends(self):
        for done in self.done:
            what = " ".join(done.command)
            if done.code not in (0, 1, 3) and not done.killed:
                yield f"{what} ended with {done.code}: {done.said.strip()[:200]}"
            elif done.code == 1 and not re.search(self.refused_rightly, done.said):
                yield f"{what} was refused: {done.said.strip()[:200]}"

    # What another's work is a reason for.
    refused_rightly = ("another program is writing|was not issued|is above|no label|not been issued|are withdrawn|"
                       "is withdrawn|was sold|changed meanwhile")  # fmt: skip

    def serials(self):
        """No serial is told twice."""
        told = {1: "the beginning", 2: "the beginning", 3: "the beginning"}
        for done in self.done:
            if done.command[0] != "issue" or done.code not in (0, 3):
                continue
            row = re.search(r"serials? (\d+)(?: to (\d+))?", done.out)
            if not row:
                yield f"an issue did not tell its serials: {done.out}"
                continue
            for serial in range(int(row[1]), int(row[2] or row[1]) + 1):
                if serial in told:
                    yield f"serial {serial} was told by {told[serial]} and by another"
                told[serial] = "one issue"
        self.told = sorted(told)

    def records(self):
        """Everything that was told as done is there, once; what was killed, once or not at all."""
        rows = self.tools.must(self.here, "--json", "producer", "list").splitlines()
        names = [json.loads(row)["name"] for row in rows]
        for done in self.done:
            if done.command[:2] == ("producer", "add"):
                n = names.count(done.command[3])
                least = 1 if done.code in (0, 3) else 0
                most = 1 if done.killed else least
                if not least <= n <= most:
                    yield f"{done.command[3]} is there {n} times, and it ended with {done.code}"

    def trust_files(self):
        """Each is whole, and no two of them have one number."""
        numbers = {}
        for done in self.done:
            if done.command[:2] != ("trust", "export") or done.code not in (0, 3):
                continue
            number = re.search(r"number (\d+)", done.out)
            if not number:
                yield f"an export did not tell its number: {done.out}"
            elif number[1] in numbers:
                yield f"number {number[1]} was given to {numbers[number[1]]} and to {done.command[3]}"
            else:
                numbers[number[1]] = done.command[3]
        for path in self.here.glob("trust*.sello"):
            for serial, verdict in self.verdicts(path, [1]).items():
                if verdict not in GOOD:
                    yield f"label {serial} is {verdict} by {path.name}"

    def verdicts(self, trust, serials):
        """{serial: verdict} of a verifier; only labels that the registry has."""
        rows = csv.DictReader(io.StringIO(self.tools.must(self.here, "export", "labels", "--csv", "-")))
        texts = {int(row["serial"]): row["text"] for row in rows}
        answer = subprocess.run(
            [self.tools.verify, "--trust", str(trust), "--json", *(texts[n] for n in serials if n in texts)],
            env=self.tools.environment(self.here), capture_output=True, text=True, check=False).stdout  # fmt: skip
        return {line["serial"]: line["verdict"] for line in map(json.loads, answer.splitlines())}

    def at_the_end(self):
        age(self.here)
        code, _, said = self.tools.run(self.here, ("check", "--all"))
        if code != 0:
            yield f"check says {code}: {said.strip()[:300]}"
        for _ in range(2 * WRITERS):  # what was killed between its serials and its labels
            code, _, said = self.tools.run(self.here, ("issue", "--resume"))
            if code != 0:
                break
        self.tools.must(self.here, "trust", "export", "-o", "trust.sello")
        verdicts = self.verdicts(self.here / "trust.sello", self.told)
        for serial in self.told:
            if verdicts.get(serial) not in GOOD:
                yield f"label {serial}, which was told as issued, is {verdicts.get(serial)}"
        for writer in range(WRITERS):
            self.tools.run(self.here, ("print", "B1", "--to", "svg", "-o", f"dibujos-{writer}", "--skip-withdrawn"))
        left = [name for name in files(self.here) if name.endswith(".tmp")]
        if left:
            yield f"{left} was left, and stays"
        if self.tools.run(self.here, ("check", "--all"))[0] != 0:
            yield "check finds something at the end"

    def summary(self):
        kinds = {}
        for done in self.done:
            end = "killed" if done.killed else f"exit {done.code}"
            kinds[end] = kinds.get(end, 0) + 1
        return ", ".join(f"{n} {end}" for end, n in sorted(kinds.items()))
