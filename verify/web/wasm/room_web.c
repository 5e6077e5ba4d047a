/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/web/wasm/room.h"

/* The linker's: what the module itself uses ends here, at an address that is a multiple of 16. */
extern uint8_t __heap_base;

static const size_t page = 65536; /* of WebAssembly */

uint8_t *web_room_start(void) {
    return &__heap_base;
}

/* The first block is what the first pages have left; `end` is then the start. */
size_t web_room_grow(const uint8_t *end, size_t more) {
    size_t have = __builtin_wasm_memory_size(0) * page - (size_t)(uintptr_t)end;
    if (have >= more) {
        return have;
    }
    size_t n_pages = (more - have) / page + 1;
    return __builtin_wasm_memory_grow(0, n_pages) == SIZE_MAX ? 0 : have + n_pages * page;
}
