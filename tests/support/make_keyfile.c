/* SPDX-License-Identifier: Apache-2.0 */
/* make_keyfile FILE PASSFILE: a new label key, sealed into FILE; prints its public key in hex. */
#include <stdio.h>

#include "keys/keys.h"

static enum sello_status make(const char *path, const struct sello_passphrase *passphrase) {
    struct sello_key *key = NULL;
    enum sello_status status = sello_key_new(SELLO_ROLE_LABEL, &key);
    if (status == SELLO_OK) {
        status = sello_keyfile_write(path, key, passphrase);
    }
    for (size_t i = 0; status == SELLO_OK && i < SELLO_KEY_LEN; i++) {
        printf("%02x", sello_key_public(key)[i]);
    }
    sello_key_free(&key);
    return status;
}

int main(int argc, char **argv) {
    struct sello_passphrase *passphrase = NULL;
    bool locked;
    enum sello_status status = sello_keys_start(&locked);
    if (argc != 3) {
        return 2;
    }
    if (status == SELLO_OK) {
        status = sello_passphrase_from_file(argv[2], &passphrase);
    }
    if (status == SELLO_OK) {
        status = make(argv[1], passphrase);
    }
    sello_passphrase_free(&passphrase);
    puts(status == SELLO_OK ? "" : sello_status_text(status));
    return status == SELLO_OK ? 0 : 1;
}
