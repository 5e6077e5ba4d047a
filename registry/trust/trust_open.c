/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/trust/trust_open.h"

#include <stdlib.h>

#define FIRST_ROOM ((size_t)4 << 20) /* beside the file's length */
#define MOST_ROOM ((size_t)1 << 30)

enum sello_error trust_open(struct sello_bytes file, struct sello_trust **out, void **out_memory) {
    void *memory = NULL;
    enum sello_error error = SELLO_E_NO_ROOM;
    *out = NULL;
    for (size_t room = FIRST_ROOM + file.len; error == SELLO_E_NO_ROOM && room < MOST_ROOM;
         room *= 2) {
        free(memory);
        memory = malloc(room);
        struct sello_arena arena = {memory, room};
        error = memory != NULL ? sello_trust_open(file, &arena, out) : SELLO_E_MEMORY;
    }
    if (error != SELLO_OK) {
        free(memory);
        memory = NULL;
        *out = NULL;
    }
    *out_memory = memory;
    return error;
}
