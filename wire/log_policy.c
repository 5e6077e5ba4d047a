/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/log_policy.h"

#include "wire/lines.h"

/* The next word of a line, between spaces and tabs; empty: there is none. */
static struct sello_bytes take_word(struct sello_bytes *line) {
    size_t at = 0, end;
    while (at < line->len && (line->ptr[at] == ' ' || line->ptr[at] == '\t')) {
        at++;
    }
    for (end = at; end < line->len && line->ptr[end] != ' ' && line->ptr[end] != '\t';) {
        end++;
    }
    struct sello_bytes word = {line->ptr + at, end - at};
    *line = sello_bytes(line->ptr + end, line->len - end);
    return word;
}

static bool is_word(struct sello_bytes word, const char *text) {
    return sello_bytes_eq(word, sello_bytes_of(text));
}

/* The bit of the node of this name; 0: there is none. */
static uint64_t find_node(const struct sello_log_policy *p, struct sello_bytes name) {
    for (size_t i = 0; i < p->n_nodes; i++) {
        if (sello_bytes_eq(p->node[i].name, name)) {
            return (uint64_t)1 << i;
        }
    }
    return 0;
}

static bool add_node(struct sello_log_policy *p, const struct sello_log_policy_node *node) {
    if (p->n_nodes == SELLO_LOG_POLICY_NODES || node->name.len == 0 ||
        is_word(node->name, "none") || find_node(p, node->name) != 0) {
        return false;
    }
    p->node[p->n_nodes++] = *node;
    p->n_witnesses += !node->is_group;
    return true;
}

/* "log VKEY [URL]" */
static bool take_log(struct sello_log_policy *p, struct sello_bytes line) {
    struct sello_note_key key;
    if (p->n_logs == SELLO_LOG_POLICY_LOGS || !sello_vkey_get(take_word(&line), &key) ||
        key.type != SELLO_NOTE_ED25519) {
        return false;
    }
    for (size_t i = 0; i < p->n_logs; i++) {
        if (memcmp(p->log[i].key, key.key, SELLO_KEY_LEN) == 0) {
            return false;
        }
    }
    p->log[p->n_logs++] = key;
    (void)take_word(&line);
    return take_word(&line).len == 0;
}

/* "witness NAME VKEY [URL]" */
static bool take_witness(struct sello_log_policy *p, struct sello_bytes line) {
    struct sello_log_policy_node node = {.name = take_word(&line)};
    if (!sello_vkey_get(take_word(&line), &node.key) || node.key.type != SELLO_NOTE_COSIGNATURE) {
        return false;
    }
    for (size_t i = 0; i < p->n_nodes; i++) {
        if (!p->node[i].is_group && memcmp(p->node[i].key.key, node.key.key, SELLO_KEY_LEN) == 0) {
            return false;
        }
    }
    (void)take_word(&line);
    return take_word(&line).len == 0 && add_node(p, &node);
}

/* "group NAME all|any|K MEMBER..."; each node is a member once at most. */
static bool take_group(struct sello_log_policy *p, struct sello_bytes line) {
    struct sello_log_policy_node node = {.name = take_word(&line), .is_group = true};
    struct sello_bytes threshold = take_word(&line), name;
    uint64_t k = 0;
    unsigned n = 0;
    while ((name = take_word(&line)).len > 0) {
        uint64_t member = find_node(p, name);
        if (member == 0 || (p->listed & member) != 0) {
            return false;
        }
        p->listed |= member;
        node.members |= member;
        n++;
    }
    if (is_word(threshold, "all")) {
        k = n;
    } else if (is_word(threshold, "any")) {
        k = 1;
    } else if (!sello_get_decimal(threshold, &k)) {
        return false;
    }
    node.threshold = (unsigned)k;
    return k >= 1 && k <= n && add_node(p, &node);
}

/* "quorum NAME|none", once */
static bool take_quorum(struct sello_log_policy *p, struct sello_bytes line) {
    struct sello_bytes name = take_word(&line);
    if (p->has_quorum || take_word(&line).len > 0) {
        return false;
    }
    p->has_quorum = true;
    p->quorum = find_node(p, name);
    return p->quorum != 0 || is_word(name, "none");
}

static bool take_policy_line(struct sello_log_policy *p, struct sello_bytes line) {
    for (size_t i = 0; i < line.len; i++) {
        if ((line.ptr[i] < ' ' && line.ptr[i] != '\t') || line.ptr[i] == 0x7f) {
            return false;
        }
    }
    struct sello_bytes word = take_word(&line);
    return word.len == 0 || word.ptr[0] == '#' ? true
           : is_word(word, "log")              ? take_log(p, line)
           : is_word(word, "witness")          ? take_witness(p, line)
           : is_word(word, "group")            ? take_group(p, line)
           : is_word(word, "quorum")           ? take_quorum(p, line)
                                               : false;
}

enum sello_error sello_log_policy_parse(struct sello_bytes text, struct sello_log_policy *out,
                                        size_t *out_line) {
    struct sello_lines lines = {text, 0};
    struct sello_bytes line = {NULL, 0};
    enum sello_error error = text.len <= SELLO_LOG_POLICY_MAX ? SELLO_OK : SELLO_E_TOO_LONG;
    memset(out, 0, sizeof *out);
    while (error == SELLO_OK && lines.rest.len > 0) {
        bool ended = sello_take_line(&lines, &line);
        error = !ended ? SELLO_E_TRUNCATED : take_policy_line(out, line) ? SELLO_OK : SELLO_E_NOTE;
    }
    if (error == SELLO_OK && !out->has_quorum) {
        error = SELLO_E_MISSING;
    }
    if (error != SELLO_OK && out_line != NULL) {
        *out_line = lines.number;
    }
    return error;
}

static unsigned count(uint64_t bits) {
    unsigned n = 0;
    for (; bits != 0; bits &= bits - 1) {
        n++;
    }
    return n;
}

/* A node comes after its members, so one walk is enough. */
struct sello_witnessed sello_log_policy_judge(const struct sello_log_policy *policy,
                                              const struct sello_note *note) {
    struct sello_witnessed out = {0};
    uint64_t met = 0;
    for (size_t i = 0; i < policy->n_nodes; i++) {
        const struct sello_log_policy_node *node = &policy->node[i];
        uint64_t time = 0;
        bool ok = node->is_group ? count(met & node->members) >= node->threshold
                                 : sello_note_check(note, &node->key, &time, NULL) == SELLO_OK;
        met |= ok ? (uint64_t)1 << i : 0;
        out.n_signed += ok && !node->is_group;
        out.latest = time > out.latest ? time : out.latest;
    }
    out.quorum = (met & policy->quorum) == policy->quorum;
    return out;
}
