/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "verify/tool/tool.h"

enum photo_state photo_look(const struct source *source, const struct sello_report *report,
                            char out_path[SELLO_LEN(PATH_MAX)]) {
    uint8_t *file = NULL;
    size_t len = 0;
    if (source->photos == NULL || !report->verified || report->photo[0] == '\0') {
        return PHOTO_NONE;
    }
    int path_len = snprintf(out_path, PATH_MAX, "%s/%s.webp", source->photos, report->photo);
    if (path_len < 0 || path_len >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return PHOTO_UNREAD;
    }
    enum sello_error error = base_file_read(out_path, SELLO_PHOTO_FILE_MAX, &file, &len);
    if (error == SELLO_E_SYSTEM) {
        return errno == ENOENT || errno == ENOTDIR ? PHOTO_ABSENT : PHOTO_UNREAD;
    }
    bool fits = error == SELLO_OK && sello_verify_photo(report, file, len);
    free(file);
    return fits ? PHOTO_FITS : PHOTO_OTHER;
}
