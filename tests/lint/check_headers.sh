#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_headers.sh SOURCE_DIR CC CXX [INCLUDE_FLAG...]: each header compiles alone; the public one
# as C++ too.
set -eu
cd "$1"
cc=$2 cxx=$3
shift 3
git rev-parse --git-dir >/dev/null 2>&1 || {
    echo "The files are found by git: run this in a clone." >&2
    exit 77
}
wrong=0
# shellcheck disable=SC2016 # the inner shell's arguments
if ! git ls-files --cached --others --exclude-standard -- '*.h' | sort -u | xargs -P 2 -I '{}' sh -c '
    header=$1 cc=$2
    shift 2
    [ -e "$header" ] || exit 0
    printf "#include \"%s\"\n" "$header" | "$cc" -std=gnu17 -Wall -Werror -fsyntax-only \
        -DSELLO_VERSION="\"0\"" -I. "$@" -x c - && exit 0
    echo "$header does not compile by itself: include in it what it uses." >&2
    exit 1' sh '{}' "$cc" "$@"; then
    wrong=1
fi
for header in verify/verdict/sello_verify.h verify/reader/sello_picture.h; do
    if ! printf '#include "%s"\n' "$header" |
        "$cxx" -std=c++17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I. -x c++ -; then
        echo "$header is for C++ programs too, and does not compile there." >&2
        wrong=1
    fi
done
[ $wrong -eq 0 ] && echo "Every header compiles by itself."
exit $wrong
