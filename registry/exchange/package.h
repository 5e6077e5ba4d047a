/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_PACKAGE_H
#define SELLO_REGISTRY_EXCHANGE_PACKAGE_H

/* A spreadsheet's file is an archive of XML texts. What reads it gets at them through this, and
 * knows nothing of archives. */

#include "registry/exchange/row.h"

#define PACKAGE_ENTRIES_MAX 4096
#define PACKAGE_UNPACKED_MAX ((size_t)512 << 20) /* bytes, of all that is read of it */
#define PACKAGE_RATIO_MAX 400 /* unpacked bytes for each packed one, beyond the first megabytes */

typedef bool package_take(void *context, struct sello_bytes piece); /* false: no more is wanted */

struct package {
    void *context;
    bool (*has)(void *context, const char *name);
    /* The entry's bytes, piece by piece. ROWS_GOOD also where no more was wanted; ROWS_BROKEN where
     * there is no such entry. */
    enum rows_problem (*read)(void *context, const char *name, package_take *take, void *taker);
};

/* An archive in memory, by libzip; closed also when it failed. */
SELLO_NODISCARD enum rows_problem package_open(struct sello_bytes file, struct package *out);
void package_close(struct package *package);

/* What pack_folder (pack.h) does, by libzip. */
SELLO_NODISCARD enum sello_error package_pack(const char *folder, const char *name, uint64_t most,
                                              const char *path, bool (*stopped)(void *context),
                                              void *context);

/* sello opens libzip, and with it libcrypto, with the first archive: part `sello-zip.so`. */
struct package_part {
    enum rows_problem (*open)(struct sello_bytes file, struct package *out);
    void (*close)(struct package *package);
    enum sello_error (*pack)(const char *folder, const char *name, uint64_t most, const char *path,
                             bool (*stopped)(void *context), void *context);
};
extern const struct package_part package_part;

#endif
