/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/exchange/calendar.h"

#include <stdio.h>

#include "base/time.h"

#define LINE_OCTETS 75 /* RFC 5545, section 3.1: of a line, its end aside */
#define LINE_MAX 1024  /* bytes of one before it is folded */

struct calendar {
    struct session *session;
    const char *certifier;
    const struct export_sink *sink;
    uint64_t n;
    bool english, failed;
};

static void put(struct calendar *c, const void *bytes, size_t len) {
    c->failed = c->failed || !c->sink->put(c->sink->context, sello_bytes(bytes, len));
}

/* Long lines go on behind CRLF and a space, which count; no character is taken apart. */
static void put_line(struct calendar *c, const char *text) {
    size_t room = LINE_OCTETS, at = 0, len = strlen(text);
    while (len - at > room) {
        size_t n = room;
        while (n > 0 && ((unsigned char)text[at + n] & 0xc0) == 0x80) {
            n--;
        }
        put(c, text + at, n);
        put(c, "\r\n ", 3);
        at += n;
        room = LINE_OCTETS - 1;
    }
    put(c, text + at, len - at);
    put(c, "\r\n", 2);
}

/* A text as a value (section 3.3.11), at the end of a line. */
static void put_text(struct calendar *c, const char *name, const char *text) {
    char line[LINE_MAX];
    size_t len = (size_t)snprintf(line, sizeof line, "%s:", name);
    for (; *text != '\0' && len + 3 < sizeof line; text++) {
        if (strchr("\\;,\n", *text) != NULL) {
            line[len++] = '\\';
        }
        line[len++] = *text == '\n' ? 'n' : *text;
    }
    line[len] = '\0';
    put_line(c, line);
}

static void put_date(struct calendar *c, const char *name, uint64_t day) {
    char date[BASE_DATE_LEN], line[64];
    base_date_format(day, date);
    snprintf(line, sizeof line, "%s;VALUE=DATE:%.4s%.2s%.2s", name, date, date + 5, date + 8);
    put_line(c, line);
}

static void put_stamp(struct calendar *c) {
    char at[BASE_INSTANT_LEN], line[64];
    base_instant_format(c->session->now, at);
    snprintf(line, sizeof line, "DTSTAMP:%.4s%.2s%.2sT%.2s%.2s%.2sZ", at, at + 5, at + 8, at + 11,
             at + 14, at + 17);
    put_line(c, line);
}

static bool put_event(void *context, const struct sello_certificate *certificate) {
    struct calendar *c = context;
    char id[SELLO_ID_LEN], text[2 * SELLO_NAME_MAX + 120];
    if (certificate->state != SELLO_CERTIFICATE_GRANTED || !certificate->until.present ||
        certificate->until.value < base_here_day(c->session->now)) {
        return true;
    }
    sello_id_format((struct sello_id){SELLO_KIND_CERTIFICATE, certificate->number}, id);
    put_line(c, "BEGIN:VEVENT");
    snprintf(text, sizeof text, "certificate-%s@%.80s", id, c->certifier);
    put_text(c, "UID", text);
    put_stamp(c);
    put_date(c, "DTSTART", certificate->until.value);
    put_date(c, "DTEND", certificate->until.value + 1);
    snprintf(text, sizeof text,
             c->english ? "Certificate %s ends: %s, %s" : "Termina el certificado %s: %s, %s", id,
             certificate->product_name, certificate->producer_name);
    put_text(c, "SUMMARY", text);
    put_line(c, "TRANSP:TRANSPARENT");
    put_line(c, "BEGIN:VALARM");
    put_line(c, "ACTION:DISPLAY");
    put_text(c, "DESCRIPTION", text);
    snprintf(text, sizeof text, "TRIGGER:-P%dD", CALENDAR_ALARM_DAYS);
    put_line(c, text);
    put_line(c, "END:VALARM");
    snprintf(text, sizeof text,
             c->english ? "Renew it: sello certificate renew %s --until DATE"
                        : "Para renovarlo: sello certificado renovar %s --hasta FECHA",
             id);
    put_text(c, "DESCRIPTION", text);
    put_line(c, "END:VEVENT");
    c->n++;
    return !c->failed;
}

enum sello_error calendar_write(struct session *session, const char *certifier,
                                const struct sello_certificate_filter *filter,
                                const struct export_sink *sink, uint64_t *out_n) {
    struct calendar c = {.session = session,
                         .certifier = certifier,
                         .sink = sink,
                         .english = strcmp(session->language, "en") == 0};
    put_line(&c, "BEGIN:VCALENDAR");
    put_line(&c, "VERSION:2.0");
    put_line(&c, "PRODID:-//Sello//sello//ES");
    enum sello_error error = sello_certificate_find(session->store, filter, put_event, &c);
    put_line(&c, "END:VCALENDAR");
    *out_n = c.n;
    return error == SELLO_OK && c.failed ? SELLO_E_SYSTEM : error;
}
