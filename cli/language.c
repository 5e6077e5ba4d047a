/* SPDX-License-Identifier: Apache-2.0 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/part.h"
#include "cli/internal.h"

#define DOMAIN "sello"

/* The locale's name by the rule of POSIX, without asking whether that locale is installed. */
static const char *locale_wanted(void) {
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value != NULL && value[0] != '\0') {
            return value;
        }
    }
    return "C";
}

/* "es", "es_MX.UTF-8", "es-MX": Spanish; "est" is not. */
static bool spanish(const char *locale) {
    return strncmp(locale, "es", 2) == 0 && strchr("_.-@", locale[2]) != NULL;
}

/* glibc looks at LANGUAGE only where the locale of messages is another than "C", for which that of
 * Debian 13 takes "C.UTF-8" too, and a small system has no other. So we bring one that has nothing
 * but that category (po/locale), beside the catalogs: LOCPATH names its folder while it is looked
 * for. */
static bool our_own(const char *folder) {
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/../sello/locale", folder);
    if (len < 0 || (size_t)len >= sizeof path) {
        return false;
    }
    const char *before = getenv("LOCPATH");
    char *kept = before != NULL ? strdup(before) : NULL;
    setenv("LOCPATH", path, 1);
    bool found = setlocale(LC_MESSAGES, "sello") != NULL;
    if (kept != NULL) {
        setenv("LOCPATH", kept, 1);
    } else {
        unsetenv("LOCPATH");
    }
    free(kept);
    return found;
}

static void use_catalog(const char *folder, const char *catalog) {
    static const char *const locales[] = {"es_MX.UTF-8", "es_ES.UTF-8", "en_US.UTF-8", "C.UTF-8"};
    bool found = our_own(folder);
    setenv("LANGUAGE", catalog, 1);
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        if ((found || setlocale(LC_MESSAGES, locales[i]) != NULL) &&
            setlocale(LC_CTYPE, locales[i]) != NULL) {
            return;
        }
    }
}

static const char *language = "en";

const char *cli_language_name(void) {
    return language;
}

void cli_language_in(const char *lang, const char *folder) {
    setlocale(LC_ALL, "C");
    language = spanish(lang != NULL ? lang : locale_wanted()) ? "es" : "en";
    if (strcmp(language, "es") == 0) {
        use_catalog(folder, language);
    }
    bindtextdomain(DOMAIN, folder);
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    textdomain(DOMAIN);
}

static bool has_catalog(const char *folder) {
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/es/LC_MESSAGES/" DOMAIN ".mo", folder);
    return len > 0 && (size_t)len < sizeof path && access(path, R_OK) == 0;
}

/* Catalogs beside the program win over installed ones: of a build tree, or of a tree moved away
 * from where it was installed. */
void cli_language(const char *lang) {
    static const char *const beside[] = {"../share/locale", "../po"};
    char folder[PATH_MAX];
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        if (base_beside(beside[i], folder) && has_catalog(folder)) {
            cli_language_in(lang, folder);
            return;
        }
    }
    cli_language_in(lang, SELLO_LOCALE_DIR);
}
