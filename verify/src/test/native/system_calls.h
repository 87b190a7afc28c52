/*
 * Counts system calls from inside the process: a seccomp filter traps the chosen calls, and the SIGSYS handler counts them and
 * makes them itself, from the one instruction that the filter lets through.
 */
#ifndef HZ3_SYSTEM_CALLS_H
#define HZ3_SYSTEM_CALLS_H

#include "client.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>

static volatile long system_calls[512];

/* The address after the let-through instruction, which is what the filter sees. */
extern const char let_through_end[];

__asm__(".pushsection .text\n"
        ".type let_through, @function\n"
        "let_through:\n"
        "    mov %rdi, %rax\n"
        "    mov 0(%rsi), %rdi\n"
        "    mov 16(%rsi), %rdx\n"
        "    mov 24(%rsi), %r10\n"
        "    mov 32(%rsi), %r8\n"
        "    mov 40(%rsi), %r9\n"
        "    mov 8(%rsi), %rsi\n"
        "    syscall\n"
        "let_through_end:\n"
        "    ret\n"
        ".popsection\n");

long let_through(long number, const long arguments[6]);

static void on_trap(int signal, siginfo_t *information, void *context) {
    (void)signal;
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    long arguments[6] = {registers[REG_RDI], registers[REG_RSI], registers[REG_RDX], registers[REG_R10], registers[REG_R8],
                         registers[REG_R9]};
    __atomic_fetch_add(&system_calls[information->si_syscall], 1, __ATOMIC_RELAXED);
    registers[REG_RAX] = let_through(information->si_syscall, arguments);
}

/* Counts these calls from here on, in all threads this thread starts. */
static inline void count_system_calls(const int *numbers, size_t count) {
    enum { FIXED = 4 };
    struct sock_filter code[64] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(uintptr_t)let_through_end, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
    for (size_t i = 0; i < count; i++) {
        code[FIXED + i] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)numbers[i], (uint8_t)(count - i), 0);
    }
    code[FIXED + count] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[FIXED + count + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
    struct sock_fprog program = {(unsigned short)(FIXED + count + 2), code};
    struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART};
    CHECK(sigaction(SIGSYS, &action, NULL) == 0, "no handler for SIGSYS");
    CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "prctl(NO_NEW_PRIVS) failed with errno %d", errno);
    CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0, "prctl(SECCOMP) failed with errno %d", errno);
}

static inline long calls(int number) {
    return __atomic_load_n(&system_calls[number], __ATOMIC_RELAXED);
}

#endif
