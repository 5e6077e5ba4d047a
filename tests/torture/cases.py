# SPDX-License-Identifier: Apache-2.0
"""What is tortured: each command that changes something, from where it begins, and what is to be there."""

import dataclasses
from world import fresh


@dataclasses.dataclass
class Case:
    name: str
    stage: str  # the registry it begins from
    command: tuple
    registry: str = "registro"
    steps: bool = False  # it commits more than once: what is between its beginning and its end is allowed
    again: tuple = None  # to go on where it was cut short between two steps; None: the command itself
    drawn: bool = False  # by libraries that end the program where memory ends
    free: str = "$^"  # a pattern of files that may be left by a kill, and who finds them is told what they are


ISSUE = ("issue", "C1", "--count", "3")
INIT = ("init", "--name", "Consejo", "--url", "https://sello.example/v/")
PRODUCER = ("producer", "add", "--name", "Taller Luna", "--origin", "Temoaya", "--public")
PRODUCT = ("product", "add", "--name", "Tapete", "--traits", "lana")

SHEET = ("--to", "pdf", "--stock", "avery-5162", "--yes")

CASES = [
    Case("init", "empty", INIT),
    Case("scheme add", "granted", ("scheme", "add", "--code", "2", "--name", "Sarape")),
    Case("producer add", "granted", PRODUCER),
    Case("producer edit", "granted", ("producer", "edit", "R1", "--state", "México")),
    Case("product add", "granted", PRODUCT),
    Case("certificate apply", "granted",
         ("certificate", "apply", "--product", "P1", "--producer", "R1", "--scheme", "S1")),
    Case("certificate grant", "inspected", ("certificate", "grant", "C2")),
    Case("certificate suspend", "issued", ("certificate", "suspend", "C1", "--reason", "obra", "--yes")),
    Case("issue", "granted", ISSUE, steps=True),
    Case("issue --csv", "granted", ("issue", "--csv", "labels.csv", "--commit"), steps=True),
    Case("reissue", "issued", ("reissue", "1", "--reason", "misprint", "--yes"), steps=True,
         again=("issue", "C1", "--count", "1")),  # what was reserved and not signed is void
    Case("print sheets", "issued", ("print", "B1", *SHEET, "-o", "hoja.pdf"), drawn=True),
    Case("print pictures", "issued", ("print", "B1", "--to", "png", "-o", "dibujos"), drawn=True,
         steps=True),  # those in place are in the log, and --resume prints the others
    Case("deliver", "printed", ("deliver", "B1", "--to", "R1", "-o", "recibo.pdf", "--yes"), drawn=True,
         steps=True, again=("deliver", "--again", "D1", "-o", "recibo.pdf")),
    Case("withdraw", "issued", ("withdraw", "2-3", "--reason", "lost", "--yes")),
    Case("sold", "issued", ("sold", "2-3", "--yes")),
    Case("import", "granted", ("import", "producers", "--csv", "producers.csv", "--commit", "--yes")),
    Case("undo", "imported", ("undo", "I1", "--yes")),
    Case("trust export", "issued", ("trust", "export", "-o", "trust.sello"), steps=True),
    Case("publish", "issued", ("publish", "sitio", "--page", "pagina"), drawn=True, steps=True),
    Case("backup", "issued", ("backup", "copia.tar")),
    Case("restore", "kept", ("restore", "copia.tar", "otro", "--nothing-since", "--yes"), registry="otro",
         steps=True),
    Case("key new", "issued", ("key", "new", "--role", "label"),
         free=r"registro/keys/label-\d\.key"),
    Case("key passphrase", "issued",
         ("key", "passphrase", "registro/keys/label-1.key", "--new-passphrase-file", "{other}")),
    Case("producer merge", "imported", ("producer", "merge", "R2", "R1", "--yes")),
    Case("address", "issued", ("address", "serial")),
    Case("mark set", "issued", ("mark", "set", "marca.svg"), drawn=True),
    Case("statement", "issued", ("statement", "R1", "--from", "2026-01-01", "--until", "2026-12-31", "--to", "json",
                                 "--consent", "carta firmada", "-o", "constancia.json"), steps=True),
    Case("export untp", "credited", ("export", "untp", "pasaportes", "--country", "MX"), steps=True),
    Case("root draft", "issued", ("root", "draft", "-o", "raiz.draft", "--contact", "555 1234")),
    Case("root approve", "drafted", ("root", "approve", "raiz.draft", "--yes")),
    Case("root assemble", "approved", ("root", "assemble", "raiz.draft")),
]  # fmt: skip


# What was lost once: a fault at the first call that matches, behind the last one that matches `behind`.
# A quick run tries these alone.
SPOTS = [
    # case, fault, behind, call
    ("init", "EIO", None, "pread registro/registry.db$"),
    ("producer add", "EIO", "fdatasync registro/registry.db-journal", "fcntl registro/registry.db"),
    ("withdraw", "EIO", "ftruncate registro/registry.db-journal", "fdatasync registro/registry.db-journal"),
    ("key passphrase", "EIO", "renameat ", "fsync registro/keys"),
    ("scheme add", "ENOSPC", "fdatasync registro/registry.db-journal", "write registro/.sello-"),
    ("key new", "EIO", None, "openat registro/keys/$"),
    ("address", "EIO", "fdatasync registro/registry.db-journal", "pread registro/registry.db$"),
    ("print sheets", "ENOSPC", None, "write .sello-"),
    ("print pictures", "kill", None, "renameat"),
    ("print pictures", "EIO", "pread registro/registry.db$", "fcntl registro/registry.db"),
    ("init", "EIO", None, "openat registro/lock"),
    ("init", "EIO", None, "flock registro/lock"),
    ("issue", "kill", None, "write registro/.sello-"),
    ("restore", "kill", None, "mkdir otro"),
    # The same of a machine: behind the last change with such a text, or at the end, what is left of the rest.
    ("init", "power", None, "nothing"),
    ("restore", "power", None, "nothing"),
    ("restore", "power", "=folder otro/keys", "all names"),
    ("issue", "power", "=write registro/registry.db\t", "torn"),
    ("issue", "power", "=sync registro/registry.db-journal", "others"),
    ("publish", "kill", None, "write .*log/checkpoint"),
    ("publish", "ENOSPC", None, "write .*log/tile/"),
    ("publish", "power", None, "nothing"),
    ("issue", "disk", None, 3),
    ("issue", "clock", None, "=0"),
    ("trust export", "power", None, "nothing"),
    ("trust export", "clock", None, f"{20 * 86400}@1"),
]

APPLY = ("certificate", "apply", "--product", "P1", "--producer", "R1", "--scheme", "S1")
FILES = {
    "granted": {"labels.csv": "certificate,count,lot\nC1,2,L-1\nC1,3,L-2\n",
                "producers.csv": "name,origin\nTaller Uno,Temoaya\nTaller Dos,Temoaya\n"},
    "issued": {"pagina/index.html": "<html><head><title>Sello</title></head></html>\n",
               "pagina/sw.js": 'precache("sello-publish-revision");\n',
               "marca.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>\n',
               "pagina/manifest.webmanifest": '{"name":"Sello"}\n', "dibujos/.keep": "\n"},
}  # fmt: skip
# A stage: the one before it, and a few commands more.
STAGES = {
    "empty": (None,),
    "begun": ("empty", INIT),
    "granted": ("begun", ("scheme", "add", "--code", "1", "--name", "Rebozo", "--name-en", "Shawl"), PRODUCER, PRODUCT,
                APPLY, ("certificate", "inspect", "C1", "--result", "pass"), ("certificate", "grant", "C1")),
    "inspected": ("granted", APPLY, ("certificate", "inspect", "C2", "--result", "pass")),
    "imported": ("granted", ("import", "producers", "--csv", "producers.csv", "--commit", "--yes")),
    "issued": ("granted", ISSUE),
    "credited": ("issued", ("key", "new", "--role", "credential")),
    "printed": ("issued", ("print", "B1", *SHEET, "-o", "hoja.pdf")),
    "kept": ("issued", ("backup", "copia.tar")),
    "drafted": ("issued", ("root", "draft", "-o", "raiz.draft", "--contact", "555 1234")),
    "approved": ("drafted", ("root", "approve", "raiz.draft", "--yes")),
}  # fmt: skip


def stage(tools, name):
    """The folder of a stage, made when it is asked for first."""
    here = tools.work / "stages" / name
    if here.exists():
        return here
    source, *commands = STAGES[name]
    making = here.with_name("making")
    if source:
        fresh(stage(tools, source), making)
    else:
        making.mkdir(parents=True)
    for command in commands:
        tools.must(making, *command)
    for short, text in FILES.get(name, {}).items():
        (making / short).parent.mkdir(exist_ok=True)
        (making / short).write_text(text)
    return making.rename(here)
