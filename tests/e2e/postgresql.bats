#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# A registry on a PostgreSQL server, told from its first office to its second; and from a file to the server and back.
# script/postgresql starts the server and says where it is.
load common

setup() {
  [ -n "${SELLO_TEST_POSTGRESQL:-}" ] || skip "no server: script/postgresql bats postgresql.bats"
  start_test
  # Each test has a schema of its own, which libpq is told in the address.
  schema=t${BATS_TEST_NUMBER}_$$
  psql -q "$SELLO_TEST_POSTGRESQL" -c "CREATE SCHEMA $schema"
  address="$SELLO_TEST_POSTGRESQL&options=-csearch_path%3D$schema"
}

teardown() {
  [ -z "${schema:-}" ] || psql -q "$SELLO_TEST_POSTGRESQL" -c "SET client_min_messages = warning; DROP SCHEMA $schema CASCADE"
}

rows() {
  psql -qAt "$SELLO_TEST_POSTGRESQL" -c "SET search_path = $schema" -c "$1"
}

make_shared() {
  sello init --store "$address" --name "Consejo Artesanal de Prueba" --url https://sello.example/v/ "$@"
}

@test "the whole story: init, records, issue, print, withdraw, export, verify, check" {
  run -0 make_shared
  contains "$output" "The registry of Consejo Artesanal de Prueba is in"
  equal "$address" "$(cat registro/database)"
  equal 600 "$(stat -c %a registro/database)"
  [ ! -e registro/registry.db ]
  make_certificate
  sello issue C1 --count 1030 --lot L-1 --made 2026-11-01 2>/dev/null
  sello print 1-3 --to png -o labels
  sello withdraw 2 --reason lost
  sello suspend 3 --reason stolen
  sello trust export -o trust.sello >/dev/null
  equal authentic "$(verdict labels/*1.png)"
  equal withdrawn "$(verdict "$(label_text 2)")"
  equal suspended "$(verdict "$(label_text 3)")"
  run -0 sello check --all
  contains "$output" "All 1030 signatures of labels match"
  run -0 sello status
  run -0 sello history
  run -0 sello search bolita
  contains "$output" "P1"
  equal 1030 "$(rows "SELECT value FROM counter WHERE name = 'serial'")"
  equal 0 "$(rows "SELECT count(*) FROM sello_lease")"
  [ "$(rows "SELECT count(*) FROM sello_request")" -ge 1 ]
}

@test "a second office joins, and both go on from the same numbers" {
  make_shared
  make_certificate
  issue_typical 3
  run -2 sello -r other init --store "$address" --name Otro --url https://otro.example/v/
  contains "$output" "There is a registry in that database already"
  [ ! -e other ]
  run -0 sello -r other init --join --store "$address"
  contains "$output" "is an office of the registry of Consejo Artesanal de Prueba"
  run -0 sello -r other label list
  run -0 sello -r other withdraw 2 --reason lost
  equal withdrawn "$(sello --json label show 2 | jq -r .status)"
  # Its own label key, in a new root that the member signs here.
  sello -r other key new --role label --draft draft >/dev/null
  sello root approve draft --expect "$(sello --json root show draft | jq -r .hash)" >/dev/null
  sello -r other root assemble draft* >/dev/null
  sello -r other issue C1 --count 2 --lot L-2 2>/dev/null
  issue_typical 2
  equal "7" "$(rows "SELECT value FROM counter WHERE name = 'serial'")"
  equal "2" "$(rows "SELECT count(DISTINCT kid) FROM batch")"
  run -0 sello check --all
  run -0 sello -r other check --all
}

@test "refused: a password in the address, an address that is none, a database without a registry, a server that is not there" {
  run -2 sello init --store "postgresql://u:secreto@/x" --name A --url https://a.example/v/
  contains "$output" "holds a password"
  contains "$output" ".pgpass"
  [[ "$output" != *secreto* ]]
  run -2 sello init --store "mysql://x" --name A --url https://a.example/v/
  contains "$output" "it is not the address of a PostgreSQL database"
  run -2 sello init --join --store "$address"
  contains "$output" "There is no registry in that database yet"
  run -2 sello init --store "postgresql:///x?host=$PWD/nowhere" --name A --url https://a.example/v/
  contains "$output" "the database server cannot be reached"
  contains "$output" "The database says:"
  run -2 sello init --join
  run -2 sello init --join --store "$address" --name A
  [ ! -e registro ]
  equal "" "$(rows "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('$schema')")"
}

@test "from a file to the server and back, the same each time; a backup is a file from either" {
  make_certifier
  make_certificate
  issue_typical 1030
  sello withdraw 2 --reason lost
  sello trust export -o trust.sello >/dev/null
  run -0 sello copy-store registro "$address"
  contains "$output" "row by row the same. All 1030 signatures of labels match"
  run -1 sello copy-store registro "$address"
  contains "$output" "There is a registry in"
  mv registro/registry.db registry.db.before
  sello init --join --store "$address" >/dev/null
  issue_typical 2
  run -0 sello check --all
  contains "$output" "All 1032 signatures"
  sello backup backup.tar 2>/dev/null >/dev/null
  run -0 sello copy-store registro back
  cp -a registro/keys back
  run -0 sello -r back check --all
  contains "$output" "All 1032 signatures"
  run -0 sello restore backup.tar third
  # What the backup holds is what the server holds.
  equal "$(sello --json label list | sha256sum)" "$(sello -r third --json label list 2>/dev/null | sha256sum)"
  equal "$(sello --json history | sha256sum)" "$(sello -r back --json history | sha256sum)"
  # So does its log, and what an auditor is shown.
  equal "$(sello --json log show)" "$(sello -r back --json log show)"
  sello log export --events -o there 2>/dev/null
  sello -r back log export --events -o here 2>/dev/null
  diff -r there here
}

@test "the server goes away and comes back: nothing is lost, and it is said" {
  make_shared
  make_certificate
  "$SELLO_TEST_POSTGRESQL_CTL" stop 3>&-
  run -1 sello producer list
  contains "$output" "the database server cannot be reached"
  "$SELLO_TEST_POSTGRESQL_CTL" start 3>&-
  issue_typical 3
  run -0 sello check --all
}
