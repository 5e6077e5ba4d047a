# SPDX-License-Identifier: Apache-2.0
"""A result as a person reads it in a terminal."""
from run import MIB


def cell(row, name, form):
    value = row.get(name)
    return form % value if value is not None else ""


def show(result):
    print("%d cores, medians of %d runs; rates a second" % (result["cores"], result["runs"]))
    print("%-28s %9s %11s %7s %7s %6s %9s %7s  %s" % (
        "job", "labels", "rate", "ratio", "of CPU", "goal", "peak MiB", "growth", "limit"))
    for row in result["rows"]:
        if "instead_of" in row:
            continue
        print("%-28s %9d %11.0f %7s %7s %6s %9s %7s  %s" % (
            row["job"], row["count"], row["rate"], cell(row, "ratio", "%.2f"),
            cell(row, "cpu_ratio", "%.2f"), cell(row, "need", "%.2f"),
            "%.0f" % (row["peak"] / MIB) if row.get("peak") else "", cell(row, "growth", "%.2f"),
            row.get("limit", "")))
    print("\n%-28s %9s %11s %9s" % ("instead of Sello", "labels", "rate", "Sello is"))
    for row in result["rows"]:
        if "instead_of" in row:
            print("%-28s %9d %11.1f %9s  (%s)" % (row["job"], row["count"], row["rate"],
                                                  cell(row, "times", "%.0f x"), row["instead_of"]))
    issue = result["rows"][0]
    print("\nOpening the key file takes %.2f s and %.0f MiB, given back before a serial is reserved."
          % (issue["key_seconds"], issue["peak_with_keys"] / MIB))
    print("One sello-verify TEXT takes %.1f ms of CPU." % result["one_text_cpu_ms"])
    show_queries(result["queries"])


def show_queries(queries):
    print("\n%-36s %11s %11s %9s" % ("with %s labels" % format(queries["labels"], ","), "wall ms",
                                     "CPU ms", "peak MiB"))
    for row in queries["rows"]:
        print("%-36s %11.0f %11.0f %9.0f" % (row["query"], row["wall_ms"], row["cpu_ms"],
                                             row["peak"] / MIB))
    print("The trust file takes %.1f MiB." % (queries["trust_bytes"] / MIB))
