/* SPDX-License-Identifier: Apache-2.0 */
/* make_keyfile FILE PASSFILE: a new label key, sealed into FILE; prints its public key in hex. */
#include <stdio.h>

#include "keys/keys.h"

static enum sello_error make(const char *path, const struct sello_passphrase *passphrase) {
    struct sello_key *key = NULL;
    enum sello_error error = sello_key_new(SELLO_ROLE_LABEL, &key);
    if (error == SELLO_OK) {
        error = sello_keyfile_write(path, key, passphrase);
    }
    for (size_t i = 0; error == SELLO_OK && i < SELLO_KEY_LEN; i++) {
        printf("%02x", sello_key_public(key)[i]);
    }
    sello_key_free(&key);
    return error;
}

int main(int argc, char **argv) {
    struct sello_passphrase *passphrase = NULL;
    bool locked;
    enum sello_error error = sello_keys_start(&locked);
    if (argc != 3) {
        return 2;
    }
    if (error == SELLO_OK) {
        error = sello_passphrase_from_file(argv[2], &passphrase);
    }
    if (error == SELLO_OK) {
        error = make(argv[1], passphrase);
    }
    sello_passphrase_free(&passphrase);
    puts(error == SELLO_OK ? "" : sello_error_text(error));
    return error == SELLO_OK ? 0 : 1;
}
