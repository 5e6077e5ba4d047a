#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_format.sh SOURCE_DIR: clang-format 14, no spaces at the end of a line, the endings of names.
set -eu
cd "$1"
git rev-parse --git-dir >/dev/null 2>&1 || {
    echo "The files are found by git: run this in a clone." >&2
    exit 77
}
format=$(command -v clang-format-14 || command -v clang-format || true)
if [ -z "$format" ]; then
    echo "clang-format is not here: run script/setup --tests." >&2
    exit 77
fi

# sources PATTERN...: the files of the project, and new ones that git does not know yet.
sources() {
    git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while read -r name; do
        [ ! -f "$name" ] || printf '%s\n' "$name"
    done
}

wrong=0
if sources '*.cpp' '*.cxx' '*.C' '*.hpp' '*.hh' | grep .; then
    echo "C++ sources end in .cc here, and headers in .h: the lints look for these." >&2
    wrong=1
fi
if ! sources '*.[ch]' '*.cc' | xargs "$format" --dry-run -Werror; then
    echo "Not as clang-format has it. Run: $format -i FILE" >&2
    wrong=1
fi
if git grep --untracked -nIE '[[:blank:]]+$' -- ':!*.po' ':!tests/fuzz/corpus' ':!tests/data'; then
    echo "There are spaces at the ends of these lines: take them away." >&2
    wrong=1
fi
long=$(sources '*.[ch]' '*.cc' '*.py' '*.ts' '*.mjs' | xargs awk 'FNR == 501 {print FILENAME}')
if [ -n "$long" ]; then
    echo "Over 500 lines, which is more than one idea: $long" >&2
    wrong=1
fi
[ $wrong -eq 0 ] && echo "All sources are formatted."
exit $wrong
