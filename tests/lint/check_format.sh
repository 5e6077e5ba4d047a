#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_format.sh SOURCE_DIR: clang-format 14 and no spaces at the end of a line.
set -eu
cd "$1"
format=$(command -v clang-format-14 || command -v clang-format || true)
if [ -z "$format" ]; then
    echo "clang-format is not here: run script/setup."
    exit 77
fi

sources=$(find wire base keys labels cli verify registry tests bench -name node_modules -prune -o \
    \( -name '*.[ch]' -o -name '*.cpp' \) -print | sort)
wrong=0
# shellcheck disable=SC2086 # the names have no spaces
"$format" --dry-run -Werror $sources || wrong=1
if [ $wrong -ne 0 ]; then
    echo "Not as clang-format has it. Run: $format -i FILE" >&2
fi
# shellcheck disable=SC2086,SC2046
if grep -nE '[[:space:]]+$' $sources $(find . -name CMakeLists.txt -not -path './build/*') script/*; then
    echo "There are spaces at the ends of these lines: take them away." >&2
    wrong=1
fi
# shellcheck disable=SC2086
long=$(awk 'FNR == 501 {print FILENAME}' $sources)
if [ -n "$long" ]; then
    echo "Over 500 lines; find where it divides: $long" >&2
    wrong=1
fi
[ $wrong -eq 0 ] && echo "All sources are formatted."
exit $wrong
