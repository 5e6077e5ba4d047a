#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_pure.sh ARCHIVE...: the archives need nothing of the world, and keep nothing.
#
# What they may need of others: memory and string functions of the C library that touch only their
# arguments, the adapters of wire/crypto.h, and what compilers and sanitizers add by themselves.
set -eu

allowed='^(mem(cpy|cmp|move|set|chr)|strlen|strchr|sello_ed25519_check|sello_ed25519_key_ok'
allowed="$allowed|sello_sha256|sello_inflate|__stack_chk_fail|__mem(cpy|move|set)_chk"
allowed="$allowed|__(asan|ubsan|sanitizer|sancov|msan)_.*|_GLOBAL_OFFSET_TABLE_|__afl_.*)\$"

defined=$(nm --defined-only --extern-only "$@" | awk 'NF == 3 {print $3}' | sort -u)
needed=$(nm --undefined-only "$@" | awk '$1 == "U" {print $2}' | sort -u)
foreign=$(printf '%s\n' "$needed" | grep -Ev "$allowed" | grep -Fxv "$defined" || true)
if [ -n "$foreign" ]; then
    echo "wire/ and the verdict are pure, but they now need:" >&2
    echo "$foreign" | sed 's/^/    /' >&2
    echo "Pass in what they should know as an argument, or move the code to another folder." >&2
    exit 1
fi

# B, D, C, G, S: writable data. The sanitizers keep tables of their own there.
kept=$(nm "$@" | awk '$2 ~ /^[BbDdCGgSs]$/ {print $3}' | grep -Ev '^(__|\.L|\*\.L|_?\.?data\.rel)' |
    grep -Ev '^\.[A-Za-z]*[0-9]+$|asan|ubsan|sancov' || true)
if [ -n "$kept" ]; then
    echo "wire/ and the verdict keep no state, but these variables can be written:" >&2
    echo "$kept" | sed 's/^/    /' >&2
    echo "Make them const, or part of what the caller passes in." >&2
    exit 1
fi
echo "wire/ and the verdict need only memory functions and the adapters, and keep no state."
