# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the end-to-end tests share. Each test works in a folder of its own, which is also the current
# one; registry, trust store and marks lie in it. ctest says where the tools were built:
# SELLO_BIN_DIR_REGISTRY and SELLO_BIN_DIR_VERIFY, or SELLO_BIN_DIR for both.
bats_require_minimum_version 1.5.0

export LC_ALL=C.UTF-8 TZ=UTC
unset LANG LANGUAGE LC_MESSAGES NO_COLOR
# A sanitizer's report must not pass for one of the tools' own exit codes. Leaks are looked for in
# leaks.bats alone.
export ASAN_OPTIONS=exitcode=99:detect_leaks=0 UBSAN_OPTIONS=exitcode=99
export LSAN_OPTIONS=exitcode=99:print_suppressions=0
LSAN_OPTIONS+=:suppressions=$BATS_TEST_DIRNAME/../support/lsan.supp

: "${SELLO_BIN_DIR_REGISTRY:=${SELLO_BIN_DIR:?says where the tools are}}"
: "${SELLO_BIN_DIR_VERIFY:=${SELLO_BIN_DIR:-}}"
SELLO=$SELLO_BIN_DIR_REGISTRY/sello
SELLO_VERIFY=$SELLO_BIN_DIR_VERIFY/sello-verify
SOURCE_DIR=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

# jq 1.6 takes 50 ms to start, which was a quarter of what some of these tests cost. gojq sorts an object's names.
jq() {
  gojq "$@"
}

# As `sello` is used by a script: nothing is asked, and the passphrase is in a file.
sello() {
  "$SELLO" --no-input --passphrase-file "$PASSPHRASE" "$@"
}

sello_verify() {
  "$SELLO_VERIFY" "$@"
}

# in_words DATE [es]: a day as the tools write it for people: "1 Nov 2026", "1 nov 2026".
in_words() {
  local months=(ene feb mar abr may jun jul ago sep oct nov dic)
  if [ "${2:-en}" = es ]; then
    date -d "$1" "+%-d ${months[$(date -d "$1" +%-m) - 1]} %Y"
  else
    LC_ALL=C date -d "$1" "+%-d %b %Y"
  fi
}

# use_folder DIR: makes DIR the current folder, with everything the tools keep in it.
use_folder() {
  mkdir -p "$1"
  cd "$1" || return
  export SELLO_REGISTRY=$PWD/registro XDG_DATA_HOME=$PWD/data XDG_STATE_HOME=$PWD/state HOME=$PWD
  PASSPHRASE=$PWD/passphrase
  (umask 077 && echo "una frase de prueba" >"$PASSPHRASE")
}

# make_certifier [NAME [URL]]: the registry of a certifier, with nothing in it.
make_certifier() {
  sello init --name "${1:-Consejo Artesanal de Prueba}" --url "${2:-https://sello.example/v/}" \
    >/dev/null
}

# make_certificate: C1, granted, for the product P1 of the producer R1 under the scheme S1.
make_certificate() {
  sello scheme add --code 1 --name "Rebozo de Santa María" --name-en "Santa María shawl"
  sello producer add --name "Taller Hernández" --origin "Santa María del Río" --public
  sello product add --name "Rebozo de bolita" --traits "seda roja, punta calada"
  grant_certificate --product P1 --producer R1 --scheme S1
} >/dev/null

# database_of BACKUP: the database in it, which by itself is a backup of earlier versions.
database_of() {
  tar -xOf "$1" registry.db
}

# backup_as_database FILE: a backup of that form.
backup_as_database() {
  rm -f whole.tar
  sello backup whole.tar >/dev/null 2>&1
  database_of whole.tar >"$1"
}

# grant_certificate OPTION...: applies, inspects, grants; prints the certificate's id.
grant_certificate() {
  local id
  id=$(sello --json certificate apply "$@" | jq -r .id) &&
    sello certificate inspect "$id" --result pass >/dev/null &&
    sello certificate grant "$id" >/dev/null &&
    echo "$id"
}

# issue_typical [COUNT]: labels under C1, as a batch with its lot and its date.
issue_typical() {
  sello issue C1 --count "${1:-1}" --lot 2026-11 --made 2026-11-01 >/dev/null 2>&1
}

# Once a file, in setup_file: a certifier with a granted certificate, three labels and a trust file.
make_template() {
  use_folder "$BATS_FILE_TMPDIR/template"
  make_certifier
  make_certificate
  issue_typical 3
  sello trust export -o trust.sello >/dev/null
}

# In setup: the test's own copy of the template, or an empty folder where the file has none.
start_test() {
  if [ -d "$BATS_FILE_TMPDIR/template" ]; then
    cp -a "$BATS_FILE_TMPDIR/template" "$BATS_TEST_TMPDIR/here"
  fi
  use_folder "$BATS_TEST_TMPDIR/here"
}

# label_text SERIAL: the text of its symbol.
label_text() {
  sello --json label show "$1" | jq -r .text
}

# verdict INPUT...: the first verdict, by the trust file of the current folder.
verdict() {
  sello_verify --trust trust.sello --json "$@" | jq -r .verdict | head -n 1
}

# The bytes of every file in the registry, as one checksum.
registry_sum() {
  (cd "$SELLO_REGISTRY" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
}

# ImageMagick, where a machine has other programs called convert. One thread: its others only wait, for a whole core each.
convert_picture() {
  local candidate
  for candidate in ${IMAGEMAGICK:-/usr/bin/convert convert}; do
    if [ -n "${IMAGEMAGICK:-}" ] || "$candidate" -version 2>/dev/null | grep -q ImageMagick; then
      IMAGEMAGICK=$candidate
      OMP_NUM_THREADS=1 "$candidate" "$@"
      return
    fi
  done
  skip "ImageMagick is not here"
}

# For the decoder made for browsers: script/test gets it by npm.
need_browser_decoder() {
  [ -d "$SOURCE_DIR/tests/web/node_modules" ] ||
    skip "the browser's decoder is not here: npm ci --prefix tests/web"
}

traced() {
  strace -f -o /dev/null "$@"
}

# no_pauses COMMAND...: whoever waits for a lock in it has waited at once.
no_pauses() {
  traced -e trace=clock_nanosleep -e inject=clock_nanosleep:retval=0 "$@"
}

need_strace() {
  traced -e trace=none true 2>/dev/null || skip "strace may not trace here"
}

# meanwhile "CHANGE" COMMAND...: `sello COMMAND` on a terminal, where it waits at its question; then
# `sello CHANGE` by somebody else; then yes. Sets status and output.
# shellcheck disable=SC2034 # tests look at both
meanwhile() {
  local change=$1 waiting
  shift
  rm -f answer screen
  mkfifo answer
  script -fqec "stty cols 1000; $SELLO $*" screen <answer >/dev/null 2>&1 3>&- &
  waiting=$!
  exec 9>answer
  until grep -qF "[y/N]" screen 2>/dev/null; do sleep 0.1; done
  # shellcheck disable=SC2086 # words
  sello $change >/dev/null 2>&1
  echo y >&9
  exec 9>&-
  status=0
  wait "$waiting" || status=$?
  output=$(<screen)
}

# equal EXPECTED ACTUAL [WHAT]
equal() {
  if [ "$1" != "$2" ]; then
    printf '%s\n  expected: %s\n  is:       %s\n' "${3:-not equal}" "$1" "$2" >&2
    return 1
  fi
}

# contains TEXT PART
contains() {
  if [[ $1 != *"$2"* ]]; then
    printf 'not found: %s\n  in: %s\n' "$2" "$1" >&2
    return 1
  fi
}

# lacks TEXT PART
lacks() {
  if [[ $1 == *"$2"* ]]; then
    printf 'should not be there: %s\n  in: %s\n' "$2" "$1" >&2
    return 1
  fi
}
