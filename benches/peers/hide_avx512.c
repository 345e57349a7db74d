/* Hides AVX-512 and VNNI from a process: `cc -O2 -shared -fPIC`, then LD_PRELOAD.
 *
 * Linux can make `cpuid` fault (arch_prctl ARCH_CPUID_SET; needs `cpuid_fault` in /proc/cpuinfo, and an exec undoes it).
 * The handler runs the instruction for the program and clears those bits of leaf 7, so a library that picks kernels by
 * `cpuid`, as ONNX Runtime's MLAS does, takes those for AVX2. Exits with 125 where the machine cannot do it, rather than
 * let a wrong figure be measured.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define ARCH_CPUID_SET 0x1012

/* Leaf 7.0: F, DQ, IFMA, PF, ER, CD, BW, VL; VBMI, VBMI2, VNNI, BITALG, VPOPCNTDQ; 4VNNIW, 4FMAPS, VP2INTERSECT, AMX-BF16,
 * FP16, AMX-TILE, AMX-INT8. Leaf 7.1: AVX-VNNI, AVX512-BF16, AMX-FP16; AVX-VNNI-INT8, AVX-VNNI-INT16, AVX10. */
#define BIT(n) (UINT32_C(1) << (n))
static const uint32_t LEAF_7_0_B = BIT(16) | BIT(17) | BIT(21) | BIT(26) | BIT(27) | BIT(28) | BIT(30) | BIT(31);
static const uint32_t LEAF_7_0_C = BIT(1) | BIT(6) | BIT(11) | BIT(12) | BIT(14);
static const uint32_t LEAF_7_0_D = BIT(2) | BIT(3) | BIT(8) | BIT(22) | BIT(23) | BIT(24) | BIT(25);
static const uint32_t LEAF_7_1_A = BIT(4) | BIT(5) | BIT(21);
static const uint32_t LEAF_7_1_D = BIT(4) | BIT(10) | BIT(19);

static long set_cpuid(unsigned long allowed) { return syscall(SYS_arch_prctl, ARCH_CPUID_SET, allowed); }

static void on_fault(int signal_number, siginfo_t *info, void *context) {
    (void)info;
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    const uint8_t *code = (const uint8_t *)registers[REG_RIP];
    /* A general protection fault (trap 13) has its instruction readable; any other fault is the program's own. */
    if (registers[REG_TRAPNO] != 13 || code[0] != 0x0f || code[1] != 0xa2) {
        signal(signal_number, SIG_DFL); /* it faults again, and ends as it would have */
        return;
    }
    uint32_t leaf = (uint32_t)registers[REG_RAX], subleaf = (uint32_t)registers[REG_RCX], a, b, c, d;
    set_cpuid(1);
    __asm__ volatile("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "a"(leaf), "c"(subleaf));
    set_cpuid(0);
    if (leaf == 7 && subleaf == 0) {
        b &= ~LEAF_7_0_B;
        c &= ~LEAF_7_0_C;
        d &= ~LEAF_7_0_D;
    } else if (leaf == 7 && subleaf == 1) {
        a &= ~LEAF_7_1_A;
        d &= ~LEAF_7_1_D;
    }
    registers[REG_RAX] = a;
    registers[REG_RBX] = b;
    registers[REG_RCX] = c;
    registers[REG_RDX] = d;
    registers[REG_RIP] += 2;
}

__attribute__((constructor)) static void hide(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    if (sigaction(SIGSEGV, &action, NULL) != 0 || set_cpuid(0) != 0) {
        static const char message[] = "hide_avx512: this machine or kernel cannot make `cpuid` fault\n";
        (void)!write(2, message, sizeof message - 1);
        _exit(125);
    }
}
