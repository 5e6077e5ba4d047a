#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What all commands of sello share: finding the registry, passphrases, key files.
load common

setup_file() {
  make_template
}

setup() {
  start_test
}

# fails PATTERN COMMAND...: exit 1 or 2, and the pattern is said.
fails() {
  local pattern=$1
  shift
  run --separate-stderr "$@"
  [[ $status == 1 || $status == 2 ]]
  contains "${stderr:?}" "$pattern"
}

@test "where the registry is: -r, the environment, ./registro" {
  mv registro otro
  fails "There is no registry in $SELLO_REGISTRY." sello product list
  sello -r otro product list
  sello product list -r otro
  SELLO_REGISTRY=otro sello product list
  mv otro registro
  (unset SELLO_REGISTRY && sello product list)
  SELLO_REGISTRY='' sello product list
}

@test "what is no registry is said to be none" {
  mkdir a b c d
  fails "There is no registry in a." sello -r a product list
  ln -s "$PWD/registro/registry.db" b/registry.db
  fails "What is in b is not a registry." sello -r b product list
  head -c 5000 /dev/zero >c/registry.db
  fails "What is in c is not a registry." sello -r c product list
  head -c 6000 registro/registry.db >d/registry.db
  fails "The registry in d is damaged." sello -r d product list
  mkfifo a/registry.db
  fails "What is in a is not a registry." timeout 20 "$SELLO" -r a product list
}

@test "a registry of a newer version is left alone" {
  /usr/bin/python3 -c '
import sqlite3
db = sqlite3.connect("registro/registry.db")
db.execute("PRAGMA user_version = 99")
db.commit()'
  local before
  before=$(registry_sum)
  fails "made by a newer version of sello" sello product list
  equal "$before" "$(registry_sum)"
}

@test "a passphrase that is missing, wrong or unreadable is one calm line" {
  local before
  before=$(registry_sum)
  fails "--passphrase-file FILE or --passphrase-fd N" "$SELLO" --no-input issue C1 --count 1
  fails "--passphrase-file FILE or --passphrase-fd N" \
    setsid -w "$SELLO" issue C1 --count 1 </dev/null
  echo otra >wrong
  fails "wrong passphrase" "$SELLO" --passphrase-file wrong issue C1 --count 1
  fails "nowhere could not be read: No such file" \
    "$SELLO" --passphrase-file nowhere issue C1 --count 1
  fails "takes a whole number" "$SELLO" --passphrase-fd x issue C1 --count 1
  fails "could not be read" "$SELLO" --passphrase-fd 77 issue C1 --count 1
  : >wrong
  fails "the passphrase is empty" "$SELLO" --passphrase-file wrong issue C1 --count 1
  equal "$before" "$(registry_sum)"
  equal 1 "${#stderr_lines[@]}"
}

@test "Ctrl-C at the passphrase ends with exit 130, and nothing was done" {
  local before
  before=$(registry_sum)
  run -130 script -qec "$SELLO issue C1 --count 1" /dev/null < <(sleep 2 && printf '\003')
  equal "$before" "$(registry_sum)"
}

@test "a passphrase by descriptor" {
  "$SELLO" --passphrase-fd 5 issue C1 --count 1 5<"$PASSPHRASE"
}

@test "a key file that may not be used is named" {
  local key=registro/keys/label-1.key
  chmod 644 $key
  fails "other users can read it" sello issue C1 --count 1
  chmod 600 $key
  mv $key .
  ln -s "$PWD/label-1.key" $key
  fails "label-1.key is passed over" sello issue C1 --count 1
  rm $key
  head -c 50 label-1.key >$key
  chmod 600 $key
  fails "label-1.key is passed over" sello issue C1 --count 1
  rm $key
  fails "No label key that may be used today" sello issue C1 --count 1
  cp -p label-1.key registro/keys/renamed
  sello issue C1 --count 1
}

# unfinish FOLDER: leaves a registry as an init that was cut short leaves it.
unfinish() {
  /usr/bin/python3 - "$1/registry.db" <<'PYTHON'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute("PRAGMA journal_mode = TRUNCATE")  # as sello leaves it
    for table in ("bundle", "signature_block", "batch", "root"):
        db.execute(f"DELETE FROM {table}")
PYTHON
}

@test "an init that was cut short is told from a registry" {
  fails "a registry in $PWD/registro already" sello init --name Otro --url https://b.example/
  unfinish registro
  fails "was interrupted" sello init --name Otro --url https://b.example/
  run -1 sello check
  contains "$output" "no root"
  contains "$(sello status)" "was interrupted"
}

@test "a mistake in the words writes nothing" {
  local before
  before=$(registry_sum)
  fails "Did you mean" sello prodct add --name X
  fails "Did you mean --name" sello product add --nme X
  fails "only once" sello product add --name X --name Y
  fails "needs a value" sello product add --name
  fails "too much" sello product add --name X Y
  fails "--name is missing" sello product add
  fails "Something is missing" sello product show
  equal "$before" "$(registry_sum)"
}

@test "a new registry's folder is on the disk before anybody is told that it is there" {
  need_strace
  mkdir deep
  strace -f -y -e trace=fsync -o made "$SELLO" --no-input --passphrase-file "$PASSPHRASE" \
    -r deep/nuevo init --name Otro --url https://b.example/
  sello backup copia.tar
  strace -f -y -e trace=fsync -o restored "$SELLO" --no-input -r deep/vuelto restore copia.tar || true
  grep -q "fsync([0-9]*<$PWD/deep>) *= 0" made
  grep -q "fsync([0-9]*<$PWD/deep>) *= 0" restored
}
