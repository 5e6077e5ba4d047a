#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_shell.sh SOURCE_DIR: shellcheck finds nothing in the scripts, and in the tests of bats nothing
# that it is sure of.
set -eu
cd "$1"
git rev-parse --git-dir >/dev/null 2>&1 || {
    echo "The files are found by git: run this in a clone." >&2
    exit 77
}
if ! command -v shellcheck >/dev/null; then
    echo "shellcheck is not here: run script/setup --tests." >&2
    exit 77
fi

listed() {
    git ls-files --cached --others --exclude-standard -- "$@" | sort -u
}

# A script is what says so in its first line.
scripts() {
    listed | while read -r name; do
        case $name in *.bats) continue ;; esac
        [ -f "$name" ] && head -n 1 "$name" 2>/dev/null | tr -d '\0' |
            grep -Eq '^#! ?/(usr/)?bin/(env )?(ba|da)?sh$' && printf '%s\n' "$name"
    done
}

wrong=0
scripts | xargs shellcheck || wrong=1
# bats sets $stderr and its like; functions of one file are called with words by another; and names
# of files that a test made have no spaces.
listed '*.bats' '*.bash' | xargs -P 2 -n 4 shellcheck --shell=bats --severity=warning \
    --exclude=SC2010,SC2011,SC2034,SC2120,SC2154 || wrong=1
[ $wrong -eq 0 ] && echo "shellcheck finds nothing."
exit $wrong
