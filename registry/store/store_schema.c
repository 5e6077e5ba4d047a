/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/store/store_internal.h"

/* The tables. Numbers are given by the rows of `counter`; absent texts are empty, absent numbers
 * NULL; `search` is what sello_name_fold makes of a record's texts. */

/* clang-format off */
static const char *const version_1[] = {
    "CREATE TABLE counter ("
    "  name TEXT PRIMARY KEY NOT NULL,"
    "  value INTEGER NOT NULL CHECK (value BETWEEN 0 AND 9007199254740991)"
    ") STRICT;"
    "INSERT INTO counter (name, value) VALUES"
    "  ('producer', 0), ('product', 0), ('certificate', 0), ('batch', 0), ('import', 0),"
    "  ('event', 0), ('serial', 0), ('issued', 0), ('bundle_version', 0), ('bundle_date', 0);",

    "CREATE TABLE import ("
    "  number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),"
    "  kind TEXT NOT NULL CHECK (length(kind) = 1),"
    "  made_at INTEGER NOT NULL,"
    "  n_rows INTEGER NOT NULL CHECK (n_rows >= 0),"
    "  file TEXT NOT NULL"
    ") STRICT;",

    "CREATE TABLE scheme ("
    "  code INTEGER PRIMARY KEY NOT NULL CHECK (code BETWEEN 0 AND 65535),"
    "  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),"
    "  name_en TEXT NOT NULL,"
    "  url TEXT NOT NULL,"
    "  search TEXT NOT NULL"
    ") STRICT;",

    "CREATE TABLE producer ("
    "  number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),"
    "  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),"
    "  origin TEXT NOT NULL CHECK (length(origin) BETWEEN 1 AND 64),"
    "  state TEXT NOT NULL,"
    "  is_public INTEGER NOT NULL CHECK (is_public IN (0, 1)),"
    "  import INTEGER REFERENCES import (number),"
    "  search TEXT NOT NULL"
    ") STRICT;",

    "CREATE TABLE product ("
    "  number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),"
    "  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),"
    "  traits TEXT NOT NULL,"
    "  gtin INTEGER CHECK (gtin BETWEEN 1 AND 99999999999999),"
    "  net_content TEXT NOT NULL,"
    "  language TEXT NOT NULL,"
    "  import INTEGER REFERENCES import (number),"
    "  search TEXT NOT NULL"
    ") STRICT;",

    "CREATE TABLE certificate ("
    "  number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),"
    "  product INTEGER NOT NULL REFERENCES product (number),"
    "  producer INTEGER NOT NULL REFERENCES producer (number),"
    "  scheme INTEGER NOT NULL REFERENCES scheme (code),"
    "  note TEXT NOT NULL,"
    "  state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 6),"
    "  applied_at INTEGER NOT NULL,"
    "  from_day INTEGER,"
    "  until_day INTEGER CHECK (until_day >= from_day),"
    "  import INTEGER REFERENCES import (number),"
    "  search TEXT NOT NULL"
    ") STRICT;",

    "CREATE TABLE certificate_move ("
    "  certificate INTEGER NOT NULL REFERENCES certificate (number),"
    "  place INTEGER NOT NULL CHECK (place > 0),"
    "  made_at INTEGER NOT NULL,"
    "  step INTEGER NOT NULL CHECK (step BETWEEN 1 AND 7),"
    "  from_day INTEGER,"
    "  until_day INTEGER,"
    "  reason INTEGER NOT NULL CHECK (reason >= 0),"
    "  note TEXT NOT NULL,"
    "  PRIMARY KEY (certificate, place)"
    ") STRICT;",

    "CREATE TABLE batch ("
    "  number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),"
    "  certificate INTEGER REFERENCES certificate (number),"
    "  first_serial INTEGER NOT NULL UNIQUE CHECK (first_serial > 0),"
    "  n_labels INTEGER NOT NULL CHECK (n_labels > 0),"
    "  issued INTEGER NOT NULL,"
    "  key_index INTEGER NOT NULL CHECK (key_index >= 0),"
    "  kid BLOB NOT NULL CHECK (length(kid) = 8),"
    "  lot TEXT NOT NULL,"
    "  state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),"
    "  n_blocks INTEGER NOT NULL CHECK (n_blocks >= 0),"
    "  claims BLOB NOT NULL CHECK (length(claims) <= 1024),"
    "  search TEXT NOT NULL,"
    "  CHECK (certificate IS NOT NULL OR state = 4)"
    ") STRICT;"
    "CREATE INDEX batch_of_certificate ON batch (certificate);",

    "CREATE TABLE signature_block ("
    "  batch INTEGER NOT NULL REFERENCES batch (number),"
    "  block INTEGER NOT NULL CHECK (block >= 0),"
    "  signatures BLOB NOT NULL CHECK (length(signatures) BETWEEN 64 AND 65536),"
    "  PRIMARY KEY (batch, block)"
    ") STRICT;",

    "CREATE TABLE status_range ("
    "  source INTEGER NOT NULL CHECK (source BETWEEN 1 AND 4),"
    "  status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 3),"
    "  first_serial INTEGER NOT NULL CHECK (first_serial > 0),"
    "  n_labels INTEGER NOT NULL CHECK (n_labels > 0),"
    "  reason INTEGER NOT NULL CHECK (reason >= 0),"
    "  day INTEGER NOT NULL CHECK (day >= 0),"
    "  text TEXT NOT NULL,"
    "  PRIMARY KEY (source, status, first_serial)"
    ") STRICT;",

    "CREATE TABLE root ("
    "  version INTEGER PRIMARY KEY NOT NULL CHECK (version > 0),"
    "  hash BLOB NOT NULL CHECK (length(hash) = 32),"
    "  stored_at INTEGER NOT NULL,"
    "  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 65536)"
    ") STRICT;",

    /* bytes: NULL until it is signed, and again once a newer one is. */
    "CREATE TABLE bundle ("
    "  version INTEGER PRIMARY KEY NOT NULL CHECK (version > 0),"
    "  root_version INTEGER NOT NULL REFERENCES root (version),"
    "  generated INTEGER NOT NULL,"
    "  highest INTEGER NOT NULL CHECK (highest >= 0),"
    "  bytes BLOB CHECK (length(bytes) BETWEEN 1 AND 33554432)"
    ") STRICT;",

    "CREATE TABLE event ("
    "  seq INTEGER PRIMARY KEY NOT NULL CHECK (seq > 0),"
    "  made_at INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 31),"
    "  body BLOB NOT NULL CHECK (length(body) BETWEEN 1 AND 256)"
    ") STRICT;",

    "PRAGMA application_id = 1399155823;" /* "Selo" */
    "PRAGMA user_version = 1;",
    NULL};

/* Printing and delivering. `printed` is every serial that was ever printed, merged and disjoint;
 * the ranges of deliveries are disjoint among all deliveries: a label is delivered once. */
static const char *const version_2[] = {
    "INSERT INTO counter (name, value) VALUES ('print', 0), ('delivery', 0);",

    "CREATE TABLE print_run ("
    "  number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),"
    "  event INTEGER NOT NULL REFERENCES event (seq),"
    "  format TEXT NOT NULL CHECK (length(format) BETWEEN 1 AND 8),"
    "  stock TEXT NOT NULL,"
    "  printer TEXT NOT NULL,"
    "  is_proof INTEGER NOT NULL CHECK (is_proof IN (0, 1)),"
    "  n_copies INTEGER NOT NULL CHECK (n_copies > 0),"
    "  n_labels INTEGER NOT NULL CHECK (n_labels > 0),"
    "  n_reprints INTEGER NOT NULL CHECK (n_reprints BETWEEN 0 AND n_labels)"
    ") STRICT;",

    "CREATE TABLE print_range ("
    "  print INTEGER NOT NULL REFERENCES print_run (number),"
    "  place INTEGER NOT NULL CHECK (place > 0),"
    "  first_serial INTEGER NOT NULL CHECK (first_serial > 0),"
    "  n_labels INTEGER NOT NULL CHECK (n_labels > 0),"
    "  PRIMARY KEY (print, place)"
    ") STRICT;",

    "CREATE TABLE printed ("
    "  first_serial INTEGER PRIMARY KEY NOT NULL CHECK (first_serial > 0),"
    "  n_labels INTEGER NOT NULL CHECK (n_labels > 0)"
    ") STRICT;",

    "CREATE TABLE delivery ("
    "  number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),"
    "  event INTEGER NOT NULL REFERENCES event (seq),"
    "  producer INTEGER NOT NULL REFERENCES producer (number),"
    "  n_labels INTEGER NOT NULL CHECK (n_labels > 0)"
    ") STRICT;",

    "CREATE TABLE delivery_range ("
    "  first_serial INTEGER PRIMARY KEY NOT NULL CHECK (first_serial > 0),"
    "  n_labels INTEGER NOT NULL CHECK (n_labels > 0),"
    "  delivery INTEGER NOT NULL REFERENCES delivery (number)"
    ") STRICT;"
    "CREATE INDEX range_of_delivery ON delivery_range (delivery);",

    "CREATE TABLE stock_position ("
    "  stock TEXT PRIMARY KEY NOT NULL CHECK (length(stock) > 0),"
    "  next_cell INTEGER NOT NULL CHECK (next_cell >= 0)"
    ") STRICT;",

    "PRAGMA user_version = 2;",
    NULL};

/* What a backup brings along of the registry's folder; empty in a registry. */
static const char *const version_3[] = {
    "CREATE TABLE kept_file ("
    "  name TEXT PRIMARY KEY NOT NULL CHECK (length(name) BETWEEN 1 AND 32),"
    "  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 4194304)"
    ") STRICT;",

    "PRAGMA user_version = 3;",
    NULL};

/* What an edit changed, beside its event: the texts stay here, whoever is shown the events. */
static const char *const version_4[] = {
    "CREATE TABLE edit ("
    "  event INTEGER NOT NULL REFERENCES event (seq),"
    "  place INTEGER NOT NULL CHECK (place > 0),"
    "  field TEXT NOT NULL CHECK (length(field) BETWEEN 1 AND 31),"
    "  before TEXT NOT NULL,"
    "  after TEXT NOT NULL,"
    "  PRIMARY KEY (event, place)"
    ") STRICT;",

    "PRAGMA user_version = 4;",
    NULL};

/* A backup that was brought back where no marks tell what came after it: the event that says so,
 * until somebody has told (sello_store_reconcile). */
static const char *const version_5[] = {
    "INSERT INTO counter (name, value) VALUES ('unknown_since', 0);",

    "PRAGMA user_version = 5;",
    NULL};

/* The hash that each event leaves to the next, and the salt of records' hashes; sello_chain_begin
 * fills in what was there before. */
static const char *const version_6[] = {
    /* An unfinished batch that a bundle listed: its run stays listed, whatever becomes of it. */
    "ALTER TABLE batch ADD COLUMN was_listed INTEGER NOT NULL DEFAULT 0"
    "  CHECK (was_listed IN (0, 1));",

    "ALTER TABLE event ADD COLUMN chain BLOB CHECK (length(chain) = 32);",

    "CREATE TABLE event_salt ("
    "  bytes BLOB NOT NULL CHECK (length(bytes) = 16)"
    ") STRICT;",

    "CREATE TABLE event_head ("
    "  seq INTEGER PRIMARY KEY NOT NULL REFERENCES event (seq),"
    "  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 1024)"
    ") STRICT;",

    "PRAGMA user_version = 6;",
    NULL};

/* The photos of pieces, and which labels say them: runs of serials of one batch. */
static const char *const version_7[] = {
    "INSERT INTO counter (name, value) VALUES ('photo', 0);",

    "CREATE TABLE photo ("
    "  number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),"
    "  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),"
    "  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 40960)"
    ") STRICT;",

    "CREATE TABLE label_photo ("
    "  first_serial INTEGER PRIMARY KEY NOT NULL CHECK (first_serial > 0),"
    "  n_labels INTEGER NOT NULL CHECK (n_labels > 0),"
    "  batch INTEGER NOT NULL REFERENCES batch (number),"
    "  photo INTEGER NOT NULL REFERENCES photo (number)"
    ") STRICT;"
    "CREATE INDEX photos_of_batch ON label_photo (batch);"
    "CREATE INDEX labels_of_photo ON label_photo (photo);",

    "PRAGMA user_version = 7;",
    NULL};

/* Other certifiers that this one vouches for. */
static const char *const version_8[] = {
    "INSERT INTO counter (name, value) VALUES ('endorsement', 0);",

    "CREATE TABLE endorsement ("
    "  number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),"
    "  fingerprint TEXT NOT NULL UNIQUE CHECK (length(fingerprint) = 64),"
    "  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),"
    "  url TEXT NOT NULL CHECK (length(url) BETWEEN 1 AND 60),"
    "  since_day INTEGER NOT NULL CHECK (since_day >= 0),"
    "  is_ended INTEGER NOT NULL CHECK (is_ended IN (0, 1))"
    ") STRICT;",

    "PRAGMA user_version = 8;",
    NULL};

/* Where a job on sheets began and ended, so that the same job begins there again, and other sheets
 * that are free in part are not forgotten. A job of before has no name: it is like no other. */
static const char *const version_9[] = {
    "CREATE TABLE sheet ("
    "  number INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),"
    "  stock TEXT NOT NULL CHECK (length(stock) > 0),"
    "  job BLOB NOT NULL CHECK (length(job) IN (0, 32)),"
    "  began_on INTEGER NOT NULL CHECK (began_on >= 0 AND began_on < number),"
    "  start_cell INTEGER NOT NULL CHECK (start_cell >= 0),"
    "  next_cell INTEGER NOT NULL CHECK (next_cell >= 0),"
    "  last_serial INTEGER NOT NULL CHECK (last_serial >= 0)"
    ") STRICT;"
    "CREATE INDEX sheets_of_stock ON sheet (stock);",

    "INSERT INTO sheet (number, stock, job, began_on, start_cell, next_cell, last_serial)"
    " SELECT row_number() OVER (ORDER BY stock), stock, x'', 0, 0, next_cell, 0"
    " FROM stock_position WHERE next_cell > 0;",
    "INSERT INTO counter (name, value) SELECT 'sheet', count(*) FROM sheet;",
    "DROP TABLE stock_position;",

    "PRAGMA user_version = 9;",
    NULL};

/* What stands before the '#' of a batch's labels (enum sello_link), so that a reprint has it too;
 * and of the next batches. */
static const char *const version_10[] = {
    "ALTER TABLE batch ADD COLUMN link INTEGER NOT NULL DEFAULT 0 CHECK (link BETWEEN 0 AND 2);",
    "INSERT INTO counter (name, value) VALUES ('link', 0);",

    "PRAGMA user_version = 10;",
    NULL};
/* As which role of the server's somebody wrote an event; NULL in a file. On a server nobody says it:
 * the server does (registry/sql/db_postgres_open.c). */
static const char *const version_11[] = {
    "ALTER TABLE event ADD COLUMN role TEXT CHECK (length(role) BETWEEN 1 AND 63);",

    "PRAGMA user_version = 11;",
    NULL};

/* No value is larger than SELLO_VALUE_MAX: what may be lies in pieces. A bundle has some once it is
 * signed, and none again once a newer one is. */
static const char *const version_12[] = {
    "CREATE TABLE bundle_piece ("
    "  version INTEGER NOT NULL REFERENCES bundle (version),"
    "  place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 32),"
    "  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 1048576),"
    "  PRIMARY KEY (version, place)"
    ") STRICT;",
    "WITH p (place) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13),"
    " (14), (15), (16), (17), (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28),"
    " (29), (30), (31), (32))"
    " INSERT INTO bundle_piece (version, place, bytes)"
    " SELECT b.version, p.place, substr(b.bytes, (p.place - 1) * 1048576 + 1, 1048576)"
    " FROM bundle b JOIN p ON length(b.bytes) > (p.place - 1) * 1048576;",
    /* First, so that nothing of it stays in what a server keeps of rows. */
    "UPDATE bundle SET bytes = NULL WHERE bytes IS NOT NULL;",
    "ALTER TABLE bundle DROP COLUMN bytes;",

    "CREATE TABLE kept_piece ("
    "  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 32),"
    "  place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 4),"
    "  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 1048576),"
    "  PRIMARY KEY (name, place)"
    ") STRICT;",
    "WITH p (place) AS (VALUES (1), (2), (3), (4))"
    " INSERT INTO kept_piece (name, place, bytes)"
    " SELECT k.name, p.place, substr(k.bytes, (p.place - 1) * 1048576 + 1, 1048576)"
    " FROM kept_file k JOIN p ON length(k.bytes) > (p.place - 1) * 1048576;",
    "DROP TABLE kept_file;",

    "PRAGMA user_version = 12;",
    NULL};
/* clang-format on */

/* Row i: from version i to i+1. A released row never changes. */
static const char *const *const rows[] = {version_1, version_2,  version_3,  version_4,
                                          version_5, version_6,  version_7,  version_8,
                                          version_9, version_10, version_11, version_12};

const struct sello_migrations sello_store_migrations = {rows, sizeof rows / sizeof *rows,
                                                        sello_chain_begin, sello_standing_sql};
