#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# check_man.sh PROGRAM...: does each program's man page, in every language, name what its help in
# that language names? Each command needs a section (.Ss) of its own with all its options; common options need to
# stand anywhere. A section of a command that the program does not have fails too.
set -eu
LC_ALL=C.UTF-8
export LC_ALL

here=$(cd "$(dirname "$0")" && pwd)
man=$here/../../docs/man
failed=0

fail() {
    echo "check_man: $*" >&2
    failed=1
}

# The first words of a help's rows under a heading, one row a line: "producer add", "--json".
rows() { # HEADING < help
    awk -v heading="$1" '
        $0 == heading { on = 1; next }
        on && /^$/    { exit }
        on            { sub(/^  /, ""); sub(/  .*/, ""); print }'
}

options_of() { # HEADING < help
    rows "$1" | awk '{ print $1 }'
}

# The lines of one command's section of a page, or the whole page for a command without a name.
section() { # PAGE COMMAND
    if [ -z "$2" ]; then
        cat "$1"
        return
    fi
    awk -v title=".Ss $2" '
        /^\.S[sh] / { on = ($0 == title) }
        on' "$1"
}

# In a page "--json" is "Fl -json", and "-o" is "Fl o".
has_option() { # OPTION < lines
    grep -Eq "(^\.| )Fl ${1#-}( |\$)"
}

check_options() { # PAGE COMMAND OPTION...
    page=$1 command=$2
    shift 2
    for option; do
        section "$page" "$command" | has_option "$option" ||
            fail "${page#"$here/../../"}: ${command:-the program} has no $option"
    done
}

check_command() { # PROGRAM PAGE COMMAND
    if [ -n "$3" ] && ! grep -qx "\.Ss $3" "$2"; then
        fail "${2#"$here/../../"}: there is no section .Ss $3"
        return
    fi
    # shellcheck disable=SC2046,SC2086 # words are wanted
    check_options "$2" "$3" $("$1" --lang "$lang" $3 --help | options_of "$options")
}

# The headings of help in the page's language.
take_language() { # PAGE
    case $1 in
    */es/*) lang=es heading=Comandos: options=Opciones: common="Opciones de cada comando:" ;;
    *) lang=en heading=Commands: options=Options: common="Options of every command:" ;;
    esac
}

check_page() { # PROGRAM PAGE
    take_language "$2"
    mandoc -T lint -W error "$2" || fail "${2#"$here/../../"}: mandoc finds it broken"
    commands=$("$1" --lang "$lang" --help | rows "$heading")
    if [ -z "$commands" ]; then
        fail "$1 --help lists no commands"
        return
    fi
    # shellcheck disable=SC2046 # words are wanted
    check_options "$2" "" $("$1" --lang "$lang" --help | options_of "$common") \
        $("$1" --lang "$lang" --help | options_of "$options")
    while read -r command; do
        check_command "$1" "$2" "$command"
    done <<END
$commands
END
    sed -n 's/^\.Ss //p' "$2" | while read -r command; do
        echo "$commands" | grep -qx -- "$command" || echo "$command"
    done >"$strangers"
    while read -r command; do
        fail "${2#"$here/../../"}: the program has no command $command"
    done <"$strangers"
}

# The library's pages have no help to be held to: tests/e2e/install.bats holds them to the header.
for page in "$man"/*.3; do
    mandoc -T lint -W warning "$page" || fail "${page#"$here/../../"}: mandoc finds it broken"
done

[ $# -gt 0 ] || { echo "Usage: $0 PROGRAM..." >&2; exit 2; }
strangers=$(mktemp)
trap 'rm -f "$strangers"' EXIT
for program; do
    for page in "$man/$(basename "$program").1" "$man"/*/"$(basename "$program").1"; do
        [ -e "$page" ] || continue
        check_page "$program" "$page"
    done
    [ -e "$man/$(basename "$program").1" ] || fail "$program has no man page"
done
exit $failed
