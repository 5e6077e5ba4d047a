/* SPDX-License-Identifier: Apache-2.0 */
#include "labels/mark_rsvg.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#define LIBRARY "librsvg-2.so.2" /* its ABI since 2005 */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct mark_rsvg functions;
static const struct mark_rsvg *found;

/* C has no other way from a symbol's address to a function than its bytes. */
static bool find(void *library, const char *name, void *function, size_t size) {
    void *symbol = library != NULL ? dlsym(library, name) : NULL;
    memcpy(function, &symbol, size);
    return symbol != NULL;
}

static void open_library(void) {
    void *lib = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    struct mark_rsvg *f = &functions;
    bool all =
        find(lib, "rsvg_handle_new_from_stream_sync", &f->handle_new_from_stream,
             sizeof f->handle_new_from_stream) &&
        find(lib, "rsvg_handle_get_intrinsic_size_in_pixels", &f->intrinsic_size_in_pixels,
             sizeof f->intrinsic_size_in_pixels) &&
        find(lib, "rsvg_handle_get_intrinsic_dimensions", &f->intrinsic_dimensions,
             sizeof f->intrinsic_dimensions) &&
        find(lib, "rsvg_handle_render_document", &f->render_document, sizeof f->render_document);
    found = all ? f : NULL;
}

const struct mark_rsvg *mark_rsvg(void) {
    pthread_once(&once, open_library);
    return found;
}
