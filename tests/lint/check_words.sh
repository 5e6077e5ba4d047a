#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_words.sh SOURCE_DIR: words that must not be in the project.
set -eu
cd "$1"
git rev-parse --git-dir >/dev/null 2>&1 || {
    echo "The files are found by git: run this in a clone." >&2
    exit 77
}
wrong=0

# refuse WHAT_TO_DO PATTERN PATH...: fails where a line matches. This file has the patterns itself.
refuse() {
    advice=$1 pattern=$2
    shift 2
    found=$(git grep --untracked -nIE "$pattern" -- "$@" ':!tests/lint/check_words.sh' || true)
    if [ -n "$found" ]; then
        printf '%s\n%s\n\n' "$advice" "$found" >&2
        wrong=1
    fi
}

refuse "Finish it, or write it as an issue; leave no such marks:" \
    '\b(TODO|FIXME|XXX|HACK)\b' .
# .ci is what runs the tests elsewhere.
refuse "The project says nothing of places outside itself:" \
    '(^|[^.[:alnum:]$}])/(home|root|work|farm)/|\.\./shared' . ':!.ci'
refuse "Use a bounded or reentrant function (snprintf, gmtime_r, strtoull, randombytes...):" \
    '\b(strcpy|strcat|sprintf|vsprintf|strtok|gmtime|localtime|atoi|atol|rand|srand|gets) ?\(' \
    '*.[ch]' '*.cc' '*.cpp' '*.def'
refuse "open_memstream does not tell that memory ended: use base/text.h:" \
    '\bopen_memstream\(' '*.c' ':!tests'

refuse "The page shows what others wrote as text alone: use el() of verify/web/src/ui/dom.ts:" \
    '(inner|outer)HTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|srcdoc|\beval\(|new Function' \
    verify/web/src verify/web/index.html registry/console/web/src registry/console/web/index.html
refuse "The page's policy refuses styles and handlers in markup, and other hosts:" \
    '<[a-z][^>]* (style|on[a-z]+)=|(src|href)="(https?:)?//' verify/web/index.html registry/console/web/index.html

[ $wrong -eq 0 ] && echo "No forbidden word or function."
exit $wrong
