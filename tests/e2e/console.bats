#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The window: commands over HTTP, as its page calls them.

load common

setup_file() { make_template; }

setup() {
  start_test
  mkdir tmp
  export TMPDIR=$PWD/tmp
}

teardown() { close_window; }

# open_window [OPTION...]: serves the registry; $base is its address, $key the session's.
open_window() {
  "$SELLO" --json console --no-open "$@" >window.link 2>window.errors 3>&- &
  window=$!
  for _ in $(seq 100); do
    [ -s window.link ] && break
    sleep 0.05
  done
  link=$(jq -r .url window.link)
  base=${link%%/#*}
  rm -f jar
  key=$(enter "${link##*#t=}" | jq -r .key)
}

close_window() {
  [ -n "${window:-}" ] || return 0
  kill -TERM "$window"
  wait "$window"
  window=
}

enter() {
  curl -s -c jar -H 'Content-Type: application/json' -d "{\"token\":\"$1\"}" "$base/api/session"
}

# api METHOD PATH [BODY [OPTION...]]: prints the answer; its status is in the file `status`.
api() {
  local method=$1 path=$2 body=${3:-}
  shift $(($# > 3 ? 3 : $#))
  curl -s -b jar -H "X-Sello-Key: $key" -H 'Content-Type: application/json' -X "$method" \
    ${body:+-d "$body"} -w '%{stderr}%{http_code}' "$@" "$base/api/$path" 2>status
}

# run_command COMMAND BODY: until it is done, however long that takes.
run_command() {
  local answer
  answer=$(api POST "$1" "$2")
  while [ "$(cat status)" = 202 ]; do
    answer=$(api GET "jobs/$(jq -r .job <<<"$answer")?wait=20")
  done
  echo "$answer"
}

status_is() { equal "$1" "$(cat status)"; }

unlock() { api POST unlock '{"passphrase":"una frase de prueba"}' >/dev/null; }

@test "a link opens it once" {
  open_window
  equal 32 "${#key}"
  api GET hello | jq -e '.exists and .name == "Consejo Artesanal de Prueba" and (.unlocked | not)'
  status_is 200
  cp jar first.jar
  enter "${link##*#t=}" | jq -e '.error == "link-used"'
  mv first.jar jar
  [ -z "$(grep "$key" window.link window.errors)" ]
  # an invitation opens it once more, and its visitor is another one
  invited=$(api POST session/invite '{}' | jq -r .url)
  first=$key
  key=$(enter "${invited##*#t=}" | jq -r .key)
  [ "$key" != "$first" ]
  api GET hello | jq -e .exists
  api DELETE session >/dev/null
  api GET hello | jq -e '.error == "no-session"'
  status_is 401
}

@test "commands answer as they do elsewhere" {
  open_window
  run_command producer/add '{"name":"Telar Ñandú","origin":"Temoaya","public":true}' |
    jq -e '.exit == 0 and .lines[0].id == "R2"'
  status_is 200
  run_command producer/list '{}' >listed
  equal "$(sello --json producer list | jq -c .)" "$(jq -c '.lines[]' listed)"
  run_command producer/show '{"args":["R9"]}' |
    jq -e '.exit == 1 and .error == "not-found" and (.message | length > 0)'
  status_is 409
  run_command producer/add '{"name":"X"}' | jq -e '.exit == 2 and (.message | length > 0)'
  status_is 400
  api POST producer/add '{"name":"X","origin":"Y","wrong":1}' |
    jq -e '.error == "unknown-option" and .field == "wrong" and (.message | contains("wrong"))'
  status_is 400
  api POST producer/burn '{}' | jq -e '.error == "no-command"'
  status_is 404
  # its language is that of the request
  run_command producer/show '{"args":["R9"]}' >english
  curl -s -b jar -H "X-Sello-Key: $key" -H 'Content-Type: application/json' -H 'X-Sello-Lang: es' \
    -d '{"args":["R9"]}' "$base/api/producer/show" >spanish
  [ "$(jq -r .message spanish)" != "$(jq -r .message english)" ]
}

@test "keys open for who gave the passphrase" {
  open_window
  run_command trust/export '{"o":{"file":"trust.sello"}}' | jq -e '.error == "locked"'
  status_is 423
  api POST unlock '{"passphrase":"otra frase de prueba"}' | jq -e '.error == "passphrase"'
  status_is 403
  api POST unlock '{"passphrase":"una frase de prueba"}' |
    jq -e '.unlocked and .lock_seconds > 590'
  run_command trust/export '{"o":{"file":"trust.sello"}}' >answer
  status_is 200
  jq -e '.exit == 0 and .files[0].name == "trust.sello"' answer
  curl -s -b jar -D headers -o fetched "$base$(jq -r '.files[0].url' answer)"
  grep -qi '^content-disposition: attachment' headers
  grep -qi '^x-content-type-options: nosniff' headers
  sello_verify trust add --yes ./fetched >/dev/null
  # not without the cookie
  equal 401 "$(curl -s -o /dev/null -w '%{http_code}' "$base$(jq -r '.files[0].url' answer)")"
  # nor for somebody else, nor once it is closed
  mv jar other.jar
  other=$key
  key=$(enter "$(curl -s -b other.jar -H "X-Sello-Key: $other" -H 'Content-Type: application/json' \
    -d '{}' "$base/api/session/invite" | jq -r .url | sed 's/.*#t=//')" | jq -r .key)
  api GET lock | jq -e '.unlocked | not'
  run_command trust/export '{"o":{"file":"trust.sello"}}' | jq -e '.error == "locked"'
  unlock
  api POST lock '{}' | jq -e '.unlocked | not'
  run_command trust/export '{"o":{"file":"trust.sello"}}' | jq -e '.error == "locked"'
  # for one command alone
  run_command trust/export '{"o":{"file":"t"},"passphrase":"una frase de prueba"}' | jq -e '.exit == 0'
  # the passphrase is on no command line and in no file that was left
  [ -z "$(grep -rl 'una frase' tmp)" ]
}

@test "what was sent is read, what is written is fetched" {
  open_window
  printf 'nombre,comunidad\nTaller Uno,Temoaya\n' >tabla.csv
  upload=$(curl -s -b jar -H "X-Sello-Key: $key" -H 'Content-Type: application/octet-stream' \
    -T tabla.csv "$base/api/upload?name=tabla.csv" | jq -r .upload)
  run_command import "{\"args\":[\"producers\"],\"csv\":{\"upload\":\"$upload\"},\"dry-run\":true}" |
    jq -e '.exit == 0'
  run_command import "{\"args\":[\"producers\"],\"csv\":{\"upload\":\"$upload\"},\"commit\":true}" |
    jq -e '.exit == 0'
  sello --json producer list | grep -q 'Taller Uno'
  run_command import '{"args":["producers"],"csv":"/etc/passwd"}' | jq -e '.error == "file-expected"'
  run_command export '{"args":["producers"],"csv":{"file":"señales y más.csv"}}' >answer
  curl -s -b jar "$base$(jq -r '.files[0].url' answer)" | grep -q 'Taller Uno'
  run_command producer/list '{"csv":{"file":"lista.csv"}}' >answer
  curl -s -b jar "$base$(jq -r '.files[0].url' answer)" | grep -q 'Taller Uno'
  run_command producer/list "{\"csv\":{\"upload\":\"$upload\"}}" | jq -e '.error == "file-not-so"'
  # folders stay beside the registry; what is hidden or elsewhere is not written
  unlock
  mkdir respaldos
  run_command backup '{"args":[{"folder":"respaldos"}]}' |
    jq -e --arg here "$PWD" '.exit == 0 and .folders[0].path == $here + "/respaldos"'
  [ -n "$(ls respaldos)" ]
  # they are taken away packed, without what links lead to; but a registry that was brought back, and its keys, not so
  mkdir respaldos/más && echo texto >respaldos/más/nota.txt && ln -s /etc/passwd respaldos/enlace
  run_command backup '{"args":[{"folder":"respaldos"}]}' >answer
  curl -s -b jar "$base$(jq -r '.folders[0].zip' answer)" -o r.zip
  python3 - <<'END'
import pathlib, zipfile
files = {str(p): p.read_bytes() for p in pathlib.Path("respaldos").rglob("*") if p.is_file() and not p.is_symlink()}
with zipfile.ZipFile("r.zip") as packed:
    assert packed.testzip() is None
    assert {name: packed.read(name) for name in packed.namelist()} == files, packed.namelist()
END
  # a large one holds up nobody, and leaves nothing behind
  head -c 32M /dev/urandom >respaldos/grande
  curl -s -b jar "$base$(jq -r '.folders[0].zip' answer)" -o grande.zip &
  packing=$!
  sleep 0.3
  api GET lock | jq -e .unlocked
  run_command scheme/list '{}' | jq -e '.exit == 0'
  kill -0 "$packing" # asked first, answered last
  wait "$packing"
  python3 -c 'import zipfile; assert zipfile.ZipFile("grande.zip").getinfo("respaldos/grande").file_size == 32 << 20'
  [ -z "$(find tmp -name '*.zip*')" ]
  rm respaldos/grande
  run_command restore "{\"args\":[{\"path\":\"$PWD/$(ls respaldos/*.tar | head -1)\"},{\"folder\":\"otro\"}],\"yes\":true}" |
    tee answer | jq -e '.exit == 0 and (.folders[0] | has("zip") | not)'
  curl -s -b jar "$base/files/$(jq -r .job answer)/otro.zip" | jq -e '.error == "not-found"'
  run_command backup '{"args":[{"path":"/etc"}]}' | jq -e '.error == "path-not-here"'
  run_command backup "{\"args\":[{\"path\":\"$PWD/registro\"}]}" | jq -e '.error == "path-not-here"'
  run_command backup '{"args":[{"folder":"../x"}]}' | jq -e '.error == "file-name"'
}

@test "where nobody asks for anything it ends by itself" {
  open_window --idle 0.02
  for _ in 1 2 3; do
    sleep 0.8
    api GET lock | jq -e '.unlocked | not' # asking keeps it open
  done
  SECONDS=0
  wait "$window"
  [ "$SECONDS" -lt 20 ] # 1.2, and not when something else is looked after
  window=
  run "$SELLO" console --no-open --idle 0
  equal 2 "$status"
}

@test "long work goes on behind" {
  open_window
  api POST check '{"all":true,"background":true}' >answer
  status_is 202
  job=$(jq -r .job answer)
  api GET jobs | jq -e --arg job "$job" '.jobs[0].job == $job and .jobs[0].command == "check"'
  while api GET "jobs/$job?wait=20" >answer && [ "$(cat status)" = 202 ]; do :; done
  jq -e '.exit == 0' answer
  # it can be fetched until it is forgotten
  api GET "jobs/$job" | jq -e '.exit == 0'
  api DELETE "jobs/$job" >/dev/null
  api GET "jobs/$job" | jq -e '.error == "not-found"'
}

@test "how far it is, is told" {
  open_window
  unlock
  api POST issue '{"args":["C1"],"count":6000,"background":true}' >answer
  job=$(jq -r .job answer)
  far=
  while api GET "jobs/$job" >answer && [ "$(cat status)" = 202 ]; do
    far+=$(jq -r '.progress // empty | "\(.total > 0 and .done <= .total) "' answer)
    sleep 0.02
  done
  jq -e '.exit == 0' answer
  contains "$far" true
  lacks "$far" false
}

@test "what somebody changed meanwhile is not done" {
  open_window
  change='"args":["R1"],"name":"Taller Hernández Cruz","yes":true'
  seen=$(run_command producer/edit "{$change,\"dry-run\":true}" | jq -r '.lines[0].seen')
  equal 16 "${#seen}"
  sello producer edit R1 --origin Temoaya --yes >/dev/null
  run_command producer/edit "{$change,\"if-seen\":\"$seen\"}" | jq -e '.error == "changed-meanwhile"'
  status_is 409
  [ -z "$(sello --json producer show R1 | grep Cruz)" ]
  seen=$(run_command producer/edit "{$change,\"dry-run\":true}" | jq -r '.lines[0].seen')
  run_command producer/edit "{$change,\"if-seen\":\"$seen\"}" | jq -e '.exit == 0'
  sello --json producer show R1 | grep -q Cruz
  # labels: sold once by one of two who look at the same time
  seen=$(run_command sold '{"args":["1"],"dry-run":true}' | jq -r '.lines[0].seen')
  run_command sold "{\"args\":[\"1\"],\"if-seen\":\"$seen\"}" | jq -e '.exit == 0'
  run_command sold "{\"args\":[\"1\"],\"if-seen\":\"$seen\"}" | jq -e '.error == "changed-meanwhile"'
  run_command sold '{"args":["1"],"if-seen":"x"}' | jq -e '.error == "usage" and .field == "if-seen"'
  run_command producer/add '{"name":"X","origin":"Y","if-seen":"0000000000000000"}' |
    jq -e '.error == "unknown-option"'
}

# seen COMMAND...: the sum that its dry run tells.
seen() { sello --json "$@" --dry-run | jq -er 'select(.seen).seen' | tail -1; }

# kept_from SUM COMMAND...: refused, because somebody changed what was seen.
kept_from() {
  local sum=$1
  shift
  run -1 sello --json "$@" --if-seen "$sum"
  contains "$output" '"error":"changed-meanwhile"'
}

@test "issuing, printing, publishing, importing and roots hold to what was seen" {
  sum=$(seen issue C1 --count 2)
  sello issue C1 --count 2 >/dev/null
  kept_from "$sum" issue C1 --count 2
  sum=$(seen issue C1 --count 2)
  sello product edit P1 --traits 'dos rojos' --yes >/dev/null
  kept_from "$sum" issue C1 --count 2
  sello issue C1 --count 2 --if-seen "$(seen issue C1 --count 2)" >/dev/null
  # printed by another, so that these would be the second ones
  print=(print B2 --to pdf --stock avery-5162)
  sum=$(seen "${print[@]}" -o mine.pdf)
  sello "${print[@]}" -o others.pdf >/dev/null
  kept_from "$sum" "${print[@]}" -o mine.pdf
  [ ! -e mine.pdf ]
  sello "${print[@]}" -o mine.pdf --if-seen "$(seen "${print[@]}" -o mine.pdf)" >/dev/null
  [ -s mine.pdf ]
  # the sum of what a preview shows is that of the same
  equal "$(sello --json print B2 --stock avery-5162 --preview p.png | jq -r .seen)" \
    "$(seen "${print[@]}" -o mine.pdf)"
  mkdir page
  echo '<!doctype html><html lang="es"><head><title>Sello</title></head><body></body></html>' >page/index.html
  export SELLO_PAGE=$PWD/page
  sum=$(seen publish sitio)
  sello trust export -o t.sello >/dev/null
  kept_from "$sum" publish sitio
  [ ! -e sitio ]
  sello publish sitio --if-seen "$(seen publish sitio)" >/dev/null
  echo 'nombre,comunidad
Taller Nuevo,Temoaya' >t.csv
  sum=$(seen import producers --csv t.csv)
  sello producer add --name 'Taller Nuevo' --origin Temoaya >/dev/null
  kept_from "$sum" import producers --csv t.csv --commit
  # a root of somebody else, between the question and the answer
  sum=$(seen scheme add --code 7 --name Barro)
  kept=$(seen scheme edit 1 --url https://a.example/)
  sello scheme add --code 8 --name Palma >/dev/null
  kept_from "$sum" scheme add --code 7 --name Barro
  sello scheme edit 1 --url https://b.example/ >/dev/null
  kept_from "$kept" scheme edit 1 --url https://a.example/
}

@test "events say who works at the window, before the account's name" {
  open_window
  api POST session/clerk '{"name":"Luisa Ñ"}'
  status_is 200
  api GET hello | jq -e '.clerk == "Luisa Ñ"'
  run_command product/add '{"name":"Jarra"}' | jq -e '.exit == 0'
  sello --json history P2 | tail -1 | jq -e '.who | test("^Luisa Ñ \\(.+\\)$")'
  for name in '"'"$(head -c 41 /dev/zero | tr '\0' x)"'"' '"a\u0007"' 7 null; do
    api POST session/clerk "{\"name\":$name}" | jq -e '.error == "clerk"'
    status_is 400
  done
  # too long with the account's name, or of signs that turn direction: as much as an event takes
  SELLO_CLERK=$(printf 'ñ%.0s' {1..60}) sello product add --name Otra >/dev/null
  SELLO_CLERK=$'\u202eana' sello product add --name Más >/dev/null
  [ "$(sello --json history P3 | jq -r .who | tr -d '\n' | wc -c)" -le 64 ]
  equal "$(sello --json history P1 | head -1 | jq -r .who)" "$(sello --json history P4 | jq -r .who)"
}

@test "a key gets a new phrase from the window" {
  open_window
  kid=$(sello --json key list | jq -r 'select(.role == "label").kid')
  body="\"args\":[\"$kid\"],\"passphrase\":\"$(<"$PASSPHRASE")\",\"new-passphrase\":\"otra frase muy distinta\""
  run_command key/passphrase "{$body}" | jq -e '.exit == 0'
  echo 'otra frase muy distinta' >other
  chmod 600 other
  "$SELLO" --no-input --passphrase-file other key show "$kid" >/dev/null
}

@test "two clerks and a terminal work at once" {
  python3 "$BATS_TEST_DIRNAME/console_clerks.py" "$SELLO" 5 "$SELLO_REGISTRY" "$PASSPHRASE"
  sello check --all
}

@test "other computers come by a certificate" {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=oficina.example \
    -addext 'subjectAltName=DNS:oficina.example,IP:127.0.0.1' -keyout tls.key -out tls.crt 2>/dev/null
  open_window --listen 127.0.0.1 --tls-cert tls.crt --tls-key tls.key --host oficina.example
  port=${base##*:}
  equal "https://oficina.example:$port" "$base"
  here=(curl -s --cacert tls.crt --resolve "oficina.example:$port:127.0.0.1")
  "${here[@]}" -D headers -H 'Content-Type: application/json' -d "{\"token\":\"${link##*#t=}\"}" \
    "$base/api/session" | jq -e .key
  grep -qi '^set-cookie:.*; Secure' headers
  equal 403 "$("${here[@]}" -o /dev/null -w '%{http_code}' "https://127.0.0.1:$port/")"
  [ -z "$(curl -s "http://127.0.0.1:$port/")" ]
}

@test "other accounts of this computer are not answered" {
  [ "$(id -u)" = 0 ] || skip "needs root, to be somebody else"
  open_window
  equal 200 "$(curl -s -o /dev/null -w '%{http_code}' "$base/")"
  equal "" "$(setpriv --reuid=nobody --clear-groups curl -s "$base/" || true)"
}

@test "a registry that is not there yet is made" {
  rm -rf registro
  open_window
  api GET hello | jq -e '(.exists | not) and .name == null'
  run_command status '{}' | jq -e '.exit == 1'
  api POST unlock '{"passphrase":"corta"}' | jq -e '.error == "passphrase-weak"'
  status_is 409
  unlock
  run_command init '{"name":"Consejo Nuevo","url":"https://sello.example/v/","practice":true}' |
    jq -e '.exit == 0'
  api GET hello | jq -e '.exists and .practice and .name == "Consejo Nuevo"'
}

@test "it ends whole" {
  open_window
  [ -n "$(ls tmp)" ]
  api POST check '{"all":true,"background":true}' >/dev/null
  close_window
  [ -z "$(ls tmp)" ]
  # what a killed one left goes with the next that opens, but not what is in use or new
  mkdir tmp/sello-console-old tmp/sello-console-new tmp/sello-console-used
  echo datos >tmp/sello-console-old/tabla.csv
  touch -d '2 minutes ago' tmp/sello-console-old tmp/sello-console-used
  exec 8<tmp/sello-console-used
  flock 8
  open_window
  close_window
  exec 8<&-
  equal "sello-console-new sello-console-used" "$(cd tmp && echo *)"
  run -2 "$SELLO" console --listen 192.0.2.1 --no-open
  run -1 "$SELLO" console --listen nowhere --tls-cert x --tls-key x --no-open
}

@test "nobody else is answered" {
  python3 "$BATS_TEST_DIRNAME/console_attack.py" "$SELLO" "$SELLO_REGISTRY" "$PASSPHRASE"
  sello check --all >/dev/null
}
