#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Every command under leak detection, with its usual mistakes. The other files leave that look out:
# it takes as long as the rest of a short command does.

load common

setup_file() { make_template; }

setup() { start_test; }

# frees STATUS COMMAND WORDS...: ends with that status and has freed all it took.
frees() {
  local expected=$1 status try
  shift
  echo "$*" >>"$BATS_FILE_TMPDIR/commands"
  for try in 1 2 3 4 5; do
    rm -rf ../before
    cp -a . ../before
    status=0
    ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=1 "$@" >../output 2>../errors || status=$?
    # Now and then the look itself dies, it seems where a library's thread ends at that moment. Then
    # all is put back.
    grep -q 'LeakSanitizer has encountered a fatal error' ../errors || break
    echo "the look for leaks died: $*" >&2
    find . -mindepth 1 -delete
    cp -a ../before/. .
  done
  equal "$expected" "$status" "$*" || {
    cat ../errors >&2
    return 1
  }
}

@test "records" {
  frees 0 sello init -r other --name Otro --url https://otro.example/v/
  frees 1 sello init --name Otro --url https://otro.example/v/
  frees 0 sello init -r third --name Otro --url https://otro.example/v/ --dry-run
  frees 2 sello init -r third --name Otro --url http://otro.example/v/
  frees 2 sello init -r third --name Otro --url https://otro.example/v/ --address corto
  frees 0 sello address
  frees 1 sello statement R1 --from 2026-01-01 --until 2026-12-31 --to json -o s.json
  frees 0 sello statement R1 --from 2026-01-01 --until 2026-12-31 --to json -o s.json --consent carta
  frees 0 sello statement R1 --from 2026-01-01 --until 2026-12-31 --to pdf -o s.pdf
  frees 0 sello statement R1 --end-consent
  frees 0 sello address gs1 --dry-run
  frees 2 sello address corto
  frees 0 sello scheme add --code 2 --name Miel --draft scheme.draft
  frees 1 sello scheme add --code 3 --name Miel --draft scheme.draft
  frees 0 sello scheme add --code 3 --name Miel --dry-run
  frees 0 sello scheme edit S1 --url https://otro.example/ --draft edit.draft
  frees 1 sello scheme edit S1 --name-en "A shawl" --draft edit.draft
  frees 0 sello scheme show S1
  frees 0 sello scheme list
  frees 0 sello producer add --name "Taller Cruz" --origin Oaxaca
  frees 0 sello producer edit R2 --public
  frees 0 sello producer show R2
  frees 1 sello producer show R9
  frees 0 sello producer list
  frees 0 sello producer list --state none
  frees 0 sello product add --name "Miel de azahar" --gtin 00012345600012
  frees 2 sello product add --name Miel --gtin 123
  frees 0 sello product edit P2 --traits ámbar
  frees 0 sello product show P2
  frees 0 sello product list
  frees 0 sello certificate apply --product P1 --producer R2 --scheme S1
  frees 0 sello certificate inspect C2 --result pass
  frees 0 sello certificate grant C2
  frees 1 sello certificate grant C2
  frees 0 sello certificate renew C2 --until 2030-01-01
  frees 0 sello certificate suspend C2 --reason inspection
  frees 0 sello certificate resume C2
  frees 0 sello certificate print C2 --to pdf -o certificate.pdf
  frees 0 sello certificate show C2
  frees 0 sello certificate list
  frees 0 sello certificate list --ends-within 30 --csv -
  frees 0 sello certificate list --ics ends.ics
  frees 2 sello certificate list --state nothing
  frees 0 sello certificate withdraw C2 --reason fraud --yes
  frees 0 sello certificate apply --product P2 --producer R2 --scheme S1
  frees 0 sello certificate cancel C3
  frees 1 sello certificate cancel C1
  printf 'nombre,comunidad\nUno,Oaxaca\nDos,Olinalá\n' >names.csv
  printf 'nombre\n\xff\n' >bad.csv
  frees 0 sello import producers --csv names.csv
  frees 0 sello import producers --csv names.csv --commit
  frees 1 sello import producers --csv bad.csv
  cp "$SOURCE_DIR/tests/fuzz/corpus/spreadsheet/libreoffice-ods" names.ods
  frees 0 sello import producers --csv names.ods
  frees 1 sello import producers --csv names.ods --sheet no
  frees 1 sello import producers --csv names.ods --map "Comunidad de origen=nothing"
  frees 0 sello import producers --csv names.csv --update --commit --yes
  printf 'producto,productor\nNada,Nadie\n' >certificates.csv
  frees 1 sello import certificates --csv certificates.csv --commit
  frees 0 sello import list
  frees 0 sello history
  frees 0 sello history R1 --json
  frees 0 sello history --newest 5
  frees 0 sello history --newest 5 --json
  frees 1 sello history R99
  frees 0 sello undo I1
  for what in producers certificates batches prints deliveries labels; do
    frees 0 sello export "$what" --csv -
  done
  frees 0 sello search hernandez
  frees 1 sello producer merge R1 R1
  frees 0 sello producer merge "$(sello --json producer add --name Otro --origin Toluca | jq -r .id)" R1
  frees 0 sello status
  frees 0 sello check --all
  frees 0 sello copy-store registro copia
  frees 1 sello copy-store registro copia
  frees 1 sello user add ana --role clerk
  frees 2 sello user add ana --role boss
  frees 1 sello user remove ana
  frees 1 sello user list
  frees 1 sello copy-store registro "postgresql:///x?host=$PWD/nowhere"
  frees 2 sello init -r third --store "postgresql:///x?host=$PWD/nowhere" --name Otro --url https://otro.example/v/
  frees 2 sello init -r third --join --store "postgresql://u:secreto@/x"
  frees 1 sello console --listen nowhere --tls-cert names.csv --tls-key names.csv
  frees 2 sello console --listen 192.0.2.1
  # shellcheck disable=SC2016 # the inner shell's own
  frees 0 bash -c '"$0" --no-input console --no-open >link & sleep 1; curl -s "$(sed "s/#.*//" link)" >page
    kill %1; wait %1' "$SELLO"
  frees 0 sello backup copy.tar
  frees 1 sello backup copy.tar
  frees 0 sello restore copy.tar -r back --trust trust.sello --dry-run
  frees 1 sello restore names.csv -r nothing --dry-run
  frees 0 sello restore copy.tar -r back --trust trust.sello --yes
  frees 1 sello restore names.csv -r nothing --yes
  frees 1 sello restore --reconcile --trust names.csv
  frees 0 sello restore --reconcile --trust trust.sello --dry-run
}

@test "labels" {
  frees 0 sello issue C1 --count 700
  frees 1 sello issue C9 --count 1
  printf 'certificate,count\nC1,2\n' >labels.csv
  frees 0 sello issue --csv labels.csv
  frees 0 sello issue --csv labels.csv --commit
  convert_picture -size 64x48 gradient:red-blue photo.png
  frees 0 sello issue C1 --photo photo.png
  frees 1 sello issue C1 --photo "$PASSPHRASE"
  frees 0 sello export photos -o photos.tar
  frees 0 sello export epcis -o events.json --csv events.csv
  frees 1 sello export epcis -o events.json
  frees 1 sello export untp credentials --country MX
  frees 0 sello key new --role credential
  frees 0 sello export untp credentials --country MX
  frees 1 sello export untp credentials --country mx
  frees 0 sello label show 1
  frees 1 sello label show 1 --photo pieza.webp
  frees 0 sello printer list
  frees 0 sello batch show B1
  frees 0 sello batch list
  frees 0 sello batch list --lot L-1 --csv batches.csv
  frees 0 sello label list
  frees 0 sello report
  frees 0 sello --json report
  frees 0 sello report --year 2026 --csv report.csv --pdf report.pdf
  frees 1 sello report --producer R99
  frees 0 sello label list --state left --csv -
  frees 2 sello label list --state nothing
  frees 0 sello stock list --all
  frees 0 sello stock show avery-l7163
  printf 'hoja mala\netiquetas 2 x\n' >"$SELLO_REGISTRY/stock.txt"
  frees 1 sello stock show mala
  rm "$SELLO_REGISTRY/stock.txt"
  frees 0 sello stock calibrate --to pdf -o page.pdf
  frees 0 sello stock calibrate --printer office --left 21 --top 20 --across 170 --down 230
  frees 0 sello stock calibrate
  frees 1 sello stock forget avery-l7163
  echo '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>' \
    >mark.svg
  frees 0 sello mark set mark.svg
  frees 1 sello mark set labels.csv
  frees 0 sello mark show
  frees 0 sello ornament set mark.svg
  frees 1 sello ornament set labels.csv
  frees 0 sello ornament show
  frees 0 sello accent set '#7a1020'
  frees 1 sello accent set '#ffcc00'
  frees 0 sello accent show
  for design in plain framed tag; do
    frees 0 sello print 1-40 --to pdf -o sheets.pdf --stock avery-l7163 --design $design
  done
  echo "Lávalo a mano." >care.txt
  frees 0 sello print 1-40 --to pdf -o sheets.pdf --stock avery-5371 --back care.txt
  frees 1 sello print 1-40 --to pdf -o sheets.pdf --stock avery-5371 --back sheets.pdf
  frees 1 sello print 1-40 --to pdf -o sheets.pdf --stock avery-l7163 --back care.txt
  frees 0 sello print 1-40 --stock avery-l7163 --preview sheet.png
  frees 0 sello print 1 --stock avery-l7163 --designs designs.png
  frees 1 sello print 1 --stock avery-l7163 --designs no/such/designs.png
  frees 0 sello print 1-40 --to pdf -o files --stock avery-l7163 --pages-per-file 1
  frees 1 sello print 1 --stock avery-l7163 --printer Nobody
  frees 0 sello print 1-40 --to png -o pictures
  frees 0 sello print 1-40 --to png -o pictures --resume
  frees 0 sello print 1-40 --to svg --design tag -o drawings
  frees 0 sello print 1-40 --to zpl -o labels.zpl --stock roll-102x51 --media gap --darkness 12 --speed 4
  frees 0 sello print 1-40 --to png -o -
  frees 1 sello print 1-40 --to pdf -o sheets.pdf --stock avery-l7163 --module 9
  frees 0 sello mark remove
  frees 0 sello accent remove
  frees 0 sello ornament remove
  frees 0 sello deliver 1-10 --to R1 -o receipt.pdf --yes
  frees 0 sello withdraw 11 --reason stolen
  frees 0 sello suspend 12-20 --reason lost
  frees 0 sello resume 12-20
  frees 0 sello sold B1 --yes
  frees 0 sello returned 1 --reason "la talla no era"
  frees 1 sello returned 11 --reason "la talla no era"
  frees 0 sello reissue 1 --reason damaged
  frees 1 sello withdraw 9999 --reason stolen
  frees 0 sello trust export -o trust.sello --dry-run
  frees 0 sello trust export -o trust.sello
  frees 0 sello trust export -o trust.sello --again
  frees 1 sello trust export -o no/such/folder
  for kind in pdf png svg; do
    frees 0 sello trust export --status-only --to $kind -o notice.$kind
  done
  mkdir -p page
  echo '<!doctype html><html lang="es"><head><title>Sello</title></head></html>' >page/index.html
  frees 0 sello publish site --page page --dry-run
  frees 0 sello publish site --page page --also https://espejo.example/ --dry-run
  frees 1 sello publish site --page page --credentials mex
  frees 0 sello publish site --page page
  echo mine >site/notes.txt
  frees 1 sello publish site --page page
  frees 0 sello publish site --page page --force
  frees 1 sello publish site --page nowhere
  frees 0 sello log show
  frees 0 sello log verify site
  frees 1 sello log verify page
  frees 0 sello log export site -o ask.txt
  frees 1 sello log export site --since 9999 -o ask.txt
  frees 1 sello log cosign ask.txt -o seen.txt
  key=$(sello --json log show | jq -r .log_key)
  frees 0 sello log cosign ask.txt --log "$key" -o seen.txt
  frees 0 sello log cosign ask.txt -o seen.txt
  frees 0 sello log add site seen.txt
  frees 0 sello_verify trust add trust.sello --yes
  frees 0 sello_verify log audit site trust.sello
  frees 1 sello_verify log audit site --policy labels.csv
  frees 0 sello log export --events -o events
  frees 1 sello log export --events -o events
  frees 0 sello_verify log audit site --events events
  frees 1 sello_verify log audit site --events site/log
  frees 1 sello_verify log audit page
  printf 'witness ours %s\nquorum ours\n' "$(sello --json log show | jq -r .witness_key)" >witnesses.txt
  frees 0 sello_verify trust policy
  frees 0 sello_verify trust policy witnesses.txt
  frees 0 sello_verify trust policy
  frees 0 sello_verify trust update site
  frees 0 sello_verify trust show "Consejo Artesanal de Prueba"
  frees 0 sello_verify trust policy --none
  frees 1 sello_verify trust policy labels.csv
  frees 1 sello log add site labels.csv
}

@test "keys and roots" {
  frees 0 sello key list
  frees 0 sello key new --role member --name Rosa -o rosa.key
  frees 0 sello key show rosa.key
  frees 1 sello key show trust.sello
  for kind in pdf png svg txt; do
    frees 0 sello key backup rosa.key -o rosa.$kind
  done
  frees 0 sello key restore rosa.png -o again.key
  frees 0 sello key restore rosa.txt -o typed.key
  frees 1 sello key restore trust.sello -o none.key
  chmod 644 again.key
  frees 0 sello key add again.key
  frees 1 sello key add again.key
  echo "otra frase de prueba" >other
  chmod 600 other
  frees 0 sello key passphrase rosa.key --new-passphrase-file other
  frees 1 sello key passphrase rosa.key --new-passphrase-file other
  frees 0 sello key new --role label --dry-run
  frees 0 sello key new --role label
  frees 1 sello key new --role label --draft rosa.key
  kid=$(sello --json key list | jq -r 'select(.role == "label" and .state == "active") | .kid' | head -n 1)
  frees 0 sello key retire "$kid" --draft retire.draft
  frees 0 sello key compromised "$kid" --yes --draft compromised.draft
  frees 0 sello root show
  frees 0 sello root draft -o name.draft --name "Consejo"
  frees 0 sello root show name.draft
  frees 1 sello root draft -o name.draft --name "Consejo"
  frees 1 sello root draft -o other.draft --remove-member 9 --add-key rosa.key
  frees 1 sello root assemble name.draft
  frees 0 sello root approve name.draft --dry-run
  frees 0 sello root approve name.draft --yes
  frees 0 sello root assemble name.draft --dry-run
  frees 1 sello root approve trust.sello --yes
  frees 0 sello root assemble name.draft
  frees 0 sello endorse add "$SOURCE_DIR/tests/data/v0.1/trust-4.sello" --dry-run
  frees 0 sello endorse add "$SOURCE_DIR/tests/data/v0.1/trust-4.sello"
  frees 1 sello endorse add "$SOURCE_DIR/tests/data/v0.1/trust-4.sello"
  frees 0 sello endorse list
  frees 0 sello trust export -o vouches.sello
  frees 0 sello endorse end E1
}

@test "the verifier" {
  issue_typical 20
  text=$(label_text 1)
  sello print 1-20 --to png -o pictures >/dev/null
  sello print 1-20 --to pdf --stock avery-l7163 -o sheet.pdf >/dev/null
  sello trust export --status-only --to png -o notice.png >/dev/null 2>&1
  frees 0 sello_verify trust add trust.sello --yes
  frees 1 sello_verify trust add sheet.pdf --yes
  frees 0 sello_verify trust list
  frees 0 sello_verify trust show "Consejo Artesanal de Prueba"
  frees 0 sello_verify trust update trust.sello
  frees 0 sello_verify trust update notice.png
  frees 0 sello_verify "$text"
  frees 0 sello_verify --photos . "$text"
  frees 0 sello_verify --json --remember seen "$text"
  frees 0 sello_verify --csv --remember other "$text"
  frees 0 sello_verify remember merge -o all seen other
  frees 15 sello_verify --serial 1
  frees 0 sello_verify pictures
  frees 0 sello_verify --text pictures/000001.png
  frees 41 sello_verify sheet.pdf
  frees 31 sello_verify "${text%????}"
  pdftoppm -r 150 -png -singlefile sheet.pdf page
  frees 0 sello_verify --print-check --dpi 150 page.png
  printf '%s\n' "$text" nada "$text" >texts
  frees 40 sello_verify - <texts
  frees 0 sello_verify trust remove "Consejo Artesanal de Prueba" --yes
}

@test "no command was left out" {
  local tool command n=0
  for tool in sello sello_verify; do
    while read -r command; do
      n=$((n + 1))
      grep -q "^$tool $command" "$BATS_FILE_TMPDIR/commands" || {
        echo "not here: $tool $command" >&2
        return 1
      }
    done < <("$tool" --lang en --help | sed -n '/^Commands:/,/^$/s/^  \([a-z ]*[a-z]\)  .*/\1/p')
  done
  [ "$n" -gt 50 ] || {
    echo "only $n commands were read from --help" >&2
    return 1
  }
}
