/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/peer.h"

#include <arpa/inet.h>
#include <stdlib.h>

/* "sl local_address rem_address st queues timer retransmits uid ..." */
enum { LOCAL = 1, REMOTE = 2, UID = 7 };

bool peer_in(FILE *lines, const char *from, const char *to, uid_t account, bool *out_known) {
    char *line = NULL;
    size_t room = 0;
    bool ours = false;
    *out_known = false;
    while (!*out_known && getline(&line, &room, lines) > 0) {
        const char *word[UID + 1] = {NULL};
        char *rest = NULL;
        size_t n = 0;
        for (char *at = strtok_r(line, " ", &rest); at != NULL && n <= UID;
             at = strtok_r(NULL, " ", &rest)) {
            word[n++] = at;
        }
        *out_known = n > UID && strcmp(word[LOCAL], from) == 0 && strcmp(word[REMOTE], to) == 0;
        ours = *out_known && strtoul(word[UID], NULL, 10) == account;
    }
    free(line);
    return ours;
}

/* A program may reach us through a socket of the other version too, which then stands there. */
bool peer_is_ours(const struct sockaddr_in *peer, unsigned port, uid_t account) {
    static const char *const files[] = {"/proc/net/tcp", "/proc/net/tcp6"};
    static const char *const before[] = {"", "0000000000000000FFFF0000"};
    uint32_t here = htonl(INADDR_LOOPBACK);
    bool known = false, ours = false, told = false;
    for (size_t i = 0; i < sizeof files / sizeof *files && !known; i++) {
        char from[64], to[64];
        FILE *lines = fopen(files[i], "re");
        if (lines == NULL) {
            continue;
        }
        told = told || i == 0;
        snprintf(from, sizeof from, "%s%08X:%04X", before[i], peer->sin_addr.s_addr,
                 (unsigned)ntohs(peer->sin_port));
        snprintf(to, sizeof to, "%s%08X:%04X", before[i], here, port);
        ours = peer_in(lines, from, to, account, &known);
        (void)fclose(lines);
    }
    return !told || (known && ours);
}
