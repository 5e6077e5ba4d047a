#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# A backup on a computer that does not know what was issued after it.
load common

# Three labels stand in the backup; seven more, a withdrawal and a trust file came after it.
setup_file() {
  make_template
  sello backup copia.tar >/dev/null 2>&1
  cp trust.sello old.sello
  issue_typical 7
  sello withdraw 2 --reason stolen --yes >/dev/null 2>&1
  sello trust export -o trust.sello >/dev/null
}

setup() {
  start_test
  export XDG_STATE_HOME=$PWD/otra-computadora SELLO_REGISTRY=$PWD/otro
  run -1 --separate-stderr sello restore copia.tar
  contains "$stderr" "It is not known what was issued after this backup"
  contains "$stderr" "--last-serial N"
  cp -r registro/keys/. otro/keys/
}

# refused COMMAND...: for want of knowing what came after the backup.
refused() {
  run -1 --separate-stderr sello "$@"
  contains "$stderr" "nobody has said what was issued after this backup" "$*"
}

next_serial() {
  sello --json issue C1 --count 1 2>/dev/null | jq .first_serial
}

next_bundle() {
  sello --json trust export -o next.sello 2>/dev/null | jq .bundle_version
}

event_kinds() {
  /usr/bin/python3 -c 'import sqlite3, sys
for row in sqlite3.connect("otro/registry.db").execute("SELECT kind FROM event ORDER BY seq"):
    print(row[0])'
}

@test "nothing is given out until somebody has said what came after" {
  refused issue C1 --count 5
  refused withdraw 1 --reason stolen
  refused suspend 1 --reason x
  refused print 1 --to svg -o dibujos
  refused deliver 1 --to R1
  refused export labels --csv labels.csv
  refused trust export -o next.sello
  refused trust export --again -o next.sello
  refused scheme add --code 2 --name Talavera
  [ ! -e dibujos ]
  [ ! -e labels.csv ]
  [ ! -e next.sello ]
  equal after-backup-unknown "$(sello --json status 2>/dev/null | jq -r '.due[0].code')"
  run -1 sello check
  contains "$output" after-backup-unknown
}

@test "it stays so when the folder is copied, and where the same backup is restored again" {
  cp -a otro copiado
  SELLO_REGISTRY=$PWD/copiado refused issue C1 --count 5
  XDG_STATE_HOME=$PWD/tercera SELLO_REGISTRY=$PWD/copiado refused issue C1 --count 5
  run -1 --separate-stderr sello -r de-nuevo restore copia.tar
  contains "$stderr" "It is not known what was issued after this backup"
  SELLO_REGISTRY=$PWD/otro sello backup vuelta.tar
  run -1 --separate-stderr sello -r vuelto restore vuelta.tar
  contains "$stderr" "It is not known what was issued after this backup"
}

@test "a database that was copied by hand knows as little" {
  mkdir -p a-mano/keys
  database_of copia.tar >a-mano/registry.db
  cp -r registro/keys/. a-mano/keys/
  export SELLO_REGISTRY=$PWD/a-mano
  refused issue C1 --count 5
  run -1 sello restore --reconcile
  sello restore --reconcile --last-serial 10
  equal 11 "$(next_serial)"
}

@test "the newest trust file and the last serial: on from there" {
  sello restore --reconcile --trust trust.sello --last-serial 12
  equal 13 "$(next_serial)"
  equal 3 "$(next_bundle)"
  equal withdrawn "$(sello_verify --trust next.sello --json --serial 2 | jq -r .verdict)"
  contains "$(event_kinds)" restored.trust-file
  sello check --all
}

@test "a trust file alone may be older than the last labels: serials are passed over" {
  run -0 --separate-stderr sello restore --reconcile --trust trust.sello
  contains "$stderr" "100000 serials are passed over"
  equal 100011 "$(next_serial)"
  equal 3 "$(next_bundle)"
  equal status-only "$(sello_verify --trust next.sello --json --serial 9 | jq -r .verdict)"
  sello check --all
}

@test "a trust file after which nothing was issued: no serial is passed over" {
  sello restore --reconcile --trust trust.sello --nothing-since
  equal 11 "$(next_serial)"
}

@test "without a trust file: the last serial, and versions well above" {
  run -0 --separate-stderr sello restore --reconcile --last-serial 10
  contains "$stderr" "Withdraw again what was withdrawn"
  equal 11 "$(next_serial)"
  equal 1002 "$(next_bundle)"
  contains "$(event_kinds)" restored.last-serial
  sello check --all
}

@test "where nobody knows: a gap" {
  equal '{"bundle_versions":1000,"reconciled":true,"root_versions":0,"seconds":0,"serials":500,"was_unknown":true}' \
    "$(sello --json restore --reconcile --gap 500 | jq -c '.seconds = 0')"
  equal 504 "$(next_serial)"
  contains "$(event_kinds)" restored.gap
  sello check --all
}

@test "nothing since: on from the backup's end, once it was said" {
  run -2 sello restore --reconcile --nothing-since --gap 5
  run -1 --separate-stderr sello --json restore --reconcile --yes
  equal after-backup-unknown "$(jq -r .error <<<"$output")"
  sello restore --reconcile --nothing-since
  equal 4 "$(next_serial)"
  equal 2 "$(next_bundle)"
  contains "$(event_kinds)" restored.nothing-since
}

@test "a trust file that is older than the backup tells nothing" {
  sello restore --reconcile --last-serial 10
  sello trust export -o newer.sello
  sello backup nueva.tar
  export XDG_STATE_HOME=$PWD/cuarta SELLO_REGISTRY=$PWD/cuarto
  run -1 --separate-stderr sello restore nueva.tar --trust trust.sello
  contains "$stderr" "trust.sello is older than this backup"
  cp -r registro/keys/. cuarto/keys/
  refused issue C1 --count 1
  sello restore --reconcile --trust newer.sello --last-serial 10
}

@test "the restore itself takes what is said" {
  export XDG_STATE_HOME=$PWD/cuarta SELLO_REGISTRY=$PWD/cuarto
  sello restore copia.tar --trust trust.sello --last-serial 10
  cp -r registro/keys/. cuarto/keys/
  equal 11 "$(next_serial)"
}

@test "a dry run tells what would come of it, and leaves no trace" {
  before=$(find otro otra-computadora -type f -exec sha256sum {} + | sort)
  run -1 --separate-stderr sello restore --reconcile --dry-run
  contains "$stderr" "It is not known what was issued after this backup"
  planned=$(sello --json restore --reconcile --trust trust.sello --last-serial 12 --dry-run)
  equal '{"bundle_versions":1,"dry_run":true,"reconciled":true,"root_versions":0,"serials":9,"was_unknown":true}' \
    "$(jq -c 'del(.seconds)' <<<"$planned")"
  run -0 --separate-stderr sello restore --reconcile --gap 500 --dry-run
  contains "$stderr" "Nothing is changed by this"
  contains "$stderr" "500 serials are passed over"
  equal "$before" "$(find otro otra-computadora -type f -exec sha256sum {} + | sort)"
  refused issue C1 --count 5
  equal "$(jq -c 'del(.dry_run)' <<<"$planned")" \
    "$(sello --json restore --reconcile --trust trust.sello --last-serial 12 | jq -c .)"
}

@test "a dry run of the restore itself makes no registry" {
  export XDG_STATE_HOME=$PWD/cuarta SELLO_REGISTRY=$PWD/cuarto TMPDIR=$PWD/tmp
  mkdir tmp
  equal 9 "$(sello --json restore copia.tar --trust trust.sello --last-serial 12 --dry-run | jq .serials)"
  run -1 --separate-stderr sello restore copia.tar --dry-run
  contains "$stderr" "It is not known what was issued after this backup"
  run -1 --separate-stderr sello restore nada.db --dry-run
  contains "$stderr" "There is no file nada.db."
  [ ! -e cuarto ]
  [ ! -e cuarta ]
  equal "" "$(ls -A tmp)"
  run -1 --separate-stderr sello -r registro restore copia.tar --dry-run
  contains "$stderr" "There is a registry in registro already"
}
