/* SPDX-License-Identifier: Apache-2.0 */
#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <unistd.h>

#include "verify/picture_load.h"
#include "verify/picture_reader.h"

/* Opening the libraries that read codes and HEIC takes longer than checking a signature: HEIC alone
 * brings along four video codecs. What calls them is a part of its own, sello-picture.so, opened
 * with the first picture. It is looked for beside the program, wherever that was moved to: a run
 * path in the program would have every library looked for there first. */

typedef enum sello_status image_loader(struct sello_bytes file, struct sello_image *out);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static sello_code_reader *read_by_zxing, *read_drawing, *read_modules, *read_by_zbar;
static image_loader *load_heif;

/* C has no other way from a symbol's address to a function than its bytes. */
static void find(void *part, const char *name, void *function, size_t size) {
    void *symbol = part != NULL ? dlsym(part, name) : NULL;
    memcpy(function, &symbol, size);
}

/* Where it lies, from the folder of the program's file. */
static void *open_beside(void) {
    char path[PATH_MAX + sizeof SELLO_PICTURE_PART];
    ssize_t len = readlink("/proc/self/exe", path, PATH_MAX);
    while (len > 0 && path[len - 1] != '/') {
        len--;
    }
    if (len <= 0) {
        return NULL;
    }
    memcpy(path + len, SELLO_PICTURE_PART, sizeof SELLO_PICTURE_PART);
    return dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

static void open_part(void) {
    void *part = open_beside();
    find(part, "sello_read_by_zxing", &read_by_zxing, sizeof read_by_zxing);
    find(part, "sello_read_drawing_by_zxing", &read_drawing, sizeof read_drawing);
    find(part, "sello_read_modules_by_zxing", &read_modules, sizeof read_modules);
    find(part, "sello_read_by_zbar", &read_by_zbar, sizeof read_by_zbar);
    find(part, "sello_image_load_heif", &load_heif, sizeof load_heif);
}

/* ---- the functions, each calling its like in the part ---- */

static enum sello_status call(sello_code_reader *const *reader, const struct sello_image *image,
                              sello_code_found *found, void *context) {
    pthread_once(&once, open_part);
    return *reader != NULL ? (*reader)(image, found, context) : SELLO_E_PICTURE_PART;
}

enum sello_status sello_read_by_zxing(const struct sello_image *image, sello_code_found *found,
                                      void *context) {
    return call(&read_by_zxing, image, found, context);
}

enum sello_status sello_read_drawing_by_zxing(const struct sello_image *image,
                                              sello_code_found *found, void *context) {
    return call(&read_drawing, image, found, context);
}

enum sello_status sello_read_modules_by_zxing(const struct sello_image *image,
                                              sello_code_found *found, void *context) {
    return call(&read_modules, image, found, context);
}

enum sello_status sello_read_by_zbar(const struct sello_image *image, sello_code_found *found,
                                     void *context) {
    return call(&read_by_zbar, image, found, context);
}

enum sello_status sello_image_load_heif(struct sello_bytes file, struct sello_image *out) {
    pthread_once(&once, open_part);
    return load_heif != NULL ? load_heif(file, out) : SELLO_E_PICTURE_PART;
}
