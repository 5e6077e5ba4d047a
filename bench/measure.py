#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""measure.py BUILD-FOLDER OUT.json [--full]: every bulk job beside the library calls it cannot avoid.

A job and its limit are run by turns, so that what else the machine does falls on both; medians are
shown. A job's own fixed costs (starting, opening the key file) are measured as the same job of one
label and taken off, and shown by themselves. Nothing is asserted: the table says what is reached."""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from queries import Queries
from run import Run
from table import show

BENCH = os.path.dirname(os.path.abspath(__file__))


class Bench:
    def __init__(self, build, full):
        self.build, self.full = build, full
        self.runs = 3
        self.work = tempfile.mkdtemp(prefix="sello-bench-")
        self.rows = []
        os.environ.update(SELLO_REGISTRY=self.path("registro"), XDG_STATE_HOME=self.path("state"),
                          XDG_DATA_HOME=self.path("data"), LC_ALL="C.UTF-8")
        with open(os.open(self.path("passphrase"), os.O_WRONLY | os.O_CREAT, 0o600), "w",
                  encoding="ascii") as file:
            file.write("a passphrase for measuring\n")

    def path(self, name):
        return os.path.join(self.work, name)

    def sello(self, *words):
        return [self.build + "/registry/sello", "--no-input", "--passphrase-file",
                self.path("passphrase"), *map(str, words)]

    def verify(self, *words):
        return [self.build + "/verify/sello-verify", "--trust", self.path("trust.sello"),
                *map(str, words)]

    def limit(self, *words):
        """Seconds of the bare calls: on the wall, of all cores."""
        out = subprocess.run([self.build + "/bench/limits", *map(str, words)], check=True,
                             stdout=subprocess.PIPE, text=True).stdout.split()
        return float(out[0]), float(out[1])

    def answer(self, *words):
        """What `sello` prints."""
        return subprocess.run(self.sello(*words), check=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True).stdout

    # ---- rows of the table ----

    def add(self, job, count, walls, cpus, **more):
        row = {"job": job, "count": count, "rate": count / statistics.median(walls),
               "cpu_us": statistics.median(cpus) / count * 1e6, **more}
        self.rows.append(row)
        print("  %s: %.0f a second" % (job, row["rate"]), file=sys.stderr, flush=True)
        return row

    def beside(self, job, count, run, limit, need, what, fixed=(0, 0), **more):
        """Runs a job and its limit by turns. run() -> Run; limit() -> (wall, cpu) of `count` calls."""
        walls, cpus, ratios, cpu_ratios, peak = [], [], [], [], 0
        for _ in range(self.runs):
            bare_wall, bare_cpu = limit()
            took = run()
            walls.append(took.wall - fixed[0])
            cpus.append(took.cpu - fixed[1])
            ratios.append(bare_wall / walls[-1])
            cpu_ratios.append(bare_cpu / cpus[-1])
            peak = max(peak, took.peak)
        return self.add(job, count, walls, cpus, ratio=statistics.median(ratios),
                        cpu_ratio=statistics.median(cpu_ratios), need=need, limit=what, peak=peak,
                        **more)

    def growth(self, row, run_small, count_small, fixed_small=(0, 0)):
        """How much longer a label takes among many than among few."""
        small = [run_small().cpu - fixed_small[1] for _ in range(self.runs)]
        row["growth"] = row["cpu_us"] / (statistics.median(small) / count_small * 1e6)

    # ---- jobs ----

    def make_registry(self):
        for words in (
                ("init", "--name", "Consejo de Medición", "--url", "https://sello.example/v/"),
                ("scheme", "add", "--code", "1", "--name", "Mezcal artesanal"),
                ("producer", "add", "--name", "Palenque El Sabino", "--origin",
                 "Santiago Matatlán, Oax.", "--public"),
                ("product", "add", "--name", "Mezcal espadín joven", "--traits",
                 "destilado en barro, 47%"),
                ("certificate", "apply", "--product", "P1", "--producer", "R1", "--scheme", "S1"),
                ("certificate", "inspect", "C1", "--result", "pass"),
                ("certificate", "grant", "C1")):
            self.answer(*words)

    def issued(self, count):
        """A batch, as the answer tells of it."""
        return json.loads(self.answer("--json", "issue", "C1", "--count", count, "--lot", "2026-11"))

    def issue(self, count):
        return Run(self.sello("issue", "C1", "--count", count, "--lot", "2026-11"), watch=True)

    def measure_issue(self, many, few):
        ones = [self.issue(1) for _ in range(self.runs)]
        fixed = (statistics.median(one.wall for one in ones),
                 statistics.median(one.cpu for one in ones))
        later, growths = [], []

        def run():
            took = self.issue(many)
            later.append(took.later_peak)
            growths.append((took.cpu - fixed[1]) / (many - 1) / self.issue_few(few))
            return took

        row = self.beside("issue, durable", many, run, lambda: self.limit("sign", many), 0.80,
                          "crypto_sign_detached", fixed)
        row["peak_with_keys"], row["peak"] = row["peak"], max(later)
        row["key_seconds"] = fixed[0]
        row["growth"] = statistics.median(growths)
        self.many_batch = "B%d" % (self.runs + 1)
        self.few_batch = "B%d" % (self.runs + 2)

    def issue_few(self, few):
        """Seconds of CPU for a label of few. Opening the key file takes more than they do, so few and
        one are taken by turns."""
        return statistics.median((self.issue(few).cpu - self.issue(1).cpu) / (few - 1)
                                 for _ in range(5))

    def measure_export(self, many, few):
        def export(what):
            return Run(self.sello("export", "labels", what, "--csv", "-"))

        ones = [export("1") for _ in range(self.runs)]
        fixed = (statistics.median(one.wall for one in ones),
                 statistics.median(one.cpu for one in ones))
        runs = [export(self.many_batch) for _ in range(self.runs)]
        row = self.add("export labels as CSV", many, [took.wall - fixed[0] for took in runs],
                       [took.cpu - fixed[1] for took in runs], peak=max(took.peak for took in runs))
        self.growth(row, lambda: export(self.few_batch), few, fixed)

    def write_lines(self, batch, name):
        with open(self.path(name + ".csv"), "wb") as file:
            Run(self.sello("export", "labels", batch, "--csv", "-"), stdout=file)
        with open(self.path(name + ".csv"), "rb") as rows, open(self.path(name), "wb") as lines:
            next(rows)
            for row in rows:
                lines.write(row.split(b",")[4] + b"\n")
        os.unlink(self.path(name + ".csv"))

    def verify_lines(self, name):
        with open(self.path(name), "rb") as lines:
            return Run(self.verify("--json", "-"), stdin=lines)

    def measure_lines(self, many, few):
        self.answer("trust", "export", "-o", self.path("trust.sello"))
        self.write_lines(self.many_batch, "many")
        self.write_lines(self.few_batch, "few")
        with open(self.path("few"), encoding="ascii") as file:
            self.text = file.readline().strip()
        ones = [Run(self.verify(self.text)) for _ in range(7 * self.runs)]
        fixed = (statistics.median(one.wall for one in ones),
                 statistics.median(one.cpu for one in ones))
        self.one_text_ms = fixed[1] * 1000
        row = self.beside("verify lines", many, lambda: self.verify_lines("many"),
                          lambda: self.limit("verify", many), 0.80, "crypto_sign_verify_detached",
                          fixed)
        self.growth(row, lambda: self.verify_lines("few"), few, fixed)

    def measure_png(self, count):
        serials = self.issued(count)["batch"]

        def fresh(name):
            shutil.rmtree(self.path(name), ignore_errors=True)
            os.mkdir(self.path(name))
            return self.path(name)

        self.beside("print PNG files", count,
                    lambda: Run(self.sello("print", serials, "--to", "png", "-o", fresh("png"))),
                    lambda: self.limit("symbol", count, self.text, fresh("limit")), 0.80,
                    "QRcode_encodeInput + libpng + a file")
        self.answer("trust", "export", "-o", self.path("trust.sello"))
        self.measure_sheets(serials, count, fresh)

    def measure_sheets(self, serials, count, fresh):
        """The same labels on sheets, in files of fifty pages, beside our own pictures of them."""
        def pictures():
            took = Run(self.sello("print", serials, "--to", "png", "-o", fresh("again")))
            return took.wall, took.cpu

        self.beside("print PDF sheets", count,
                    lambda: Run(self.sello("print", serials, "--to", "pdf", "--stock",
                                           "avery-5162", "--pages-per-file", "50", "-o",
                                           fresh("sheets") + "/l.pdf")),
                    pictures, 0.60, "print PNG files")

    def measure_streams(self, many):
        """A batch into one stream: does memory stay, and the time of each? Pictures are made and
        forgotten sixteen at a time; of sheets each label's signature is kept, some 100 bytes."""
        for job, *words in (("print PNG, one stream", "--to", "png"),
                            ("print PDF sheets, one stream", "--to", "pdf", "--stock",
                             "avery-5162", "--pages-per-file", "50")):
            def run(what, words=words):
                return Run(self.sello("print", what, *words, "-o", "-"))

            took = run(self.many_batch)
            row = self.add(job, many, [took.wall], [took.cpu], peak=took.peak)
            self.growth(row, lambda run=run: run(self.few_batch), self.few)

    def measure_pictures(self, count):
        files = []
        for folder, _, names in os.walk(self.path("png")):
            files += [os.path.join(folder, name) for name in names if name.endswith(".png")]
        files = sorted(files)[:count]

        def zbarimg():
            took = Run(["zbarimg", "-q", "--raw", *files])
            return took.wall, took.cpu

        self.beside("verify pictures, one each", len(files),
                    lambda: Run(self.verify("--json", *files)), zbarimg, 1.0, "zbarimg, one process")

    # ---- what a user would pick instead ----

    def other(self, job, count, walls, than):
        rate = count / statistics.median(walls)
        ours = next((row["rate"] for row in self.rows if row["job"] == than), None)
        self.rows.append({"job": job, "count": count, "rate": rate, "instead_of": than,
                          "times": ours / rate if ours else None})
        print("  %s: %.1f a second" % (job, rate), file=sys.stderr, flush=True)

    def each(self, count, command):
        start = time.monotonic()
        for i in range(count):
            subprocess.run(command(i), check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        return time.monotonic() - start

    def measure_others(self, count):
        out = self.path("others")
        os.makedirs(out, exist_ok=True)
        png, read = "print PNG files", "verify pictures, one each"
        for library in ("qrcode", "segno"):
            self.other("Python: PyNaCl and %s" % library, count, [
                float(subprocess.run(["/usr/bin/python3", BENCH + "/python_way.py", str(count), out,
                                      library], check=True, stdout=subprocess.PIPE).stdout)
                for _ in range(self.runs)], png)
        programs = (
            ("qrencode, once a label", png,
             lambda i: ["qrencode", "-l", "M", "-s", "10", "-m", "4", "-o",
                        "%s/%d.png" % (out, i), self.text]),
            ("zint, once a label", png,
             lambda i: ["zint", "--barcode=QRCODE", "--scale=5", "-o", "%s/%d.png" % (out, i), "-d",
                        self.text]),
            ("ZXingReader, once a picture", read,
             lambda i: ["ZXingReader", "-format", "QRCode", self.picture(i)]),
        )
        for job, than, command in programs:
            if shutil.which(command(0)[0]) is None:
                print("  %s: not here" % job, file=sys.stderr)
                continue
            self.other(job, count, [self.each(count, command) for _ in range(self.runs)], than)

    def picture(self, i):
        files = sorted(os.listdir(self.path("limit")))
        return os.path.join(self.path("limit"), files[i % len(files)])

    # ---- the whole ----

    def run(self):
        many, few, pngs, pictures, others, labels, scattered = (
            (1000000, 10000, 20000, 2000, 100, 10000000, 100000) if self.full
            else (20000, 5000, 1000, 200, 20, 100000, 1000))
        self.few = few
        self.make_registry()
        self.measure_issue(many, few)
        self.measure_export(many, few)
        self.measure_lines(many, few)
        self.measure_png(pngs)
        self.measure_pictures(pictures)
        self.measure_others(others)
        self.measure_streams(many)
        print("  questions to a registry of %d labels" % labels, file=sys.stderr, flush=True)
        queries = Queries(self, labels, scattered).measure()
        return {"cores": len(os.sched_getaffinity(0)), "full": self.full, "runs": self.runs,
                "machine": machine(), "one_text_cpu_ms": self.one_text_ms, "rows": self.rows,
                "queries": queries}


def machine():
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
        found = re.search(r"model name\s*:\s*(.+)", file.read())
    return found.group(1).strip() if found else os.uname().machine


def main():
    bench = Bench(os.path.abspath(sys.argv[1]), "--full" in sys.argv[3:])
    try:
        result = bench.run()
    finally:
        shutil.rmtree(bench.work, ignore_errors=True)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1, ensure_ascii=False)
        file.write("\n")
    show(result)


if __name__ == "__main__":
    main()
