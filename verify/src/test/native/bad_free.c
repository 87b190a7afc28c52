/*
 * Wrong frees. Each case ends by SIGABRT with one line on standard error; the tests check both.
 *
 *     interior    a pointer into the arena at which no block was ever handed out
 */
#include "client.h"

static void *volatile block;

static void interior(void) {
    block = must_malloc(100);
    free((char *)block + MIB);
}

int main(int argc, char **argv) {
    static const Case cases[] = {{"interior", interior}};
    return run_case(cases, COUNT(cases), argc, argv);
}
