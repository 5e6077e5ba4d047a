/* SPDX-License-Identifier: Apache-2.0 */
/* verify TRUST_FILE LABEL_TEXT: the verdict on a label and what it says, and the verdict's exit
 * status.
 *
 *     cc verify.c $(pkg-config --cflags --libs selloverify) -o verify */
#include <sello_verify.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* All of a file; the caller frees it. NULL: it cannot be read. */
static uint8_t *read_whole(const char *path, size_t *out_len) {
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long len = -1;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0 && (len = ftell(file)) >= 0 &&
        fseek(file, 0, SEEK_SET) == 0) {
        bytes = malloc((size_t)len + 1);
    }
    if (bytes != NULL && fread(bytes, 1, (size_t)len, file) != (size_t)len) {
        free(bytes);
        bytes = NULL;
    }
    if (file != NULL) {
        fclose(file);
    }
    *out_len = bytes == NULL ? 0 : (size_t)len;
    return bytes;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("It is written: verify TRUST_FILE LABEL_TEXT\n", stderr);
        return 2;
    }
    size_t len;
    uint8_t *file = read_whole(argv[1], &len);
    if (file == NULL) {
        perror(argv[1]);
        return 1;
    }
    /* The library allocates nothing: the trust file's memory is ours, and stays as long as it is
     * used. */
    size_t room = sello_trust_room(file, len);
    void *memory = malloc(room);
    const struct sello_trust *trust;
    int cause =
        memory == NULL ? SELLO_CAUSE_NO_ROOM : sello_trust_load(file, len, memory, room, &trust);
    int status = 1;
    if (cause != 0) {
        fprintf(stderr, "%s: %s\n", argv[1], sello_cause_text(cause));
    } else {
        static struct sello_workspace work;
        static struct sello_report report;
        struct sello_policy policy = {
            .trusts = &trust, .n_trusts = 1, .now = (uint64_t)time(NULL), .language = "es"};
        sello_verify_text(&policy, argv[2], strlen(argv[2]), &work, &report);
        printf("%s\n", sello_verdict_name(report.verdict));
        if (report.verified) { /* nothing unsigned is shown as if it were true */
            printf("%s %s %s\n", report.serial_text, report.product, report.producer);
        }
        status = sello_verdict_exit(report.verdict);
    }
    free(memory);
    free(file);
    return status;
}
