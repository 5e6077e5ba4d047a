/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_WEB_ENGINE_H
#define SELLO_VERIFY_WEB_ENGINE_H

/* What the module exports to the page (src/engine.ts), and the tests run natively too.
 *
 * Memory is handed out front to back, and given back from the end: take a mark, take what the call
 * needs, call, read the answer, release the mark. Trust files that were added stay below the mark.
 * Functions that return an int return 0, or the number of a cause (wire/error.h). */

#include "wire/bytes.h"

/* n bytes to be filled by the caller, or NULL when there is no more memory. */
uint8_t *web_take(size_t n);
uint8_t *web_mark(void);
void web_release(uint8_t *mark);

/* The answer of the last call that returned 0: its bytes, until the next call or release. */
const uint8_t *web_answer(void);
size_t web_answer_len(void);

/* The English clause for a cause; NUL-terminated. */
const char *web_cause_text(int cause);

/* Forgets every trust file, and gives back all memory. */
void web_clear(void);

/* In the following, `status` is a file of status alone that was stored beside the whole one, or
 * NULL. One that may not follow the whole file is left over from before it, and is passed over. */

/* Trusts a file that lies in memory from web_take; it must not be released. Its index is the number
 * of files added before. Answers what it is (web_put_trust); after a failure nothing was added. */
int web_trust_add(const uint8_t *file, size_t len, const uint8_t *status, size_t status_len);

/* The same answer, without trusting it. */
int web_trust_inspect(const uint8_t *file, size_t len);

/* The same for a certifier who is new here: could it be taken for one of those added? */
int web_trust_may_join(const uint8_t *file, size_t len);

/* May `next` replace what is stored, and be told from the others added? Also where nothing is new.
 * Answers what it is; and where the two leave a stretch of the public log untold, log_tile, the
 * path below log/ of the tile that tells it. `tile`: that tile's bytes; NULL: they are not at hand,
 * which refuses nothing. SELLO_E_LOG_TILE: they are not of the log that `next` tells of. */
int web_trust_may_follow(const uint8_t *file, size_t len, const uint8_t *status, size_t status_len,
                         const uint8_t *next, size_t next_len, const uint8_t *tile,
                         size_t tile_len);

/* A status notice's text: answers the file to store beside the one stored. */
int web_notice(const uint8_t *file, size_t len, const uint8_t *status, size_t status_len,
               const uint8_t *text, size_t text_len);

/* The certifier's list of the file at this index: an array of rows (docs/FORMAT.md, section 9), or
 * nothing where it has none. */
int web_certificates(size_t trust);

/* The SHA-256 of a photo's file: 32 bytes. */
int web_hash(const uint8_t *file, size_t len);

/* A verdict (web_put_report) by every file added. now: seconds since 1970; language: of scheme
 * names, NUL-terminated. */
int web_verify_text(const uint8_t *text, size_t len, double now, const char *language);
int web_verify_serial(size_t trust, const uint8_t *typed, size_t len, double now,
                      const char *language);

/* In statement.wasm alone (witnesses.c). What the witnesses of a policy (C2SP tlog-policy) say of
 * the data of the certifier at this index: `file` is its whole trust file, `proof` the C2SP
 * tlog-proof of that, or NULL. Answers witnesses, witnessed, witnessed_at (an instant; where one
 * signed) and quorum; nothing where the policy names other logs, or no witness, or nobody is at
 * that index. No verdict depends on it. */
int web_witnesses(size_t trust, const uint8_t *file, size_t len, const uint8_t *policy,
                  size_t policy_len, const uint8_t *proof, size_t proof_len);

#endif
