/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/reason_words.h"

#include "registry/commands/record.h"

const char *reason_words(uint64_t code, const char *text) {
    if (text[0] != '\0') {
        return text;
    }
    return code == SELLO_REASON_OTHER ? _("no reason given") : cli_reason_words(code);
}

void reason_json(struct cli_json *j, const struct reason *reason, uint64_t day) {
    cli_json_string(j, "reason", sello_reason_name(reason->code));
    record_json_text(j, "text", reason->text);
    record_json_day(j, "date", (struct sello_number){true, day});
}
