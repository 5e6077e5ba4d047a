/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>

#include "base/part.h"
#include "registry/exchange/pack.h"
#include "registry/exchange/package.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const struct package_part *part;

static void open_part(void) {
    part = base_part_open(SELLO_ZIP_PART, "package_part");
}

enum rows_problem package_open(struct sello_bytes file, struct package *out) {
    *out = (struct package){.context = NULL};
    pthread_once(&once, open_part);
    return part != NULL ? part->open(file, out) : ROWS_NO_PART;
}

void package_close(struct package *package) {
    if (package->context != NULL) { /* so the part is open */
        part->close(package);
    }
}

enum sello_error pack_folder(const char *folder, const char *name, uint64_t most, const char *path,
                             bool (*stopped)(void *context), void *context) {
    pthread_once(&once, open_part);
    return part != NULL ? part->pack(folder, name, most, path, stopped, context) : SELLO_E_PART;
}
