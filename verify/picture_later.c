/* SPDX-License-Identifier: Apache-2.0 */
#include <dlfcn.h>
#include <pthread.h>

#include "verify/picture.h"

/* Opening the libraries that read pictures takes longer than checking a signature: HEIC alone
 * brings along four video codecs. They are in a part of their own, sello-picture.so, which is
 * opened with the first picture. It is looked for where the tool's run path says. */

typedef enum sello_status picture_reader(struct sello_bytes file, sello_picture_found *found,
                                         void *context);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static picture_reader *reader;

static void open_part(void) {
    void *part = dlopen("sello-picture.so", RTLD_NOW | RTLD_LOCAL);
    void *symbol = part != NULL ? dlsym(part, "sello_picture_read") : NULL;
    memcpy(&reader, &symbol, sizeof reader); /* C has no other way from one to the other */
}

enum sello_status sello_picture_read(struct sello_bytes file, sello_picture_found *found,
                                     void *context) {
    pthread_once(&once, open_part);
    return reader != NULL ? reader(file, found, context) : SELLO_E_PICTURE_PART;
}
