/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/desk/last_backup.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/time.h"
#include "registry/session/session_files.h"

#define LINE_MAX_LEN 64 /* bytes */

static bool parse(char *line, struct last_backup *out) {
    char *serial = strchr(line, ' ');
    char *end = NULL;
    if (serial == NULL || serial[1] < '0' || serial[1] > '9') {
        return false;
    }
    *serial++ = '\0';
    out->serial = strtoull(serial, &end, 10);
    return strcmp(end, "\n") == 0 && out->serial <= SELLO_INT_MAX &&
           base_instant_parse(line, &out->made);
}

void last_backup_read(struct session *session, struct last_backup *out) {
    char path[SESSION_PATH_MAX], line[LINE_MAX_LEN + 1];
    uint8_t *bytes = NULL;
    size_t len = 0;
    *out = (struct last_backup){.made = 0};
    if (session_path(session, path, "last-backup") != SELLO_OK ||
        base_file_read(path, LINE_MAX_LEN, &bytes, &len) != SELLO_OK) {
        return;
    }
    snprintf(line, sizeof line, "%.*s", (int)len, (const char *)bytes);
    free(bytes);
    if (!parse(line, out)) {
        *out = (struct last_backup){.made = 0};
    }
}

enum sello_error last_backup_note(struct session *session, const struct last_backup *backup) {
    char path[SESSION_PATH_MAX], date[BASE_INSTANT_LEN], line[LINE_MAX_LEN + 1];
    enum sello_error error = session_path(session, path, "last-backup");
    if (error != SELLO_OK || !base_instant_format(backup->made, date)) {
        return error;
    }
    snprintf(line, sizeof line, "%s %" PRIu64 "\n", date, backup->serial);
    return session_replace_file(session, path, sello_bytes_of(line), 0644);
}
