#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Lists of what is asked for; what hangs on a record; search by producer.
load common

setup_file() {
  make_template
  sello producer add --name "Cooperativa Flor" --origin Temoaya --state México >/dev/null
  sello product add --name "Tapete de lana" >/dev/null
  grant_certificate --product P2 --producer R2 --scheme S1 >/dev/null
  sello certificate renew C2 --until "$(date -d "+20 days" +%F)" >/dev/null
  sello certificate apply --product P2 --producer R1 --scheme S1 >/dev/null
  sello issue C2 --count 5 --lot "Lote Ñ" >/dev/null 2>&1
  sello print B1 --to png -o pictures >/dev/null 2>&1
  sello deliver 1 --to R1 -o receipt.pdf >/dev/null
  sello sold 2 --yes >/dev/null
  sello withdraw 4 --reason misprint --yes >/dev/null
}

setup() {
  start_test
}

# ids_of COMMAND...: of what it lists, in a row.
ids_of() {
  sello --json "$@" | jq -r .id | paste -sd ' '
}

@test "producers and products, by each other and by scheme" {
  equal R1 "$(ids_of producer list --product P1)"
  equal "R1 R2" "$(ids_of producer list --product P2)"
  equal R2 "$(ids_of producer list --state mexico)"
  equal "R1 R2" "$(ids_of producer list --scheme S1)"
  equal "P1 P2" "$(ids_of product list --producer R1)"
  equal P2 "$(ids_of product list --producer R2)"
}

@test "certificates, by all that they have" {
  equal "C1 C3" "$(ids_of certificate list --producer R1)"
  equal "C2 C3" "$(ids_of certificate list --product P2)"
  equal C3 "$(ids_of certificate list --state applied)"
  equal C3 "$(ids_of certificate list --state solicitados)"
  equal "C1 C2" "$(ids_of certificate list --state granted)"
  equal "C1 C2 C3" "$(ids_of certificate list --from "$(date +%F)" --to "$(date +%F)")"
  equal "" "$(ids_of certificate list --to "$(date -d yesterday +%F)")"
  run -2 sello certificate list --state foo
  contains "$output" "--state takes applied"
  run -2 sello certificate list --from 2026-02-02 --to 2026-02-01
  contains "$output" "lies before"
}

@test "what ends within days is what status counts" {
  equal C2 "$(ids_of certificate list --ends-within 20)"
  equal "" "$(ids_of certificate list --ends-within 19)"
  equal "" "$(ids_of certificate list --ends-within 0)"
  sello certificate renew C2 --until "$(date -d "+30 days" +%F)" >/dev/null
  equal C2 "$(ids_of certificate list --ends-within 30)"
  contains "$(sello status)" "within 30 days: 1 (the first is C2)"
  sello certificate renew C2 --until "$(date -d "+31 days" +%F)" >/dev/null
  equal "" "$(ids_of certificate list --ends-within 30)"
  lacks "$(sello status)" "within 30 days"
}

@test "batches, by certificate, lot and day" {
  equal B1 "$(ids_of batch list --producer R1)"
  equal B2 "$(ids_of batch list --lot "LOTE n")"
  equal B2 "$(ids_of batch list --certificate C2)"
  equal "B1 B2" "$(ids_of batch list --state signed)"
  equal "" "$(ids_of batch list --state void)"
  equal "" "$(ids_of batch list --from "$(date -d "+2 days" +%F)")"
}

@test "a day is the clerk's own" {
  export TZ=Pacific/Kiritimati
  today=$(date +%F)
  equal "B1 B2" "$(ids_of batch list --from "$today" --to "$today")"
  export TZ=Etc/GMT+12
  equal "" "$(ids_of batch list --from "$today" --to "$today")" # it is another day there, always
}

# serials_of OPTION...: the runs that are listed.
serials_of() {
  sello --json label list "$@" | jq -r '"\(.first_serial)-\(.last_serial)"' | paste -sd ' '
}

@test "labels, as runs of what is alike" {
  equal "1-1 2-2 3-3 4-4 5-8" "$(serials_of)"
  equal 1-1 "$(serials_of --state delivered)"
  equal 2-2 "$(serials_of --state vendidas)"
  equal 4-4 "$(serials_of --state spoiled)"
  equal "4-4 5-8" "$(serials_of --state unprinted)"
  equal "3-3 5-8" "$(serials_of --state left)"
  equal "3-3" "$(serials_of --state left --producer R1)"
  equal "1-1 3-3 5-8" "$(serials_of --state valid)"
  equal '{"delivered":false,"printed":true,"reason":"sold","status":"retired"}' \
    "$(sello --json label list --state sold | jq -c '{status,reason,printed,delivered}')"
}

@test "who is slow to read a list of labels keeps nobody from working" {
  sello issue C2 --count 1200 >/dev/null 2>&1
  mapfile -t odd < <(seq 9 2 1207)
  sello withdraw "${odd[@]}" --reason lost --yes >/dev/null 2>&1
  mkfifo full
  sello --json label list >full 3>&- &
  exec 7<full
  read -r _ <&7
  sello producer add --name "Entretanto" --origin Temoaya >/dev/null
  test "$(wc -l <&7)" -gt 1000
  exec 7<&-
  wait $!
}

@test "a list as a table, whose words are the person's and which is never written over" {
  sello certificate list --state granted --csv granted.csv
  equal $'\xef\xbb\xbf'"id,state" "$(head -n 1 granted.csv | cut -d, -f 1,2)"
  equal "C1,granted C2,granted" "$(tail -n +2 granted.csv | cut -d, -f 1,2 | paste -sd ' ')"
  sello --lang es certificado lista --tabla otorgados.csv
  equal "C3,solicitado" "$(tail -n 1 otorgados.csv | cut -d, -f 1,2)"
  run -1 sello certificate list --csv granted.csv
  equal "5,8" "$(sello label list --lot "lote ñ" --csv - | tail -n 1 | cut -d, -f 1,2)"
  equal "retired" "$(sello --lang en label list --state sold --csv - | tail -n 1 | cut -d, -f 12)"
  equal "retired" "$(sello --lang en export labels 2 --csv - | tail -n 1 | tr -d '\r' | cut -d, -f 6)"
  equal "vendida" "$(sello --lang es label list --state sold --csv - | tail -n 1 | cut -d, -f 12)"
  equal "válida" "$(sello --lang es label list --state left --csv - | tail -n 1 | cut -d, -f 12)"
  equal "R2,Cooperativa Flor" "$(sello producer list --state mexico --csv - | tail -n 1 | cut -d, -f 1,2)"
  equal P2 "$(sello product list --producer R2 --csv - | tail -n 1 | cut -d, -f 1)"
  equal B2 "$(sello batch list --producer R2 --csv - | tail -n 1 | cut -d, -f 1)"
}

# The parts of a calendar as any reader takes it apart: unfolded, unescaped.
calendar() {
  /usr/bin/python3 -c '
import re, sys
raw = open(sys.argv[1], "rb").read()
assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b"")
lines = raw.split(b"\r\n")
assert all(len(line) <= 75 for line in lines), max(map(len, lines))
for line in lines:
    line.decode("utf-8")  # no character is taken apart
for line in raw.replace(b"\r\n ", b"").decode("utf-8").split("\r\n"):
    print(re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], line))
' "$1"
}

@test "when certificates end, for a calendar" {
  sello product edit P2 --name "Tapete; de lana, con \\ señas y más señas y más señas" --yes >/dev/null 2>&1
  sello --lang es certificado lista --calendario ends.ics
  calendar ends.ics >ends
  equal 1 "$(grep -c BEGIN:VEVENT ends)" # C1 has no end, C3 is not granted
  grep -qx "UID:certificate-C2@sello.example" ends
  grep -qx "DTSTART;VALUE=DATE:$(date -d "+20 days" +%Y%m%d)" ends
  grep -qx "DTEND;VALUE=DATE:$(date -d "+21 days" +%Y%m%d)" ends
  grep -qx "TRIGGER:-P30D" ends
  grep -Eqx "DTSTAMP:[0-9]{8}T[0-9]{6}Z" ends
  grep -Fqx 'SUMMARY:Termina el certificado C2: Tapete; de lana, con \ señas y más señas y más señas, Cooperativa Flor' ends
  grep -qx "DESCRIPTION:Para renovarlo: sello certificado renovar C2 --hasta FECHA" ends
  equal "BEGIN:VCALENDAR VERSION:2.0 END:VCALENDAR" "$(sed -n '1,2p;$p' <(grep . ends) | paste -sd ' ')"
  sello certificate renew C2 --until 2090-01-31 >/dev/null
  sello certificate list --ics again.ics
  equal "$(grep UID ends)" "$(calendar again.ics | grep UID)"
  equal 0 "$(sello certificate list --ends-within 5 --ics - | grep -c VEVENT)"
  run -1 sello certificate list --ics again.ics # never over what is there
  run -2 sello certificate list --csv one.csv --ics one.ics
  contains "$output" "Choose one of the two"
  test ! -e one.csv && test ! -e one.ics
}

@test "where nothing is so, that is said" {
  run sello certificate list --state withdrawn
  equal "No certificate is so." "$output"
  run sello label list --state suspended
  equal "No label is so." "$output"
}

@test "a producer and a product are shown with what hangs on them" {
  equal '["C1","C3"] ["B1"] 3 1' "$(sello --json producer show R1 |
    jq -r '"\(.certificates) \(.batches) \(.labels.issued) \(.labels.delivered)"')"
  equal '["C2","C3"] ["B2"] 5' "$(sello --json product show P2 |
    jq -r '"\(.certificates) \(.batches) \(.labels.issued)"')"
  run sello producer show R1
  contains "$output" "Certificates:"
  contains "$output" "Batches:"
  contains "$output" "  delivered           1"
}

@test "of many the first are shown, and where the others are" {
  for _ in {1..20}; do
    sello certificate apply --product P2 --producer R2 --scheme S1 >/dev/null
  done
  run sello producer show R2
  contains "$output" "1 more: sello certificate list --producer R2"
}

@test "what people read has a verdict in their language, what programs read has not" {
  text=$(label_text 1)
  equal "auténtica" "$(sello_verify --lang es --trust trust.sello --csv "$text" | tail -n 1 | cut -d, -f 3)"
  equal authentic "$(sello_verify --lang en --trust trust.sello --csv "$text" | tail -n 1 | cut -d, -f 3)"
  equal authentic "$(sello_verify --lang es --json --trust trust.sello "$text" | jq -r .verdict)"
  run sello_verify --lang es --trust trust.sello - <<<"$text"
  contains "$output" "auténtica         000001"
}

@test "our stock has its title in Spanish, and as a program knows it" {
  contains "$(sello --lang es hoja ver avery-5193)" "Avery 5193, 5293, redonda"
  contains "$(sello --lang en stock show avery-5193)" "Avery 5193, 5293, round"
  equal "Avery 5193, 5293, round" "$(sello --lang es --json stock show avery-5193 | jq -r .title)"
}

@test "labels are found by their producer" {
  equal "R2 C2 B2" "$(sello --json search "FLOR temoaya" | jq -r .id | paste -sd ' ')"
  equal "4-8 Cooperativa Flor" "$(sello --json search flor | jq -r 'select(.kind == "batch")
    | "\(.first_serial)-\(.last_serial) \(.producer_name)"')"
  contains "$(sello search hernandez)" "1-3 · 2026-11 · Rebozo de bolita · Taller Hernández"
}
