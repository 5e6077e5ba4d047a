# SPDX-License-Identifier: Apache-2.0
"""Refusals carry the name of a status of wire/error.h, so that two implementations can be
compared."""


class Refused(ValueError):
    """The bytes are refused; `reason` is a status name such as SELLO_E_CBOR."""

    def __init__(self, reason, detail=""):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


def need(condition, reason, detail=""):
    if not condition:
        raise Refused(reason, detail)
