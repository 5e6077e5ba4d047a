/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "registry/publish/publish.h"
#include "tests/support/certifier_fixture.h"

/* Publishing: what is planned is what comes to be, and what another clerk does meanwhile. */

/* Absolute paths beside the registry; live until the test's end. */
struct place {
    char page[256], folder[256], file[256];
};

static void write_text(const char *folder, const char *name, const char *text) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    write_whole(path, sello_bytes_of(text));
}

/* A built page without icons: those are drawn by a part of the program. */
static struct place make_page(const struct certifier *c) {
    struct place place;
    snprintf(place.page, sizeof place.page, "%s/pagina", c->fixture->home);
    snprintf(place.folder, sizeof place.folder, "%s/sitio", c->fixture->home);
    snprintf(place.file, sizeof place.file, "%s/sitio/trust.sello", c->fixture->home);
    assert_int_equal(mkdir(place.page, 0755), 0);
    write_text(place.page, "index.html", "<html><head><title>Sello</title></head></html>");
    write_text(place.page, "manifest.webmanifest", "{\"name\":\"Sello\"}");
    write_text(place.page, "sw.js", "precache(\"sello-publish-revision\");");
    return place;
}

static struct publish_request request_of(const struct place *place) {
    return (struct publish_request){.folder = place->folder, .page = place->page};
}

/* Publishes without having shown anything; returns the number of the trust data. */
static uint64_t publish(struct certifier *c, const struct publish_request *r) {
    struct publish_outcome done;
    assert_status(publish_commit(&c->session, r, NULL, &done), SELLO_OK);
    uint64_t version = done.trust.bundle.version;
    publish_outcome_free(&done);
    return version;
}

static void test_plan_changes_nothing(void **state) {
    struct certifier *c = *state;
    struct place place = make_page(c);
    struct publish_request r = request_of(&place);
    struct publish_outcome plan, done;
    certifier_issue(c, 3);
    uint64_t events = certifier_events(c);
    assert_status(publish_plan(&c->session, &r, &plan), SELLO_OK);
    assert_false(base_file_exists(place.folder));
    assert_int_equal(certifier_events(c), events);
    assert_string_equal(plan.path, place.folder);
    assert_false(plan.again);
    assert_status(publish_commit(&c->session, &r, &plan, &done), SELLO_OK);
    assert_true(base_file_exists(place.file));
    assert_int_equal(done.n_files, 8);
    assert_int_equal(done.n_files, plan.n_files);
    assert_int_equal(done.n_bytes, plan.n_bytes);
    assert_int_equal(done.trust.bundle.version, plan.trust.bundle.version);
    publish_outcome_free(&plan);
    publish_outcome_free(&done);
    assert_status(publish_plan(&c->session, &r, &plan), SELLO_OK);
    assert_true(plan.again);
    publish_outcome_free(&plan);
}

/* What was to be repeated is out of date by then: who was shown it is asked again. */
static void test_withdrawn_meanwhile(void **state) {
    struct certifier *c = *state;
    struct place place = make_page(c);
    struct publish_request r = request_of(&place);
    struct publish_outcome plan, done;
    size_t before_len = 0, after_len = 0;
    certifier_issue(c, 3);
    assert_int_equal(publish(c, &r), 1);
    uint8_t *before = read_whole(place.file, &before_len);
    assert_status(publish_plan(&c->session, &r, &plan), SELLO_OK);
    certifier_other_withdraws(c, 2, 2);
    assert_status(publish_commit(&c->session, &r, &plan, &done), SELLO_E_STATE);
    certifier_refused(c, "changed-meanwhile", "");
    uint8_t *after = read_whole(place.file, &after_len);
    assert_int_equal(before_len, after_len);
    assert_memory_equal(before, after, before_len);
    assert_int_equal(publish(c, &r), 2);
    publish_outcome_free(&plan);
    free(before);
    free(after);
}

static void test_exported_meanwhile(void **state) {
    struct certifier *c = *state;
    struct place place = make_page(c);
    struct publish_request r = request_of(&place);
    struct publish_outcome plan, done;
    certifier_issue(c, 3);
    assert_status(publish_plan(&c->session, &r, &plan), SELLO_OK);
    assert_int_equal(certifier_other_exports(c), 1);
    assert_status(publish_commit(&c->session, &r, &plan, &done), SELLO_E_STATE);
    certifier_refused(c, "changed-meanwhile", "");
    assert_false(base_file_exists(place.folder));
    assert_int_equal(publish(c, &r), 1); /* the other's, repeated */
    publish_outcome_free(&plan);
}

/* Somebody puts a file there between the two: it stays. */
static void test_file_of_others_meanwhile(void **state) {
    struct certifier *c = *state;
    struct place place = make_page(c);
    struct publish_request r = request_of(&place);
    struct publish_outcome plan, done;
    publish(c, &r);
    assert_status(publish_plan(&c->session, &r, &plan), SELLO_OK);
    write_text(place.folder, "notas.txt", "mis notas");
    assert_status(publish_commit(&c->session, &r, &plan, &done), SELLO_E_STATE);
    certifier_refused(c, "folder-of-others", "");
    assert_string_equal(c->notice, "not-of-this-page");
    publish_outcome_free(&plan);
    r.force = true;
    assert_status(publish_plan(&c->session, &r, &plan), SELLO_OK);
    assert_false(base_file_exists(plan.kept));
    assert_status(publish_commit(&c->session, &r, &plan, &done), SELLO_OK);
    assert_string_equal(done.kept, plan.kept);
    assert_true(base_file_exists(done.kept));
    assert_string_equal(c->notice, "folder-kept");
    publish_outcome_free(&plan);
    publish_outcome_free(&done);
}

static void refused_both(struct certifier *c, const struct publish_request *r, const char *rule) {
    struct publish_outcome outcome;
    assert_int_not_equal(publish_plan(&c->session, r, &outcome), SELLO_OK);
    certifier_refused(c, rule, c->session.problem.field != NULL ? "max-age-days" : "");
    assert_int_not_equal(publish_commit(&c->session, r, NULL, &outcome), SELLO_OK);
    certifier_refused(c, rule, c->session.problem.field != NULL ? "max-age-days" : "");
}

static void test_refusals(void **state) {
    struct certifier *c = *state;
    struct place place = make_page(c);
    struct publish_request r = request_of(&place);
    char link[512];
    r.page = c->fixture->folder;
    refused_both(c, &r, "page-not-there");
    r = request_of(&place);
    r.folder = c->fixture->folder;
    r.force = true;
    refused_both(c, &r, "folder-holds-other");
    r = request_of(&place);
    r.folder = place.page;
    r.force = true;
    refused_both(c, &r, "folder-holds-other");
    r = request_of(&place);
    r.folder = "/";
    refused_both(c, &r, "folder-not-replaceable");
    r = request_of(&place);
    r.fresh_days = (struct sello_number){true, 300};
    r.age_days = (struct sello_number){true, 20};
    refused_both(c, &r, "age-below-fresh");
    r = request_of(&place);
    snprintf(link, sizeof link, "%s/enlace", place.page);
    assert_int_equal(symlink("/etc/passwd", link), 0);
    refused_both(c, &r, "page-has-link");
    assert_int_equal(unlink(link), 0);
    write_text(place.page, "index.html", "<title>Another page</title>");
    refused_both(c, &r, "page-of-another-version");
    assert_false(base_file_exists(place.folder));
}

/* Another certifier's page stays; one of an older root of this one does not. */
static void test_what_is_there_binds(void **state) {
    struct certifier *c = *state, *other = NULL;
    struct place place = make_page(c);
    struct publish_request r = request_of(&place);
    struct publish_outcome outcome;
    publish(c, &r);
    void *second = NULL;
    assert_int_equal(certifier_make(&second), 0);
    other = second;
    refused_both(other, &r, "page-of-another-certifier");
    certifier_remove(&second);
    setenv("XDG_STATE_HOME", c->fixture->home, 1);
    certifier_other_root(c, "Consejo de Prueba");
    publish(c, &r);
    assert_status(publish_plan(&c->session, &r, &outcome), SELLO_OK);
    publish_outcome_free(&outcome);
}

#define CERTIFIER_TEST(name) cmocka_unit_test_setup_teardown(name, certifier_make, certifier_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        CERTIFIER_TEST(test_plan_changes_nothing),     CERTIFIER_TEST(test_withdrawn_meanwhile),
        CERTIFIER_TEST(test_exported_meanwhile),       CERTIFIER_TEST(test_refusals),
        CERTIFIER_TEST(test_file_of_others_meanwhile), CERTIFIER_TEST(test_what_is_there_binds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
