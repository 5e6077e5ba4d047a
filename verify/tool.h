/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_TOOL_H
#define SELLO_VERIFY_TOOL_H

/* Inside the tool sello-verify: what its commands share. */

#include "cli/cli.h"
#include "verify/trust.h"

/* ---- a certifier's trust file in memory ---- */

struct loaded_trust {
    uint8_t *file; /* owned */
    size_t len;
    void *memory; /* owned; what trust points into */
    struct sello_trust *trust;
    char *alias; /* owned; NULL: the certifier's own name */
    bool stored; /* in the trust store, not for this run only */
};

/* Reads and accepts a trust file. On failure says why and returns false, holding nothing. */
SELLO_NODISCARD bool trust_load_file(const char *path, struct loaded_trust *out);
void trust_unload(struct loaded_trust *t);

/* The name people know it by: its alias, else the certifier's name. Static until the next call. */
const char *trust_name(const struct loaded_trust *t);

/* ---- the trust store: one file a certifier, named by its fingerprint ---- */

#define TRUSTS_MAX 1024

struct trust_set {
    struct loaded_trust item[TRUSTS_MAX];
    size_t n;
};

/* $XDG_DATA_HOME/sello/trust, else ~/.local/share/sello/trust; NULL, having said so, when there is
 * no home. The caller frees it. */
char *trust_store_path(void);

/* Loads every certifier of the store; one that cannot be used is named in a warning. */
SELLO_NODISCARD bool trust_store_load(struct trust_set *set);
/* The certifier with this fingerprint (SELLO_HASH_LEN bytes), or NULL. */
struct loaded_trust *trust_set_find(struct trust_set *set, const uint8_t *fingerprint);
void trust_set_free(struct trust_set *set);

/* Writes the file of a certifier in the store; alias may be NULL. */
SELLO_NODISCARD bool trust_store_put(const struct loaded_trust *t, const char *alias);
SELLO_NODISCARD bool trust_store_remove(const struct loaded_trust *t);

/* Keeps a refused file beside the store, as evidence of a fork. */
void trust_store_keep_evidence(const struct loaded_trust *refused);

/* ---- names ---- */

/* Are two names the same to a reader: case, accents and spaces aside? */
bool names_alike(struct sello_bytes a, struct sello_bytes b);

/* The 64 hex digits of a hash, and NUL. */
#define HASH_HEX_LEN 65
void hash_hex(const uint8_t hash[SELLO_LEN(SELLO_HASH_LEN)], char out[SELLO_LEN(HASH_HEX_LEN)]);

/* ---- serials seen in this run: one bit each ---- */

struct seen;
SELLO_NODISCARD struct seen *seen_new(void);
void seen_free(struct seen *seen);
/* Notes a serial of the certifier `trust`; true when it was there before. */
bool seen_before(struct seen *seen, size_t trust, uint64_t serial);

/* ---- answers ---- */

/* The verdict in words: one short line; why it is so; what to do next. In the user's language. */
const char *verdict_title(enum sello_verdict verdict);
void verdict_detail(const struct sello_report *report, char *buf, size_t size);
const char *verdict_next(const struct sello_report *report, bool any_trust);

/* Where an answer comes from. */
struct source {
    const char *input;
    size_t code_index;
    const struct loaded_trust *trusts;
    size_t n_trusts;
};

void print_report(const struct source *source, const struct sello_report *report);
void print_report_line(const struct source *source, const struct sello_report *report);
void print_report_json(const struct source *source, const struct sello_report *report);

/* The extra claims as they are in a report, each as "12: text", for people. */
void print_extra(const struct sello_report *report);

/* ---- commands ---- */

int cmd_verify(const struct cli_args *args);
int cmd_trust_add(const struct cli_args *args);
int cmd_trust_list(const struct cli_args *args);
int cmd_trust_show(const struct cli_args *args);
int cmd_trust_update(const struct cli_args *args);
int cmd_trust_remove(const struct cli_args *args);

#endif
