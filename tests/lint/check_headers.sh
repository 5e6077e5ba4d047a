#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_headers.sh SOURCE_DIR CC CXX [INCLUDE_FLAG...]: each header compiles alone; the public one
# as C++ too.
set -eu
cd "$1"
cc=$2 cxx=$3
shift 3
wrong=0
for header in wire/*.h base/*.h keys/*.h labels/*/*.h cli/*.h verify/*/*.h verify/web/wasm/*.h registry/*/*.h; do
    [ -e "$header" ] || continue
    if ! printf '#include "%s"\n' "$header" | "$cc" -std=gnu17 -Wall -Werror -fsyntax-only \
        -DSELLO_VERSION='"0"' -I. "$@" -x c -; then
        echo "$header does not compile by itself: include in it what it uses." >&2
        wrong=1
    fi
done
if ! printf '#include "verify/verdict/sello_verify.h"\n' |
    "$cxx" -std=c++17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I. -x c++ -; then
    echo "verify/verdict/sello_verify.h is for C++ programs too, and does not compile there." >&2
    wrong=1
fi
[ $wrong -eq 0 ] && echo "Every header compiles by itself."
exit $wrong
