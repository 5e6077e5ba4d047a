/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/shared_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "registry/sql/postgres_pq.h"

static unsigned n_made;

static const char *server(void) {
    const char *address = getenv("SELLO_TEST_POSTGRESQL");
    return address != NULL && address[0] != '\0' ? address : NULL;
}

bool shared_server_there(void) {
    return server() != NULL;
}

static void fail_loudly(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    abort();
}

static bool run(const char *sql, const char *schema) {
    char path[128];
    PGconn *conn = PQconnectdb(server());
    if (PQstatus(conn) != CONNECTION_OK) {
        fail_loudly(server(), PQerrorMessage(conn));
    }
    snprintf(path, sizeof path, "SET search_path = %s; SET client_min_messages = warning", schema);
    PQclear(PQexec(conn, path));
    PGresult *result = PQexec(conn, sql);
    ExecStatusType status = PQresultStatus(result);
    bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!good) {
        fprintf(stderr, "%s: %s\n", sql, PQerrorMessage(conn));
    }
    PQclear(result);
    PQfinish(conn);
    return good;
}

static void name_schema(unsigned number, char *out, size_t cap) {
    snprintf(out, cap, "t%ld_%u", (long)getpid(), number);
}

void shared_server_address(char *out, size_t cap) {
    char schema[40], sql[64];
    name_schema(++n_made, schema, sizeof schema);
    snprintf(sql, sizeof sql, "CREATE SCHEMA %s", schema);
    if (!run(sql, "public")) {
        fail_loudly("no schema", schema);
    }
    snprintf(out, cap, "%s%coptions=-csearch_path%%3D%s", server(),
             strchr(server(), '?') != NULL ? '&' : '?', schema);
}

void shared_server_prepare(const char *folder) {
    char address[512], path[512];
    if (!shared_server_there()) {
        return;
    }
    shared_server_address(address, sizeof address);
    (void)mkdir(folder, 0700);
    snprintf(path, sizeof path, "%s/database", folder);
    FILE *file = fopen(path, "w");
    if (file == NULL || fprintf(file, "%s\n", address) < 0 || fclose(file) != 0) {
        fail_loudly(path, "not written");
    }
}

bool shared_server_run(const char *sql) {
    char schema[40];
    name_schema(n_made, schema, sizeof schema);
    return run(sql, schema);
}

void shared_server_empty(void) {
    char schema[40], sql[128];
    name_schema(n_made, schema, sizeof schema);
    snprintf(sql, sizeof sql, "DROP SCHEMA %s CASCADE; CREATE SCHEMA %s", schema, schema);
    (void)run(sql, "public");
}

void shared_server_clear(void) {
    char schema[40], sql[80];
    for (; n_made > 0; n_made--) {
        name_schema(n_made, schema, sizeof schema);
        snprintf(sql, sizeof sql, "DROP SCHEMA %s CASCADE", schema);
        (void)run(sql, "public");
    }
}
