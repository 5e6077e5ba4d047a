#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Tables as people have them: spreadsheets' own files, titles, other words; records changed by them,
# certificates in bulk.
load common

setup_file() {
  use_folder "$BATS_FILE_TMPDIR/template"
  make_certifier
  sello scheme add --code 1 --name Rebozo
  sello producer add --name "Taller Hernández" --origin "Santa María del Río" >/dev/null
  sello product add --name "Rebozo de bolita" >/dev/null
}

setup() {
  start_test
  corpus=$SOURCE_DIR/tests/fuzz/corpus/spreadsheet
}

# table TEXT...: writes the lines into t.csv, escapes and all.
table() {
  printf '%b\n' "$@" >t.csv
}

@test "a spreadsheet's own file is read as the table it shows" {
  local kind
  for kind in xlsx ods; do
    cp "$corpus/libreoffice-$kind" "padron.$kind"
    run --separate-stderr sello import producers --csv "padron.$kind"
    equal 0 "$status" "$stderr"
    contains "$output" "4     new   Taller Ángela  Temoaya  yes"
    contains "$output" "5     new   Juan           Olinalá  no"
  done
  sello import producers --csv padron.xlsx --commit 2>/dev/null
  equal '{"id":"R2","name":"Taller Ángela","origin":"Temoaya","public":true,"import":"I1"}' \
    "$(sello --json producer show R2)"
  sello import producers --csv padron.ods | grep -F "New: 0. Here already: 2."
  sello import producers --csv - <padron.ods | grep -F "Here already: 2."
  equal false "$(sello --json import producers --csv padron.ods 2>/dev/null | tail -n 1 | jq 'has("encoding")')"
}

@test "a fault names the file, the sheet and the cell" {
  cp "$corpus/libreoffice-ods" padron.ods
  run --separate-stderr sello import producers --csv padron.ods --map "Alta=público"
  equal 1 "$status"
  contains "$stderr" "padron.ods, p, D4 (Alta): yes or no is expected"
  run --separate-stderr sello import producers --csv padron.ods --sheet Otra
  equal 1 "$status"
  contains "$stderr" "it has no sheet of that name"
  contains "$stderr" "Its sheets: p"
  sello import producers --csv padron.ods --sheet p
  table 'nombre,comunidad'
  run --separate-stderr sello import producers --csv t.csv --sheet p
  contains "$stderr" "leave --sheet out"
  cp "$corpus/old-excel" viejo.xls
  run --separate-stderr sello import producers --csv viejo.xls
  contains "$stderr" "save it as .xlsx"
  head -c 3000 padron.ods >roto.ods
  run --separate-stderr sello import producers --csv roto.ods
  equal 1 "$status"
  contains "$stderr" "the file is damaged"
}

@test "a title above, other words, and --map for what they do not tell" {
  table 'Padrón de artesanas 2026;;' ';;' 'Nombre de la productora;Comunidad;¿Público?' 'Ana;Temoaya;sí'
  run --separate-stderr sello import producers --csv t.csv
  equal 0 "$status" "$stderr"
  contains "$output" "4     new   Ana   Temoaya  yes"
  table 'Nombre de la cooperativa: Tejedoras' 'Catálogo por producto' 'Nombre;Señas' 'Rebozo;rojo'
  sello import products --csv t.csv | grep -E "^4 +new +Rebozo +rojo"
  table 'Quien;Donde' 'Ana;Temoaya'
  local maps=()
  for _ in {1..65}; do maps+=(--map Quien=nada); done
  run --separate-stderr sello import producers --csv t.csv "${maps[@]}"
  equal 1 "$status"
  contains "$stderr" "--map is given more often than a table has columns (64)."
  run --separate-stderr sello import producers --csv t.csv
  equal 1 "$status"
  contains "$stderr" "no column is headed 'nombre' (or 'name')"
  contains "$stderr" "Its columns: Quien, Donde"
  contains "$stderr" '--map "Column=name"'
  run --separate-stderr sello import producers --csv t.csv --map "quién=nombre" --map "Donde=comunidad"
  equal 0 "$status" "$stderr"
  run --separate-stderr sello import producers --csv t.csv --map "Quien=sabor"
  equal 1 "$status"
  contains "$stderr" "there is no field 'sabor'"
  contains "$stderr" "Fields: id, name, origin, state, public"
  table 'Nombre;Localidad natal' 'Ana;Temoaya'
  run --separate-stderr sello import producers --csv t.csv
  contains "$stderr" "Column 2, 'Localidad natal', is taken for: Origin"
}

@test "the preview shows every column, and that a name stays off labels" {
  table 'nombre,comunidad' 'Ana,Temoaya'
  sello import producers --csv t.csv | grep -E '^2 +new +Ana +Temoaya +no$'
  table 'nombre,señas,gtin,contenido,idioma' 'Mezcal,claro,7501031311309,750 ml,nah'
  sello import products --csv t.csv | grep -E '^2 +new +Mezcal +claro +7501031311309 +750 ml +nah$'
  table 'nombre' '#REF!' '#¡VALOR!' 'Err:502' '#1 de la casa'
  run --separate-stderr sello import products --csv t.csv
  equal 1 "$status"
  contains "$stderr" "line 2, column 1 (nombre): a formula of the spreadsheet failed here"
  equal 3 "$(grep -c "a formula of the spreadsheet failed here" <<<"$stderr")"
}

@test "records that are here are changed by --update alone, and what changes is shown" {
  table 'nombre,comunidad,público,estado' 'taller hernandez,Santa María del Río,sí,' 'Ana,Temoaya,no,México'
  run --separate-stderr sello import producers --csv t.csv --commit
  equal 0 "$status" "$stderr"
  contains "$output" "here already: R1, differs"
  contains "$output" "no → yes"
  contains "$stderr" "1 row says something else than the registry. To change it there, add --update."
  equal false "$(sello --json producer show R1 | jq .public)"
  run --separate-stderr sello import producers --csv t.csv --update --dry-run
  contains "$output" "changes R1"
  equal false "$(sello --json producer show R1 | jq .public)"
  sello import producers --csv t.csv --update --commit --yes | grep -F "Changed: 1. New: 0."
  equal '{"id":"R1","name":"Taller Hernández","origin":"Santa María del Río","public":true}' \
    "$(sello --json producer show R1)"
  # By its id also what tells it from others; an empty cell changes nothing.
  table 'id,nombre,comunidad,público' 'R1,Taller Hernández e hijas,,'
  sello --json import producers --csv t.csv --update --commit --yes |
    head -n 1 | jq -e '.action == "change" and .id == "R1" and .before.name == "Taller Hernández"'
  equal '{"id":"R1","name":"Taller Hernández e hijas","origin":"Santa María del Río","public":true}' \
    "$(sello --json producer show R1)"
  table 'id,nombre,comunidad' 'R9,Nadie,Olinalá'
  run --separate-stderr sello import producers --csv t.csv --update --commit
  equal 1 "$status"
  contains "$stderr" "line 2, column 1 (id): R9"
  table 'id,nombre,señas' 'P1,Rebozo de bolita,rapacejo de 28 cm'
  sello import products --csv t.csv --update --commit --yes
  equal "rapacejo de 28 cm" "$(sello --json product show P1 | jq -r .traits)"
  sello history P1 | grep -F rapacejo
  sello check --all
}

@test "what an import changed is taken back" {
  sello producer add --name Ana --origin Temoaya
  table 'id,nombre,público' 'R2,Ana Ruiz,sí' 'R1,Taller Hernandez,'
  sed -i 's/nombre,público/nombre,público,comunidad/; s/$/,/' t.csv
  echo ',Beto,,Olinalá' >>t.csv
  sello import producers --csv t.csv --update --commit --yes | grep -F "Changed: 2. New: 1."
  local before
  before=$(sello --json producer list)
  run --separate-stderr sello undo I1 --dry-run
  equal 0 "$status" "$stderr"
  grep -E "^R2 +Ana Ruiz +On labels +yes +no$" <<<"$output"
  contains "$stderr" "2 records that the import changed are to be what they were before."
  contains "$stderr" "1 record that the import added is to go."
  equal "$before" "$(sello --json producer list)"
  /usr/bin/python3 "$BATS_TEST_DIRNAME/on_terminal.py" "Take it back?" n -- "$SELLO" undo I1 || true
  equal "$before" "$(sello --json producer list)"
  equal '{"id":"I1","removed":1,"restored":2}' "$(sello --json undo I1)"
  equal "R1 Taller Hernández false R2 Ana false" \
    "$(sello --json producer list | jq -r '.id, .name, .public' | paste -sd ' ')"
  sello history R2 | grep -F 'Name: "Ana Ruiz" became "Ana"'
  sello check --all
}

@test "a change that granted certificates feel is asked about" {
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate inspect C1 --result pass
  sello certificate grant C1
  table 'id,nombre,comunidad' 'R1,Taller Hernandez,Santa María del Río'
  as_asked() { # ANSWER
    /usr/bin/python3 "$BATS_TEST_DIRNAME/on_terminal.py" "Change it?" "$1" -- \
      "$SELLO" import producers --csv t.csv --update --commit
  }
  as_asked n >answer || true
  grep -F "C1" answer
  equal "Taller Hernández" "$(sello --json producer show R1 | jq -r .name)"
  as_asked y >answer
  equal "Taller Hernandez" "$(sello --json producer show R1 | jq -r .name)"
  contains "$(cat answer)" "Print the pages on walls again"
  # It is told also where nobody is asked.
  table 'id,nombre,comunidad' 'R1,Taller Hernández,Santa María del Río'
  run --separate-stderr sello import producers --csv t.csv --update
  contains "$stderr" "1 granted certificate names it: C1."
  run --separate-stderr sello --json import producers --csv t.csv --update
  equal '["C1"] 0' "$(tail -n 1 <<<"$output" | jq -c '.certificates, .labels_before' | paste -sd ' ')"
  /usr/bin/python3 "$BATS_TEST_DIRNAME/on_terminal.py" "Change it?" n -- \
    "$SELLO" --json import producers --csv t.csv --update --commit >answer || true
  [[ $(cat answer) != *"No row can be taken."* ]]
  run --separate-stderr sello import producers --csv t.csv --update --commit --yes
  contains "$stderr" "1 granted certificate names it: C1."
  contains "$stderr" "Print the pages on walls again"
}

@test "a table's own numbers are no ids of the registry" {
  sello producer add --name Ana --origin Temoaya
  table 'ID,nombre,comunidad' '1,Beto,Olinalá' '2,Caro,Oaxaca'
  run --separate-stderr sello import producers --csv t.csv --update --commit --yes
  equal 1 "$status"
  contains "$stderr" "t.csv, line 2, column 1 (ID): an id is expected, like R1, or nothing"
  equal "Ana" "$(sello --json producer show R2 | jq -r .name)"
  sello import producers --csv t.csv --update --commit --yes --map "ID=nothing" | grep -F "New: 2."
}

@test "certificates in bulk: applied for, inspected and granted as far as a row says" {
  sello producer add --name Ana --origin Temoaya
  sello product add --name Mezcal
  table 'Producto;Productor;Esquema;Situación;Hasta;Nota' \
    'P1;R1;S1;otorgado;2099-12-31;asamblea de marzo' 'mezcal;ana;;aprobada;;' 'Mezcal;R1;Rebozo;;;'
  run --separate-stderr sello import certificates --csv t.csv
  equal 0 "$status" "$stderr"
  contains "$output" "P1 Rebozo de bolita"
  contains "$output" "R2 Ana"
  contains "$output" "New: 3."
  equal "" "$(sello --json certificate list)"
  sello import certificates --csv t.csv --commit
  equal "granted inspected applied" "$(sello --json certificate list | jq -r .state | paste -sd ' ')"
  equal '"2099-12-31" "asamblea de marzo"' \
    "$(sello --json certificate show C1 | jq -c '.until, .note' | paste -sd ' ')"
  # Again: nothing new. Further: from where each one stands.
  sello import certificates --csv t.csv | grep -F "New: 0. Here already: 3."
  table 'producto;productor;situación' 'Mezcal;Ana;otorgado' 'Mezcal;R1;rechazado'
  sello import certificates --csv t.csv --commit | grep -F "inspected → granted"
  equal "granted granted failed" "$(sello --json certificate list | jq -r .state | paste -sd ' ')"
  equal "I1 3 I2 2" "$(sello --json import list | jq -r '.id, .rows' | paste -sd ' ')"
  # What was exported is here already.
  sello certificate suspend C1 --reason revisión
  sello export certificates --csv certificados.csv
  sello import certificates --csv certificados.csv | grep -F "New: 0. Here already: 3. Repeated: 0. Refused: 0."
  sello check --all
}

@test "what a certificate's row wants is done, or told of" {
  local state
  sello product add --name Mezcal
  for state in 1 2 3 4 5 6; do
    sello producer add --name "Ana $state" --origin Temoaya
  done
  table 'producto;productor;situación;desde;hasta;nota' 'P1;R2;applied;;;' 'P1;R3;passed;;;' 'P1;R4;fail;;;' \
    'P1;R5;otorgada;2026-01-01;2099-12-31;acta 5' 'P1;R6;otorgado;;;' 'P1;R7;inspeccionada;;;'
  sello import certificates --csv t.csv --commit
  sello certificate suspend C5 --reason revisión
  sello certificate withdraw C6 --reason renuncia
  # What was exported, in either language, is here already.
  sello --lang es export certificates --csv es.csv
  sello export certificates --csv en.csv
  grep -F "no pasó la inspección" es.csv
  grep -F "inspection failed" en.csv
  for state in es en; do
    run --separate-stderr sello --json import certificates --csv $state.csv
    equal 0 "$status" "$stderr"
    equal "0 6 0 0" "$(tail -n 1 <<<"$output" | jq -r '"\(.added) \(.present) \(.differing) \(.repeated)"')"
  done
  # What a table does not do is refused, and all else that it says otherwise is shown.
  table 'id;producto;productor;situación' 'C4;P1;R5;retirado' 'C1;P1;R2;suspended'
  run --separate-stderr sello import certificates --csv t.csv --update --commit
  equal 1 "$status"
  contains "$stderr" "t.csv, line 2, column 4 (situación): a table does not suspend or withdraw"
  contains "$stderr" "t.csv, line 3, column 4 (situación): a table does not suspend or withdraw"
  table 'producto;productor;situación;hasta' 'P1;R2;inspected;2099-12-31'
  run --separate-stderr sello import certificates --csv t.csv
  equal 1 "$status"
  contains "$stderr" "column 4 (hasta): a date is of a grant"
  table 'producto;productor;situación;desde;hasta;nota' 'P1;R5;inspected;;;' 'P1;R6;granted;;;' \
    'P1;R3;;;;acta 9'
  run --separate-stderr sello import certificates --csv t.csv --update
  contains "$output" "granted → inspected"
  contains "$output" "suspended → granted"
  contains "$output" "Here already: 3."
  contains "$stderr" "3 rows say something else than the registry, which stays as it is."
  # One with another first day is of another grant, and is not renewed.
  table 'producto;productor;situación;desde;hasta;nota' 'P1;R5;granted;2026-02-02;2098-12-31;acta 5'
  sello --json import certificates --csv t.csv --update | head -n 1 |
    jq -e '.action == "present" and .before == {"from":"2026-01-01","until":"2099-12-31"}'
  table 'producto;productor;situación;hasta;nota' 'P1;R5;granted;2098-12-31;acta 6'
  sello --json import certificates --csv t.csv | head -n 1 |
    jq -e '.action == "present" and .before == {"until":"2099-12-31","note":"acta 5"}'
  sello import certificates --csv t.csv --update --commit | grep -F "2099-12-31 → 2098-12-31"
  # The note is that of the renewal now.
  sello --json import certificates --csv t.csv | head -n 1 | jq -e '.action == "present" and .before == null'
}

@test "a row that repeats another one is passed over, also where the record is here" {
  table 'nombre,comunidad,público' 'Taller Hernández,Santa María del Río,sí' 'taller hernandez,Santa María del Río,no'
  run --separate-stderr sello import producers --csv t.csv --update --commit --yes
  equal 0 "$status" "$stderr"
  contains "$output" "repeats line 2"
  equal true "$(sello --json producer show R1 | jq .public)"
  table 'id,nombre,comunidad' 'R1,Taller Hernández,' ',Taller Hernández,Santa María del Río' 'R1,Otro,'
  sello import producers --csv t.csv --update | grep -F "Here already: 1. Repeated: 2."
  # Applied for again where the last one is withdrawn, once.
  table 'producto;productor' 'P1;R1' 'P1;R1'
  sello import certificates --csv t.csv --commit | grep -F "New: 1. Here already: 0. Repeated: 1."
  sello import certificates --csv t.csv | grep -F "New: 0. Here already: 1. Repeated: 1."
  sello certificate withdraw C1 --reason renuncia
  sello import certificates --csv t.csv --commit | grep -F "New: 1. Here already: 0. Repeated: 1."
  equal "withdrawn applied" "$(sello --json certificate list | jq -r .state | paste -sd ' ')"
}

@test "of certificates for the same the one that lives is meant, else the last one" {
  meant() { # WANTED STATE
    table 'producto;productor;situación' "P1;R1;$2"
    sello --json import certificates --csv t.csv | head -n 1 | jq -r '"\(.action) \(.id)"' >meant
    equal "$1" "$(cat meant)"
  }
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate inspect C1 --result fail
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate withdraw C2 --reason renuncia
  meant "present C2" withdrawn
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate inspect C4 --result fail
  meant "present C3" applied
}

@test "a certificate's row that cannot be taken is named, and none is" {
  sello producer add --name "Taller Hernandez" --origin Otra
  refused() { # PATTERN ROW
    table 'producto;nombre del producto;productor;esquema;situación;hasta' 'P1;;R1;S1;;' "$2"
    run --separate-stderr sello import certificates --csv t.csv --commit
    equal 1 "$status"
    contains "$stderr" "t.csv, line 3, $1"
    equal "" "$(sello --json certificate list)"
  }
  refused "column 1 (producto): the registry has none that is called so" "Nada;;R1;S1;;"
  refused "column 1 (producto): P7" "P7;;R1;S1;;"
  refused "column 2 (nombre del producto): P1 is called otherwise" "P1;Mezcal;R1;S1;;"
  refused "column 3 (productor): several in the registry are called so" "P1;;Taller Hernández;S1;;"
  refused "column 3 (productor): it is empty" "P1;;;S1;;"
  refused "column 5 (situación): applied, inspected" "P1;;R2;S1;listo;"
  refused "column 5 (situación): a table does not suspend or withdraw" "P1;;R2;S1;retirado;"
  refused "column 6 (hasta): a date is of a grant" "P1;;R2;S1;;2099-01-01"
  refused "column 6 (hasta): " "P1;;R2;S1;otorgado;31/12/2099"
}

@test "a batch a row, out of a spreadsheet's file, and each sheet is another table" {
  sello certificate apply --product P1 --producer R1 --scheme S1
  sello certificate inspect C1 --result pass
  sello certificate grant C1
  /usr/bin/python3 "$BATS_TEST_DIRNAME/make_workbook.py" t.xlsx Enero 'Certificado|Etiquetas|Lote' 'C1|3|L-1' \
    Febrero 'Certificado|Etiquetas|Lote' 'C1|3|L-2'
  run --separate-stderr sello --json issue --csv t.xlsx --commit
  equal 0 "$status" "$stderr"
  sello issue --csv t.xlsx | grep -F "Issued already: 1"
  sello --json issue --csv t.xlsx --sheet Enero --commit
  sello --json issue --csv t.xlsx --sheet Febrero --commit
  equal "L-1 L-2" "$(sello --json batch list | jq -r .lot | paste -sd ' ')"
}
