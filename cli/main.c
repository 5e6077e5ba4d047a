/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "cli/internal.h"

/* A closed standard stream's number would go to the next file opened, and messages would be written
 * into it. Instead it becomes a stream that fails on use. */
static bool open_standard_streams(void) {
    static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int fd = 0; fd <= STDERR_FILENO; fd++) {
        bool closed = fcntl(fd, F_GETFD) == -1;
        if (closed && (errno != EBADF || open("/dev/null", modes[fd]) != fd)) {
            return false;
        }
    }
    return true;
}

/* One process is one command. */
static bool is_done;

void cli_done(void) {
    is_done = true;
}

/* Did stdout take everything? Closing a copy makes file systems that report late report now. */
static bool close_answer(int *out_cause) {
    bool written = cli_messages_flush(out_cause);
    int copy = written ? dup(STDOUT_FILENO) : -1;
    if (written && (copy == -1 || close(copy) != 0)) {
        *out_cause = errno;
        written = false;
    }
    return written;
}

static void say_untold(int cause) {
    if (cause == EPIPE) {
        return; /* who read it has seen enough */
    }
    const char *why = cause != 0 ? strerror(cause) : _("the system does not say why");
    if (is_done) {
        cli_error(_("It was done, and stays done; but its answer could not be written: %s."), why);
    } else {
        cli_error(_("The output could not be written: %s."), why);
    }
}

/* The exit status of a command that ended with this one. */
static int end_answer(int status) {
    int cause = 0;
    is_done = is_done && status == CLI_OK;
    if (close_answer(&cause)) {
        return status;
    }
    say_untold(cause);
    return status != CLI_OK ? status : is_done ? CLI_UNTOLD : CLI_FAILURE;
}

/* The language must be known before the first message, also one about the words themselves. */
static const char *language_wanted(const struct cli_program *program, int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *value = NULL;
        const struct cli_option *o = cli_option_find(program, program->common, argv[i], &value);
        if (o == NULL || strcmp(o->name, "lang") != 0) {
            continue;
        }
        value = value == NULL && i + 1 < argc ? argv[i + 1] : value;
        if (value != NULL && (strcmp(value, "es") == 0 || strcmp(value, "en") == 0)) {
            return value;
        }
    }
    return NULL;
}

/* An option of every program, by either name: "--help", "--ayuda". */
static bool is_asked(const struct cli_program *program, const char *name, const char *argument) {
    const char *called = NULL;
    for (size_t i = 0; (called = cli_name_at(program->option_names, NULL, name, i)) != NULL; i++) {
        if (strncmp(argument, "--", 2) == 0 && strcmp(argument + 2, called) == 0) {
            return true;
        }
    }
    return false;
}

static bool asked(const struct cli_program *program, const char *name, int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (is_asked(program, name, argv[i])) {
            return true;
        }
    }
    return false;
}

/* The words before the first option that only a command can explain. */
static struct cli_words first_words(const struct cli_program *program, int argc, char **argv) {
    struct cli_words words = {.n = 0};
    for (int i = 1; i < argc && words.n < CLI_WORDS_MAX; i++) {
        const char *value = NULL;
        if (argv[i][0] != '-' || argv[i][1] == '\0') {
            words.word[words.n++] = argv[i];
            continue;
        }
        const struct cli_option *o = cli_option_find(program, program->common, argv[i], &value);
        if (o == NULL && !is_asked(program, "help", argv[i])) {
            break;
        }
        i += o != NULL && o->value != NULL && value == NULL ? 1 : 0;
    }
    return words;
}

static int say_help(const struct cli_program *program, const struct cli_words *words) {
    size_t used = 0;
    const struct cli_command *command = cli_command_find(program, words, &used);
    size_t group = cli_group_find(program, words);
    if (command != NULL && used > 0 && used >= group) {
        cli_help_command(stdout, program, command);
    } else if (group > 0) {
        cli_help_group(stdout, program, words, group);
    } else {
        cli_help_program(stdout, program);
    }
    return CLI_OK;
}

/* The whole name nearest to the first two words, or the name of one word nearest to the first. */
static const char *meant_command(const struct cli_program *program, const struct cli_words *words,
                                 char typed[SELLO_LEN(64)]) {
    snprintf(typed, 64, "%s%s%s", words->word[0], words->n > 1 ? " " : "",
             words->n > 1 ? words->word[1] : "");
    struct cli_nearest whole = {NULL, SIZE_MAX}, single = {NULL, SIZE_MAX};
    for (const struct cli_command *c = program->commands; c->name != NULL; c++) {
        const char *name = NULL;
        for (size_t i = 0; (name = cli_name_at(program->command_names, NULL, c->name, i)) != NULL;
             i++) {
            cli_nearest_try(&whole, typed, name);
            cli_nearest_try(&single, words->word[0], name);
        }
    }
    const char *name = cli_nearest_name(&whole, typed);
    name = name != NULL ? name : cli_nearest_name(&single, words->word[0]);
    return name != NULL ? cli_name_shown(program->command_names, NULL, name) : NULL;
}

static int say_unknown(const struct cli_program *program, const struct cli_words *words) {
    size_t group = cli_group_find(program, words);
    if (group > 0 && group == words->n) {
        cli_help_group(stderr, program, words, group);
        return CLI_USAGE;
    }
    char typed[64];
    const char *name = meant_command(program, words, typed);
    if (name != NULL) {
        cli_error(_("There is no command '%s'. Did you mean '%s'?"), typed, name);
    } else {
        cli_error(_("There is no command '%s'. See: %s --help"), typed, program->name);
    }
    return CLI_USAGE;
}

static bool language_known(const struct cli_args *args) {
    const char *lang = cli_text(args, "lang");
    if (lang != NULL && strcmp(lang, "es") != 0 && strcmp(lang, "en") != 0) {
        cli_error(_("--lang takes es or en, not '%s'."), lang);
        return false;
    }
    return true;
}

/* Options without a command: a mistyped option is named before the missing command is. */
static const struct cli_command missing_command = {
    .name = "", .operands = "COMMAND", .least = UINT_MAX, .most = UINT_MAX};

static int run_command(const struct cli_program *program, int argc, char **argv, void *data) {
    struct cli_words words = first_words(program, argc, argv);
    size_t used = 0;
    const struct cli_command *command = cli_command_find(program, &words, &used);
    if (argc <= 1) {
        cli_help_program(stderr, program);
        return CLI_USAGE;
    }
    bool group_alone = used == 0 && words.n > 0 && cli_group_find(program, &words) > 0;
    if ((command == NULL && words.n > 0) || group_alone) {
        return say_unknown(program, &words);
    }
    command = command != NULL ? command : &missing_command;
    struct cli_args args = {.program = program, .command = command, .data = data};
    int status = CLI_USAGE;
    if (cli_args_parse(&args, argc, argv, used) && language_known(&args)) {
        cli_messages_no_input(cli_flag(&args, "no-input"));
        status = command->run(&args);
    }
    cli_args_free(&args);
    return status;
}

static int answer(const struct cli_program *program, int argc, char **argv, void *data) {
    if (asked(program, "help", argc, argv)) {
        struct cli_words words = first_words(program, argc, argv);
        return say_help(program, &words);
    }
    if (asked(program, "version", argc, argv)) {
        printf("%s %s\n", program->name, SELLO_VERSION);
        return CLI_OK;
    }
    if (asked(program, "completion", argc, argv)) {
        cli_completion(stdout, program);
        return CLI_OK;
    }
    return run_command(program, argc, argv, data);
}

/* {"error":code,"field":field,"message":...} of the first error that was said. */
static void answer_fault(int status) {
    const struct cli_fault_kept *fault = cli_fault_said();
    const char *usual = status == CLI_USAGE ? "usage" : "failure";
    struct cli_json j;
    if (!fault->said) {
        return;
    }
    cli_json_open(&j, stdout);
    cli_json_string(&j, "error", fault->code[0] != '\0' ? fault->code : usual);
    cli_json_string(&j, "field", fault->field);
    cli_json_string(&j, "message", fault->message);
    cli_json_close(&j);
}

int cli_main(const struct cli_program *program, int argc, char **argv, void *data) {
    bool opened = open_standard_streams();
    int cause = errno;
    cli_messages_start(program->name);
    cli_language(language_wanted(program, argc, argv));
    if (!opened) {
        cli_error(_("Nothing was begun: standard input and output could not be opened: %s."),
                  strerror(cause));
        return CLI_FAILURE;
    }
    int status = answer(program, argc, argv, data);
    bool failed = status == CLI_FAILURE || status == CLI_USAGE || status == CLI_UNTOLD;
    if (failed && asked(program, "json", argc, argv)) {
        answer_fault(status);
    }
    cli_fault_forget();
    return end_answer(status);
}
