#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# How a certifier starts: one person or a committee, and whose passphrase closes which key.

load common

setup() { start_test; }

# on_terminal TEXT ANSWER... -- COMMAND...: at a terminal; each text is waited for, then answered.
on_terminal() { /usr/bin/python3 -B "$BATS_TEST_DIRNAME/on_terminal.py" "$@"; }

daily="la frase de la oficina"
# types PHRASE: the answers to a new passphrase.
types() { printf '%s\n' "New passphrase:" "$1" "same again:" "$1"; }

# opens PHRASE FILE: does it?
opens() {
  printf '%s\n' "$1" >tried
  chmod 600 tried
  "$SELLO" --no-input --passphrase-file tried key show "$2" >/dev/null 2>&1
}

begin() {
  sello init --name "Consejo de Tres" --url https://sello.example/v/ "$@"
}

@test "at a terminal it is asked who starts; a committee's members each have their own passphrase" {
  mapfile -t answers < <(printf '%s\n' "committee start?" y
    types "$daily"
    types "la frase de Ana"
    types "la frase de Luis"
    types "la frase de Rosa")
  run -0 on_terminal "${answers[@]}" -- "$SELLO" init --name "Consejo de Tres" --url https://sello.example/v/
  contains "$output" "three members, of whom two must sign"
  contains "$output" "each member takes their own file home"
  equal "2 3" "$(sello --json root show | jq -r '"\(.threshold) \(.members)"')"
  opens "$daily" registro/keys/label-1.key
  opens "$daily" registro/keys/status-1.key
  opens "la frase de Ana" registro/keys/member-1.key
  opens "la frase de Luis" registro/keys/member-2.key
  opens "la frase de Rosa" registro/keys/member-3.key
  run ! opens "$daily" registro/keys/member-1.key
  run ! opens "la frase de Ana" registro/keys/member-2.key
  run ! opens "la frase de Ana" registro/keys/label-1.key
}

@test "one person has a passphrase for each day and one for the root, and is asked for the right one" {
  mapfile -t answers < <(printf '%s\n' "committee start?" n
    types "$daily"
    types "la frase de la raíz")
  run -0 on_terminal "${answers[@]}" -- "$SELLO" init --name "Consejo de Una" --url https://sello.example/v/
  equal "1 2" "$(sello --json root show | jq -r '"\(.threshold) \(.members)"')"
  opens "la frase de la raíz" registro/keys/member-1.key
  opens "la frase de la raíz" registro/keys/member-2.key
  opens "$daily" registro/keys/label-1.key
  run -0 on_terminal "Passphrase:" "$daily" "Its passphrase:" "la frase de la raíz" -- \
    "$SELLO" scheme add --code 1 --name "Esquema uno"
  equal 2 "$(sello --json root show | jq .version)"
  # whichever is typed first, the new key is under that of every day
  run -0 on_terminal "Passphrase:" "la frase de la raíz" "Its passphrase:" "$daily" -- \
    "$SELLO" key new --role label
  opens "$daily" registro/keys/label-2.key
  run -1 on_terminal "Passphrase:" "cualquier otra cosa" "Its passphrase:" "y otra más" -- \
    "$SELLO" key new --role label
  [ ! -e registro/keys/label-3.key ]
}

@test "the same passphrase again is asked anew at a terminal, and refused in files" {
  mapfile -t answers < <(printf '%s\n' "committee start?" n
    types "$daily"
    types "$daily"
    types "la frase de la raíz")
  run -0 on_terminal "${answers[@]}" -- "$SELLO" init --name "Consejo de Una" --url https://sello.example/v/
  contains "$output" "That is the passphrase of another key"
  (umask 077 && echo "la frase de Ana" >ana && cp ana luis && echo "la frase de Rosa" >rosa)
  run -1 sello -r otro init --name "Consejo de Tres" --url https://sello.example/v/ --committee \
    --member-passphrase-file ana --member-passphrase-file luis --member-passphrase-file rosa
  contains "$output" "A member's passphrase is the same as another's"
  [ ! -e otro ]
}

@test "scripts give a file for each member; without them a committee is not made" {
  (umask 077 && for who in ana luis rosa; do echo "la frase de $who" >$who; done)
  run -2 begin --committee
  contains "$output" "--member-passphrase-file FILE once for each member"
  [ ! -e registro ]
  run -2 begin --committee --member-passphrase-file ana --member-passphrase-file luis
  contains "$output" "There are 3 members and 2 passphrase files"
  run -2 begin --committee --member Ana --member Luis --members 3
  contains "$output" "There are 3 members and 2 names"
  run -2 begin --member "$(printf 'x%.0s' {1..65})"
  contains "$output" "The member's name cannot be used"
  run -2 begin --committee --member Ana --member Luis --member Rosa --member-passphrase-file ana \
    --member-passphrase-file nowhere --member-passphrase-file rosa
  contains "$output" "nowhere could not be read: No such file"
  [ ! -e registro ]
  run -0 begin --committee --member Ana --member Luis --member Rosa --member-passphrase-file ana \
    --member-passphrase-file luis --member-passphrase-file rosa --dry-run
  [ ! -e registro ]
  chmod 644 luis
  run -0 begin --committee --member Ana --member Luis --member Rosa --member-passphrase-file ana \
    --member-passphrase-file luis --member-passphrase-file rosa
  contains "$output" "can read the passphrase file luis."
  equal '["Ana","Luis","Rosa"]' "$(sello --json root show | jq -c '[.keys[] | .name // empty]')"
  opens "la frase de luis" registro/keys/member-2.key
  run ! opens "una frase de prueba" registro/keys/member-2.key
  opens "una frase de prueba" registro/keys/label-1.key
}

@test "one file closes the members' keys, as before one closes all without" {
  (umask 077 && echo "la frase de la raíz" >root)
  begin --member-passphrase-file root >/dev/null
  opens "la frase de la raíz" registro/keys/member-1.key
  opens "la frase de la raíz" registro/keys/member-2.key
  run ! opens "la frase de la raíz" registro/keys/label-1.key
  sello -r otro init --name "Otro" --url https://otro.example/v/ --members 3 --threshold 2 >/dev/null
  for key in otro/keys/*.key; do
    opens "una frase de prueba" "$key"
  done
}

@test "a passphrase file that others can read is said, whoever it is of" {
  begin >/dev/null
  chmod 640 "$PASSPHRASE"
  run -0 sello key new --role member -o eva.key
  contains "$output" "can read the passphrase file $PASSPHRASE."
  chmod 600 "$PASSPHRASE"
  echo "otra frase larga" >new
  chmod 604 new
  run -0 sello key passphrase eva.key --new-passphrase-file new
  contains "$output" "can read the passphrase file new."
}

@test "an old key file shows both its public keys, and they enter a root as they are" {
  begin >/dev/null
  sello key new --role member -o eva.key >made
  run -0 sello key show eva.key
  equal "$(sed -n 's/^Post-quantum key:  //p' made)" "$(sed -n 's/^Post-quantum key:  //p' <<<"$output")"
  both=$(grep -x '[0-9a-f]\{128\}' <<<"$output")
  equal "$both" "$(sello --json key show eva.key | jq -r '.public_key + .post_quantum_key')"
  sello root draft -o d.draft --replace-member "2=$both" >/dev/null
  sello root approve d.draft --key registro/keys/member-1.key --key registro/keys/member-2.key \
    --key eva.key --yes >/dev/null
  run -0 sello root assemble d.draft
  equal "${both:64}" "$(sello --json root show | jq -r '.keys[1].post_quantum_key')"
  run -0 sello key show registro/keys/label-1.key
  lacks "$output" "Post-quantum"
  run -1 sello key show "$PASSPHRASE"
  echo "no es la frase" >wrong
  chmod 600 wrong
  run -1 "$SELLO" --no-input --passphrase-file wrong key show eva.key
  contains "$output" "wrong passphrase"
}
