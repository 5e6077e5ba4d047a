#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# What auditors, clerks and certifiers may do on a PostgreSQL server, which itself refuses the rest; real roles of the
# server that script/postgresql starts.
load common

setup_file() {
  [ -n "${SELLO_TEST_POSTGRESQL:-}" ] || return 0
  export schema=r$$
  export address="$SELLO_TEST_POSTGRESQL&options=-csearch_path%3D$schema"
  psql -q "$SELLO_TEST_POSTGRESQL" -c "CREATE SCHEMA $schema"
  use_folder "$BATS_FILE_TMPDIR/here"
  sello init --store "$address" --name "Consejo Artesanal de Prueba" --url https://sello.example/v/ >/dev/null 2>&1
  make_certificate
  issue_typical 5
  for rank in auditor clerk certifier; do office "$rank"; done
}

# All in one registry, one after the other.
setup() {
  [ -n "${SELLO_TEST_POSTGRESQL:-}" ] || skip "no server: script/postgresql bats postgresql_roles.bats"
  use_folder "$BATS_FILE_TMPDIR/here"
}

teardown_file() {
  [ -n "${schema:-}" ] || return 0
  psql -q "$SELLO_TEST_POSTGRESQL" -c "SET client_min_messages = warning" -c "DROP SCHEMA $schema CASCADE" \
    -c "DROP ROLE IF EXISTS auditor_$schema, clerk_$schema, certifier_$schema"
}

# office RANK: a folder of that name, which goes to the server as a role of that rank.
office() {
  sello user add "$1_$schema" --role "$1" >/dev/null 2>&1
  sello -r "$1" init --join --store "$(as "$1")" >/dev/null
  cp -a registro/keys "$1"
}

as() {
  echo "${address/sello@/$1_$schema@}"
}

# may RANK COMMAND...: it is done.
may() {
  local office=$1
  shift
  run sello -r "$office" "$@"
  [ "$status" -eq 0 ] || { echo "$office: $*: $output"; return 1; }
}

# may_not RANK COMMAND...: the database refuses it, and it is said in words.
may_not() {
  local office=$1
  shift
  run sello -r "$office" "$@"
  [ "$status" -eq 1 ] || { echo "$office: $*: $status: $output"; return 1; }
  contains "$output" "you are ${office}_$schema in the database"
  contains "$output" "Ask"
  contains "$output" "The database says:"
}

everything() {
  PGOPTIONS="-csearch_path=$schema" psql -qAt "$SELLO_TEST_POSTGRESQL" -c "SELECT name, value FROM counter ORDER BY 1" \
    -c "SELECT max(seq), max(encode(chain, 'hex')) FROM event" -c "SELECT number, state FROM certificate ORDER BY 1"
}

@test "each role and each kind of command: the database refuses what is not its own" {
  run -0 sello user list
  equal "sello  owner of the tables: may do everything" "${lines[0]}"
  contains "$output" "auditor_$schema  auditor: reads"

  for command in "status" "history" "label list" "label show 2" "certificate show C1" "check --all" "user list" \
    "export labels --csv labels.csv" "backup auditor.tar"; do
    # shellcheck disable=SC2086 # words
    may auditor $command
  done

  producer=(producer add --name "Taller Nuevo" --origin Tenancingo)
  before=$(everything)
  may_not auditor "${producer[@]}"
  may_not auditor producer edit R1 --state Guerrero
  may_not auditor print 1-2 --to png -o auditor-png
  may_not auditor deliver 1-2 --to R1
  equal "" "$(ls auditor-png 2>/dev/null)"
  equal "$before" "$(everything)"

  may clerk "${producer[@]}"
  may clerk producer edit R1 --state Guerrero
  may clerk product add --name "Rebozo de otate"
  may clerk certificate apply --product P2 --producer R2 --scheme S1
  may clerk certificate inspect C2 --result pass
  may clerk print 1-2 --to png -o clerk-png
  may clerk deliver 1-2 --to R1
  printf 'name,origin\nTaller Tres,Tenancingo\n' >three.csv
  may clerk import producers --csv three.csv --commit
  may clerk undo I1 --yes

  before=$(everything)
  for rank in auditor clerk; do
    may_not "$rank" certificate grant C2
    may_not "$rank" certificate suspend C1 --reason other
    may_not "$rank" issue C1 --count 2 --lot L-9 --made 2026-11-02
    may_not "$rank" withdraw 2 --reason lost
    may_not "$rank" trust export -o "$rank.sello"
    may_not "$rank" scheme add --code 2 --name Otro
    may_not "$rank" user add "other_$schema" --role certifier
  done
  equal "$before" "$(everything)"

  may certifier "${producer[@]}"
  may certifier print 3 --to png -o certifier-png
  may certifier certificate grant C2
  may certifier issue C2 --count 2 --lot L-9 --made 2026-11-02
  may certifier withdraw 2 --reason lost
  may certifier trust export -o trust.sello
  may certifier producer merge R2 R1 --yes
  may_not certifier user add "other_$schema" --role clerk
  equal withdrawn "$(verdict "$(label_text 2)")"

  # As whom each did it stands in the events, and the chain holds it.
  run -0 sello --json history
  contains "$output" "\"role\":\"clerk_$schema\""
  contains "$output" "\"role\":\"certifier_$schema\""
  run -0 sello check --all
  run -0 sello copy-store registro copied
  equal "$(sello --json history | sha256sum)" "$(sello -r copied --json history | sha256sum)"
  run -0 sello -r copied check --all
}

@test "whoever goes around sello is refused all the same" {
  while IFS='|' read -r rank sql; do
    run psql -q "$(as "$rank")" -c "$sql"
    [[ "$output" == *"permission denied"* || "$output" == *"violates row-level security"* || "$output" == *"must be owner"* ]] ||
      { echo "$rank: $sql: $output"; return 1; }
  done <<'END'
clerk|UPDATE counter SET value = 99 WHERE name = 'serial'
clerk|UPDATE certificate SET state = 4 WHERE state <= 3 OR number = 1; INSERT INTO certificate (number, product, producer, scheme, note, state, applied_at, search) VALUES (9, 1, 1, 1, '', 4, 0, '')
clerk|INSERT INTO certificate_move (certificate, place, made_at, step, reason, note) VALUES (1, 9, 0, 3, 0, '')
clerk|INSERT INTO event (seq, made_at, who, kind, body) VALUES (999, 0, 'x', 'batch.signed', '\xa0')
clerk|INSERT INTO event (seq, made_at, who, kind, body, role) VALUES (999, 0, 'x', 'producer.added', '\xa0', 'certifier')
clerk|INSERT INTO status_range (source, status, first_serial, n_labels, reason, day, text) VALUES (1, 1, 1, 1, 0, 0, '')
clerk|DELETE FROM status_range
clerk|UPDATE batch SET state = 3
clerk|DELETE FROM bundle_piece
certifier|UPDATE bundle_piece SET bytes = '\x00'
clerk|INSERT INTO root (version, hash, stored_at, bytes) VALUES (9, '\x00', 0, '\x00')
clerk|ALTER TABLE event DISABLE ROW LEVEL SECURITY
clerk|DROP TABLE event
certifier|UPDATE event SET who = 'x'
certifier|UPDATE event SET role = 'x'
certifier|DELETE FROM event
certifier|INSERT INTO event (seq, made_at, who, kind, body, role) VALUES (999, 0, 'x', 'producer.added', '\xa0', 'clerk')
certifier|UPDATE sello_store SET version = 99
END
  # A certificate that was granted is not there for a clerk to change, and records that somebody added stay.
  psql -q "$(as clerk)" -c "UPDATE certificate SET state = 1 WHERE number = 1" -c "DELETE FROM producer" -c "DELETE FROM product"
  run -0 sello check --all
  run -0 sello certificate show C1
  contains "$output" "granted"
}

@test "every table of the registry has its rights, and a role's are changed and taken away" {
  query="SELECT string_agg(CAST(c.relname AS TEXT), ' ') FROM pg_class c WHERE c.relkind = 'r' AND
    c.relnamespace = to_regnamespace('$schema') AND"
  rights() { psql -qAt "$SELLO_TEST_POSTGRESQL" -c "$query $1has_table_privilege('clerk_$schema', c.oid, 'SELECT')"; }
  equal "" "$(rights "NOT ")"
  changes() { sello --json history | jq -c 'select(.what | startswith("user.")) | [.what, (.changes[] | [.field, .before, .after])]'; }
  before=$(changes)
  run -0 sello user add "clerk_$schema" --role oficinista --dry-run
  equal "$before" "$(changes)"
  run -0 sello user add "clerk_$schema" --role auditor
  equal '["user.added",["user","","clerk_'"$schema"'"],["role","clerk","auditor"]]' \
    "$(changes | tail -1)"
  may_not clerk producer add --name Otra --origin Tenancingo 2>/dev/null || contains "$output" "an auditor"
  run -0 sello user remove "clerk_$schema"
  contains "$output" "is gone from the server"
  equal '["user.removed",["user","clerk_'"$schema"'",""],["role","auditor",""]]' \
    "$(changes | tail -1)"
  contains "$(sello history)" 'Role: "auditor" became ""'
  run -0 sello check --all
  equal "0" "$(psql -qAt "$SELLO_TEST_POSTGRESQL" -c "SELECT count(*) FROM pg_roles WHERE rolname = 'clerk_$schema'")"
  before=$(changes)
  run -1 sello user remove "clerk_$schema"
  contains "$output" "The server has no role"
  equal "$before" "$(changes)"
  # One that was there before stays, without rights.
  psql -q "$SELLO_TEST_POSTGRESQL" -c "CREATE ROLE clerk_$schema LOGIN"
  run -0 sello user add "clerk_$schema" --role clerk
  run -0 sello -r clerk status
  run -0 sello user remove "clerk_$schema"
  contains "$output" "The role stays on the server"
  run -1 sello -r clerk status
  contains "$output" "the database server does not allow it"
}

@test "refused: names that are none, a role that is none, the owner, a registry in a file" {
  run -1 sello user add "Ana López" --role clerk
  contains "$output" "is no name for a role"
  run -1 sello user add "a\"; DROP TABLE event" --role clerk
  run -2 sello user add ana --role boss
  contains "$output" "--role takes auditor, clerk or certifier, not 'boss'."
  run -2 sello user add ana
  run -1 sello user add sello --role clerk
  contains "$output" "may do everything there anyway"
  run -1 sello -r copied user add ana --role clerk
  contains "$output" "Roles are kept by a database server"
  run -1 sello -r copied user list
}

@test "tables of an older version: their owner brings them up to date, also by looking, and others are told" {
  psql -q "$address" -c "UPDATE sello_store SET version = 11" -c "ALTER TABLE bundle ADD COLUMN bytes BYTEA" \
    -c "DROP TABLE bundle_piece, kept_piece" -c "CREATE TABLE kept_file (name TEXT, bytes BYTEA)"
  for command in "producer list" "issue C1 --count 1"; do
    # shellcheck disable=SC2086 # words
    run -1 sello -r certifier $command
    contains "$output" "The registry could not be opened: the registry's tables are of an older version of sello."
    contains "$output" "Whoever owns them"
  done
  run -0 sello producer list
  run -0 sello -r certifier issue C1 --count 1
  run -0 sello -r certifier trust export -o "$BATS_TEST_TMPDIR/t.sello"
  run -0 sello check --all
}
