#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# A server dies and another one takes its place: nothing is lost that was told as done where the second one had it
# first; and where it had not, nothing is issued twice. script/failover does it for longer, with Patroni.
load common

setup() {
  [ -n "${SELLO_TEST_POSTGRESQL:-}" ] || skip "no server: script/postgresql bats postgresql_failover.bats"
  use_folder "$BATS_FILE_TMPDIR/here"
  room=${SELLO_TEST_POSTGRESQL#*host=}
  address="postgresql://sello@/postgres?host=$room,$room,$room&port=5432,5433,5434&target_session_attrs=read-write"
}

ctl() {
  "$SELLO_TEST_POSTGRESQL_CTL" "$@" 3>&-
}

ask() {
  psql -qAt "$address" -c "$1"
}

issue_three() {
  sello --json issue C1 --count 3 --lot L-1 --made 2026-11-01 2>>said
}

@test "synchronous: the primary is killed while an office issues; what was told as done is there, and no serial twice" {
  sello init --store "$address" --name "Consejo Artesanal de Prueba" --url https://sello.example/v/ >/dev/null 2>&1
  make_certificate
  ctl clone 2
  # Whoever writes does not stay with a server that only follows.
  cp registro/database address
  echo "postgresql://sello@/postgres?host=$room&port=5433" >registro/database
  run -1 sello product add --name Petate
  contains "$output" "the server is a standby"
  cp address registro/database
  ask "ALTER SYSTEM SET synchronous_standby_names = '*'"
  ask "SELECT pg_reload_conf()" >/dev/null
  issue_three >told
  (
    while [ ! -e stop ]; do
      issue_three >>told || echo refused >>refused
    done
  ) 3>&- &
  office=$!
  sleep 1
  ctl stop immediate 1
  ctl promote 2
  sello withdraw 2 --reason lost >/dev/null
  touch stop
  wait "$office"
  issue_three >>told
  run -0 sello check --all
  sello --json batch list >there
  # Each batch that was told is there as it was told; all serials together are those from 1 on, once each.
  while read -r batch; do
    equal "$(jq -c '[.batch, .first_serial, .last_serial]' <<<"$batch")" \
      "$(jq -c --arg id "$(jq -r .batch <<<"$batch")" 'select(.id == $id) | [.id, .first_serial, .last_serial]' there)"
  done < <(jq -c "select(.batch)" told)
  serials=$(jq -r 'range(.first_serial; .last_serial + 1)' there | sort -n)
  equal "$(seq "$(wc -l <<<"$serials")")" "$serials"
  equal withdrawn "$(sello --json label show 2 | jq -r .status)"
}

@test "asynchronous: what was lost is noticed, and nothing is issued before somebody says how to go on" {
  ctl clone 3 2
  ctl stop fast 3 # what is told from here on, it never hears of
  last=$(issue_three | jq .last_serial)
  ctl stop immediate 2
  ctl start - 3
  ctl promote 3
  [ "$(ask "SELECT value FROM counter WHERE name = 'serial'")" -lt "$last" ]
  run -1 issue_three

  grep -q "sello restore --reconcile" said
  run -1 sello trust export -o trust.sello
  run -0 sello restore --reconcile --yes
  run -0 issue_three
  [ "$(jq .first_serial <<<"$output")" -gt "$last" ]
  run -0 sello check --all
}
