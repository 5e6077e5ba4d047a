/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_SQL_HIGHWATER_H
#define SELLO_REGISTRY_SQL_HIGHWATER_H

/* High-water marks outside the database: the last serial, versions and dates ever given. Who puts
 * an old backup in the database's place is behind them, and nothing is given twice.
 *
 * Two small text files with the same content: `marks` in the registry's folder, and one of the
 * certifier's name under $XDG_STATE_HOME/sello (else ~/.local/state/sello; none where there is no
 * home), which stays when the whole folder is put back. */

#include "wire/wire.h"

struct sello_highwater {
    uint64_t serial;         /* last reserved */
    uint64_t issued;         /* last iat */
    uint64_t bundle_version; /* last taken */
    uint64_t bundle_date;    /* last given */
    uint64_t root_version;   /* newest stored */
};

/* The greater of each. */
struct sello_highwater sello_highwater_max(struct sello_highwater a, struct sello_highwater b);

/* Is any of a above that of b? */
bool sello_highwater_ahead(struct sello_highwater a, struct sello_highwater b);

/* The greater of each over both copies; one that is missing or another certifier's does not count.
 * SELLO_E_NOT_FOUND when neither is there: then nothing is known, and not that nothing was given.
 * SELLO_E_STORE_DAMAGED when the only copies there are cannot be read as marks. */
SELLO_NODISCARD enum sello_error
sello_highwater_read(const char *folder, const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)],
                     struct sello_highwater *out);

/* Raises both copies to at least these, each by an atomic replace that is synced; never lowers one.
 * Takes the folder's lock meanwhile, so that two programs cannot undo each other. The copy in the
 * home hinders nothing: *out_home tells why it was not written. */
SELLO_NODISCARD enum sello_error
sello_highwater_raise(const char *folder, const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)],
                      struct sello_highwater marks, enum sello_error *out_home);

/* The text of a copy and back, for tests: exactly what was written, or SELLO_E_STORE_DAMAGED.
 * SELLO_E_NOT_FOUND when it is of another certifier. */
#define SELLO_HIGHWATER_LEN 400 /* bytes of a copy, at most */
void sello_highwater_format(struct sello_writer *w,
                            const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)],
                            struct sello_highwater marks);
SELLO_NODISCARD enum sello_error
sello_highwater_parse(struct sello_bytes text, const uint8_t fingerprint[SELLO_LEN(SELLO_HASH_LEN)],
                      struct sello_highwater *out);

#endif
