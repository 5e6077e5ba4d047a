# SPDX-License-Identifier: Apache-2.0
"""What is tortured: each command that changes something, from where it begins, and what is to be there."""

import dataclasses
import shutil

from world import fresh


@dataclasses.dataclass
class Case:
    name: str
    stage: str  # the registry it begins from
    command: tuple
    registry: str = "registro"
    steps: bool = False  # it commits more than once: what is between its beginning and its end is allowed
    again: tuple = None  # to go on after it was cut short; None: the command itself
    after: tuple = None  # what has to work where it was done; None: only the check
    drawn: bool = False  # by libraries that end the program where memory ends
    free: tuple = ()  # files that may be there or not, whatever happened


ISSUE = ("issue", "C1", "--count", "3")
INIT = ("init", "--name", "Consejo", "--url", "https://sello.example/v/")
PRODUCER = ("producer", "add", "--name", "Taller Luna", "--origin", "Temoaya", "--public")
PRODUCT = ("product", "add", "--name", "Tapete", "--traits", "lana")

CASES = [
    Case("init", "empty", INIT),
    Case("producer add", "granted", PRODUCER),
    Case("issue", "granted", ISSUE, steps=True),
    Case("withdraw", "issued", ("withdraw", "2-3", "--reason", "lost", "--yes")),
    Case("key passphrase", "issued",
         ("key", "passphrase", "registro/keys/label-1.key", "--new-passphrase-file", "{other}")),
]  # fmt: skip


def make_stages(tools):
    """Each stage is a folder: the one before it, and a few commands more."""
    stages = tools.work / "stages"
    shutil.rmtree(stages, ignore_errors=True)

    def stage(name, source, *commands):
        here = stages / name
        if source:
            fresh(stages / source, here)
        else:
            here.mkdir(parents=True)
        for command in commands:
            tools.must(here, *command)
        return here

    stage("empty", None)
    stage("begun", "empty", INIT)
    stage("granted", "begun",
          ("scheme", "add", "--code", "1", "--name", "Rebozo", "--name-en", "Shawl"), PRODUCER, PRODUCT,
          ("certificate", "apply", "--product", "P1", "--producer", "R1", "--scheme", "S1"),
          ("certificate", "inspect", "C1", "--result", "pass"), ("certificate", "grant", "C1"))  # fmt: skip
    stage("issued", "granted", ISSUE)
    return stages
