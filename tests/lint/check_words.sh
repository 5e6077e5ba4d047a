#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_words.sh SOURCE_DIR: words that must not be in the project.
set -eu
cd "$1"
wrong=0
code="wire base keys labels cli verify registry tests bench script cmake docs po examples CMakeLists.txt"
code="$code $(ls ./*.md)"

# refuse WHAT_TO_DO PATTERN PATH...: fails where a line matches. This file has the patterns itself.
refuse() {
    advice=$1 pattern=$2
    shift 2
    found=$(grep -rnIE --exclude=check_words.sh --exclude-dir=.git --exclude-dir=build \
        --exclude-dir=node_modules "$pattern" "$@" || true)
    if [ -n "$found" ]; then
        printf '%s\n%s\n\n' "$advice" "$found" >&2
        wrong=1
    fi
}

# shellcheck disable=SC2086 # a list of folders
{
    refuse "Finish it, or write it as an issue; leave no such marks:" \
        '\b(TODO|FIXME|XXX|HACK)\b' $code
    refuse "The project says nothing of places outside itself:" \
        '(^|[^.[:alnum:]$}])/(home|root|work|farm)/|\.\./shared' $code
}
# shellcheck disable=SC2046 # names without spaces
refuse "Use a bounded or reentrant function (snprintf, gmtime_r, strtoull, randombytes...):" \
    '\b(strcpy|strcat|sprintf|vsprintf|strtok|gmtime|localtime|atoi|atol|rand|srand|gets) ?\(' \
    $(find wire base keys labels cli verify registry tests bench -name '*.[ch]' -o -name '*.cpp')

refuse "The page shows what others wrote as text alone: use el() of verify/web/src/ui/dom.ts:" \
    '(inner|outer)HTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|srcdoc|\beval\(|new Function' \
    verify/web/src verify/web/index.html
refuse "The page's policy refuses styles and handlers in markup, and other hosts:" \
    '<[a-z][^>]* (style|on[a-z]+)=|(src|href)="(https?:)?//' verify/web/index.html

[ $wrong -eq 0 ] && echo "No forbidden word or function."
exit $wrong
