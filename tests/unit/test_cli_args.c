/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/sello_test.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <unistd.h>

#include "cli/internal.h"
#include "tests/support/child.h"

/* A small program with every kind of option and command. */

static int print_all(const struct cli_args *args) {
    printf("%s", args->command->name);
    for (size_t i = 0; i < args->n_given; i++) {
        const char *value = args->given[i].value;
        printf(" %s=%s", args->given[i].option->name, value != NULL ? value : "(flag)");
    }
    for (size_t i = 0; i < cli_n_operands(args); i++) {
        printf(" [%s]", cli_operand(args, i));
    }
    printf("\n");
    return CLI_OK;
}

static int read_values(const struct cli_args *args) {
    uint64_t number = 5, day = 6;
    double decimal = 0.5;
    const char *name = NULL;
    if (!cli_number(args, "count", 1, 1000, &number) ||
        !cli_decimal(args, "module", 0.25, 9, &decimal) || !cli_date(args, "from", &day) ||
        !cli_require(args, "name", &name)) {
        return CLI_USAGE;
    }
    printf("%d %d.%02d %d %s %s\n", (int)number, (int)decimal, (int)(decimal * 100) % 100, (int)day,
           name, (const char *)cli_data(args));
    return CLI_OK;
}

static int confirm(const struct cli_args *args) {
    (void)args;
    puts(cli_confirm("Really?") ? "yes" : "no");
    return CLI_OK;
}

static const struct cli_option common[] = {
    {"r", "PATH", N_("registry"), false},
    {"json", NULL, N_("JSON"), false},
    {"no-input", NULL, N_("ask nothing"), false},
    {"lang", "es|en", N_("language"), false},
    {NULL, NULL, NULL, false},
};
static const struct cli_option add_options[] = {
    {"name", "NAME", N_("its name"), false},
    {"tag", "TAG", N_("a tag"), true},
    {"public", NULL, N_("may be shown"), false},
    {NULL, NULL, NULL, false},
};
static const struct cli_option value_options[] = {
    {"name", "NAME", "name", false},     {"count", "N", "count", false},
    {"module", "MM", "module", false},   {"from", "DATE", "from", false},
    {"o", "FILE", "output file", false}, {NULL, NULL, NULL, false},
};
static const struct cli_command commands[] = {
    {"producer add", print_all, "", 0, 0, N_("register a producer"),
     "sello producer add --name 'Rosa'", add_options},
    {"producer list", print_all, "[WORD...]", 0, UINT_MAX, N_("list producers"), NULL, NULL},
    {"show", print_all, "THING", 1, 1, N_("show a thing"), NULL, NULL},
    {"show all", print_all, "", 0, 0, N_("show all things"), NULL, NULL},
    {"values", read_values, "", 0, 0, N_("read values"), NULL, value_options},
    {"confirm", confirm, "", 0, 0, N_("ask"), NULL, NULL},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
static const struct cli_synonym command_names[] = {
    {"producer add", "productor agregar", false, NULL},
    {"producer list", "productor lista", false, NULL},
    {"show", "mostrar", false, NULL},
    {"show", "display", true, NULL},
    {NULL, NULL, false, NULL},
};
static const struct cli_synonym option_names[] = {
    {"name", "nombre", false, NULL}, {"public", "publico", false, NULL},
    {"tag", "senal", false, NULL},   {"help", "ayuda", false, NULL},
    {NULL, NULL, false, NULL},
};
static const struct cli_program program = {
    "sello", N_("Seals and labels."), common, commands, command_names, option_names, NULL};

static const struct cli_command alone_commands[] = {
    {"", print_all, "[INPUT...]", 1, UINT_MAX, N_("verify"), "sello-verify a.png", add_options},
    {"trust add", print_all, "FILE", 1, 1, N_("trust"), NULL, NULL},
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL},
};
static const struct cli_program alone = {
    "sello-verify", N_("Verifies."), common, alone_commands, NULL, NULL, NULL};

struct words {
    const struct cli_program *program;
    int argc;
    char *argv[16];
};

static int run_main(void *data) {
    struct words *w = data;
    return cli_main(w->program, w->argc, w->argv, (void *)(uintptr_t) "data");
}

/* "a|b c|d": arguments apart by bars, so that they may hold spaces. */
static void split(struct words *w, const struct cli_program *of, const char *line,
                  char buf[SELLO_LEN(256)]) {
    *w = (struct words){.program = of, .argc = 1, .argv = {(char *)(uintptr_t) "sello"}};
    snprintf(buf, 256, "%s", line);
    for (char *p = buf; p != NULL && line[0] != '\0';) {
        w->argv[w->argc++] = p;
        p = strchr(p, '|');
        if (p != NULL) {
            *p++ = '\0';
        }
    }
}

static struct child_outcome got;

static void run(const struct cli_program *of, const char *line) {
    struct words w;
    char buf[256];
    split(&w, of, line, buf);
    child_run(run_main, &w, &got);
}

static void words_are_sorted(void **state) {
    (void)state;
    static const struct {
        const char *line, *out;
    } rows[] = {
        {"producer|add", "producer add\n"},
        {"producer|add|--name|Rosa", "producer add name=Rosa\n"},
        {"producer|add|--name=Rosa", "producer add name=Rosa\n"},
        {"producer|add|--name=", "producer add name=\n"},
        {"producer|add|--name|", "producer add name=\n"},
        {"producer|add|--name=a=b", "producer add name=a=b\n"},
        {"producer|add|--name|-5", "producer add name=-5\n"},
        {"producer|add|--tag|a|--public|--tag|b", "producer add tag=a public=(flag) tag=b\n"},
        {"--json|producer|add", "producer add json=(flag)\n"},
        {"producer|--json|add", "producer add json=(flag)\n"},
        {"producer|add|--json", "producer add json=(flag)\n"},
        {"-r|reg|producer|add|--public", "producer add r=reg public=(flag)\n"},
        {"-rreg|producer|add", "producer add r=reg\n"},
        {"-r=reg|producer|add", "producer add r=reg\n"},
        {"producer|list|a|b", "producer list [a] [b]\n"},
        {"producer|list|--|--json|--", "producer list [--json] [--]\n"},
        {"producer|list|-", "producer list [-]\n"},
        {"show|it", "show [it]\n"},
        {"show|all", "show all\n"}, /* the longest name wins */
        {"show|--|all", "show [all]\n"},
        {"productor|agregar|--nombre|Rosa", "producer add name=Rosa\n"},
        {"productor|agregar|--nombre=Rosa", "producer add name=Rosa\n"},
        {"productor|agregar|--name|Rosa|--se\u00f1al|a|--p\u00fablico",
         "producer add name=Rosa tag=a public=(flag)\n"},
        {"mostrar|it", "show [it]\n"},
        {"display|it", "show [it]\n"},
        {"values|--name|x", "5 0.50 6 x data\n"},
        {"values|--name|x|--count|1000|--module|2.25|--from|1970-01-02", "1000 2.25 1 x data\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        run(&program, rows[i].line);
        assert_string_equal(got.err, "");
        assert_string_equal(got.out, rows[i].out);
        assert_int_equal(got.status, CLI_OK);
    }
}

static void a_command_may_have_no_name(void **state) {
    (void)state;
    static const struct {
        const char *line, *out;
    } rows[] = {
        {"a.png", " [a.png]\n"},
        {"--public|a.png|b.png", " public=(flag) [a.png] [b.png]\n"},
        {"--json|-", " json=(flag) [-]\n"},
        {"trust|add|f", "trust add [f]\n"},
        {"--|trust|add|f", " [trust] [add] [f]\n"},
        {"trust.png", " [trust.png]\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        run(&alone, rows[i].line);
        assert_string_equal(got.out, rows[i].out);
        assert_int_equal(got.status, CLI_OK);
    }
}

static void mistakes_are_explained(void **state) {
    (void)state;
    static const struct {
        const char *line, *says;
    } rows[] = {
        {"", "Usage: sello"},
        {"prodcer|add", "Did you mean 'producer add'?"},
        {"shwo|it", "There is no command 'shwo it'. Did you mean 'show'?"},
        {"mostar|it", "Did you mean 'mostrar'?"},
        {"productor|agrega", "Did you mean 'productor agregar'?"},
        {"productor", "Usage: sello productor COMMAND"},
        {"producer|agregar", "There is no command 'producer agregar'."},
        {"productor|agregar|--nombr=X", "Did you mean --nombre?"},
        {"xyzzy", "There is no command 'xyzzy'. See: sello --help"},
        {"\x1b[2J", "There is no command '\\x1b[2J'."},
        {"producer", "Usage: sello producer COMMAND"},
        {"producer|ad", "Did you mean 'producer add'?"},
        {"--jsn|producer|add", "There is no option --jsn here. Did you mean --json?"},
        {"--json", "It is written: sello COMMAND"},
        {"producer|add|--nme=X", "There is no option --nme here. Did you mean --name?"},
        {"producer|add|--nam|X", "Did you mean --name?"},
        {"producer|add|--zzzzzzz", "See: sello producer add --help"},
        {"producer|add|-z", "There is no option -z here."},
        {"producer|add|---", "There is no option --- here."},
        {"producer|add|--name", "--name needs a value. Write --name=NAME."},
        {"producer|add|--name|--public", "--name needs a value."},
        {"producer|add|--public=1", "--public takes no value."},
        {"producer|add|--name|a|--name|b", "--name may be given only once."},
        {"--json|producer|add|--json", "--json may be given only once."},
        {"producer|add|extra", "'extra' is too much here. It is written: sello producer add"},
        {"show", "Something is missing. It is written: sello show THING"},
        {"show|a|b", "'b' is too much here."},
        {"values", "--name is missing. See: sello values --help"},
        {"values|--name=", "--name is empty."},
        {"values|--name|x|--count|0", "from 1 to 1000, not '0'."},
        {"values|--name|x|--count|1001", "from 1 to 1000, not '1001'."},
        {"values|--name|x|--count=", "not ''."},
        {"values|--name|x|--count=-1", "not '-1'."},
        {"values|--name|x|--count=1e3", "not '1e3'."},
        {"values|--name|x|--count= 1", "not ' 1'."},
        {"values|--name|x|--count|18446744073709551617", "not '18446744073709551617'."},
        {"values|--name|x|--module|1,5", "a decimal point, not '1,5'."},
        {"values|--name|x|--module|inf", "not 'inf'."},
        {"values|--name|x|--module|0x1", "not '0x1'."},
        {"values|--name|x|--module|1.", "not '1.'."},
        {"values|--name|x|--module|9.01", "from 0.25 to 9,"},
        {"values|--name|x|--from|23/11/2026", "like 2026-11-23, not '23/11/2026'."},
        {"producer|add|--lang|fr", "--lang takes es or en, not 'fr'."},
        {"producer|add|--lang=", "--lang takes es or en, not ''."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        run(&program, rows[i].line);
        if (strstr(got.err, rows[i].says) == NULL) {
            print_error("%s: %s", rows[i].line, got.err);
        }
        assert_non_null(strstr(got.err, rows[i].says));
        if (strstr(rows[i].line, "--json") != NULL) {
            static const char begins[] = "{\"error\":\"usage\",\"message\":\"";
            assert_memory_equal(got.out, begins, sizeof begins - 1);
            assert_non_null(strstr(got.out, rows[i].says));
        } else {
            assert_string_equal(got.out, "");
        }
        assert_int_equal(got.status, CLI_USAGE);
    }
}

static void help_is_made_of_the_tables(void **state) {
    (void)state;
    static const struct {
        const struct cli_program *of;
        const char *line;
        const char *has[4];
    } rows[] = {
        {&program,
         "--help",
         {"Usage: sello COMMAND", "producer add   register a producer", "--json"}},
        {&program,
         "producer|--help",
         {"Usage: sello producer COMMAND", "list producers", "-r PATH"}},
        {&program,
         "producer|add|--help",
         {"Usage: sello producer add [OPTION...]\n", "--name NAME ", "--lang es|en ",
          "Example:\n  sello producer add --name 'Rosa'"}},
        {&program, "--help|producer|add", {"Usage: sello producer add [OPTION...]\n"}},
        {&program, "producer|add|--bogus|--help", {"Usage: sello producer add"}},
        {&program, "show|--help", {"Usage: sello show THING\n"}},
        {&program, "mostrar|--ayuda", {"Usage: sello show THING\n"}},
        {&program, "values|--help", {"  -o FILE "}},
        {&program, "--version", {"sello " SELLO_VERSION "\n"}},
        {&alone,
         "--help",
         {"Usage: sello-verify [OPTION...] [INPUT...]\n", "trust add", "--public"}},
        {&alone, "trust|--help", {"Usage: sello-verify trust COMMAND"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        run(rows[i].of, rows[i].line);
        assert_int_equal(got.status, CLI_OK);
        for (size_t k = 0; k < 4 && rows[i].has[k] != NULL; k++) {
            if (strstr(got.out, rows[i].has[k]) == NULL) {
                print_error("%s:\n%s", rows[i].line, got.out);
            }
            assert_non_null(strstr(got.out, rows[i].has[k]));
        }
    }
}

static void help_after_two_dashes_is_an_operand(void **state) {
    (void)state;
    run(&program, "producer|list|--|--help");
    assert_string_equal(got.out, "producer list [--help]\n");
}

/* Asks the printed completion, as bash would, what may come next. */
static void assert_completes(const char *of, const char *function, const char *words,
                             const char *answers) {
    char command[1024], line[512];
    snprintf(command, sizeof command,
             "bash -c 'source ./%s.completion; COMP_WORDS=(%s); "
             "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); %s; echo \"${COMPREPLY[*]}\"'",
             of, words, function);
    FILE *bash = popen(command, "r");
    assert_non_null(bash);
    assert_non_null(fgets(line, sizeof line, bash));
    assert_int_equal(pclose(bash), 0);
    line[strcspn(line, "\n")] = '\0';
    assert_string_equal(line, answers);
}

static void write_completion(const struct cli_program *of, const char *path) {
    run(of, "--completion");
    assert_int_equal(got.status, CLI_OK);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(got.out, file);
    fclose(file);
}

static void bash_completes(void **state) {
    (void)state;
    write_completion(&program, "sello.completion");
    write_completion(&alone, "sello-verify.completion");
    assert_completes("sello", "_sello", "sello p", "producer");
    assert_completes("sello", "_sello", "sello s", "show");
    assert_completes("sello", "_sello", "sello producer \"\"",
                     "add list -r --json --no-input --lang --help");
    assert_completes("sello", "_sello", "sello producer add --n", "--name --no-input");
    assert_completes("sello", "_sello", "sello producer add --name Rosa --p", "--public");
    assert_completes("sello", "_sello", "sello producer add --name = Rosa --p", "--public");
    assert_completes("sello", "_sello", "sello -r here --json producer l", "list");
    assert_completes("sello", "_sello", "sello producer add --name R", "");
    assert_completes("sello-verify", "_sello_verify", "sello-verify t", "trust");
    assert_completes("sello-verify", "_sello_verify", "sello-verify --pub", "--public");
    assert_completes("sello-verify", "_sello_verify", "sello-verify x.png --pub", "--public");
    assert_completes("sello-verify", "_sello_verify", "sello-verify trust a", "add");
}

static int run_without_arguments(void *data) {
    (void)data;
    char *argv[] = {NULL};
    return cli_main(&program, 0, argv, NULL);
}

static int run_a_million_words(void *data) {
    (void)data;
    int argc = 1000000;
    char **argv = calloc((size_t)argc + 1, sizeof *argv);
    for (int i = 0; i < argc; i++) {
        argv[i] = (char *)(uintptr_t) "producer";
    }
    argv[2] = (char *)(uintptr_t) "list";
    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
    int status = cli_main(&program, argc, argv, NULL);
    free(argv);
    return status;
}

static int run_with_long_word(void *data) {
    char *word = malloc(10000001);
    memset(word, 'x', 10000000);
    word[10000000] = '\0';
    char *argv[] = {data, word, NULL};
    int status = cli_main(&program, 2, argv, NULL);
    free(word);
    return status;
}

static void odd_argument_lists(void **state) {
    (void)state;
    child_run(run_without_arguments, NULL, &got);
    assert_int_equal(got.status, CLI_USAGE);
    assert_non_null(strstr(got.err, "Usage: sello"));
    child_run(run_a_million_words, NULL, &got);
    assert_int_equal(got.status, CLI_OK);
    child_run(run_with_long_word, (void *)(uintptr_t) "sello", &got);
    assert_int_equal(got.status, CLI_USAGE);
}

static int run_with_full_stdout(void *data) {
    int full = open("/dev/full", O_WRONLY);
    dup2(full, STDOUT_FILENO);
    return run_main(data);
}

static int run_with_closed_stdout(void *data) {
    close(STDOUT_FILENO);
    return run_main(data);
}

static int run_into_closed_pipe(void *data) {
    int ends[2];
    if (pipe(ends) != 0) {
        return 99;
    }
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    signal(SIGPIPE, data == NULL ? SIG_DFL : SIG_IGN);
    char *argv[] = {(char *)(uintptr_t) "sello", (char *)(uintptr_t) "--help", NULL};
    return cli_main(&program, 2, argv, NULL);
}

static void output_that_cannot_be_written(void **state) {
    (void)state;
    struct words w;
    char buf[256];
    split(&w, &program, "--help", buf);
    child_run(run_with_full_stdout, &w, &got);
    assert_int_equal(got.status, CLI_FAILURE);
    assert_non_null(strstr(got.err, "could not be written: No space left on device."));
    child_run(run_with_closed_stdout, &w, &got);
    assert_int_equal(got.status, CLI_FAILURE);
    assert_non_null(strstr(got.err, "could not be written"));
    child_run(run_into_closed_pipe, NULL, &got);
    assert_int_equal(got.status, -SIGPIPE);
    assert_string_equal(got.err, "");
    child_run(run_into_closed_pipe, &w, &got); /* SIGPIPE ignored by who started us */
    assert_int_equal(got.status, CLI_FAILURE);
    assert_string_equal(got.err, "");
}

static void silence_needs_no_stdout(void **state) {
    (void)state;
    struct words w;
    char buf[256];
    split(&w, &program, "values", buf);
    child_run(run_with_closed_stdout, &w, &got);
    assert_int_equal(got.status, CLI_USAGE);
    assert_null(strstr(got.err, "could not be written"));
}

static void questions(void **state) {
    (void)state;
    static const struct {
        const char *line, *typed, *answer;
    } rows[] = {
        {"confirm", "y\n", "yes"},   {"confirm", "sí\n", "yes"}, {"confirm", "S\n", "yes"},
        {"confirm", "n\n", "no"},    {"confirm", "\n", "no"},    {"confirm", "\x04", "no"},
        {"confirm", "yess\n", "no"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct words w;
        char buf[256];
        bool echo;
        const struct child_step step = {"[y/N] ", rows[i].typed};
        split(&w, &program, rows[i].line, buf);
        child_run_on_terminal(run_main, &w, &step, 1, &got, &echo);
        assert_non_null(strstr(got.out, "Really? [y/N] "));
        assert_non_null(strstr(strstr(got.out, "[y/N]"), rows[i].answer));
    }
    run(&program, "confirm");
    assert_string_equal(got.out, "no\n");
    assert_string_equal(got.err, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_sorted),
        cmocka_unit_test(a_command_may_have_no_name),
        cmocka_unit_test(mistakes_are_explained),
        cmocka_unit_test(help_is_made_of_the_tables),
        cmocka_unit_test(help_after_two_dashes_is_an_operand),
        cmocka_unit_test(bash_completes),
        cmocka_unit_test(odd_argument_lists),
        cmocka_unit_test(output_that_cannot_be_written),
        cmocka_unit_test(silence_needs_no_stdout),
        cmocka_unit_test(questions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
