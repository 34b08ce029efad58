// Every way out puts the terminal back: the crash handler, the leave signals, suspending.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "CTerminal.h"
#include "internal.h"

// End of synchronized output; mouse, focus reports and paste off; no scroll region; below everything, for terminals
// without an alternate screen; cursor on; attributes, character set and keypad off; alternate screen off.
static const char restore[] =
    "\033[?2026l"
    "\033[?1006l\033[?1003l\033[?1002l\033[?1000l\033[?1004l\033[?2004l"
    "\033[r\033[999;1H\r\n"
    "\033[?25h\033[m\017\033(B\033[?1l\033>"
    "\033[?1049l";

enum { GRACE_SECONDS = 2, CRASH_FLAGS = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };

static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT};
static const int leaves[] = {SIGTERM, SIGHUP, SIGINT};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct sigaction previous[NSIG];
static struct termios cooked;
static int terminal = -1;
static atomic_bool guarding;
static atomic_int leave_signal;
static int leave_bell = -1;

static void put_back(void) {
  if (!atomic_exchange(&guarding, false)) return;
  // `terminal` is an open file of its own that never blocks: a link that is stuck must not keep us here.
  ct_write_all(terminal, restore, sizeof restore - 1);
  tcsetattr(terminal, TCSANOW, &cooked);
  ct_replay_output();
  ct_release_output();
  // Another thread may be in the middle of a frame: what it still sends goes nowhere.
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  struct ct_descriptors screen = ct_descriptors();
  if (nowhere != -1 && screen.output != -1) dup2(nowhere, screen.output);
}

static void end_by(int signal) {
  struct sigaction ordinary = {.sa_handler = SIG_DFL};
  sigaction(signal, &ordinary, NULL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  raise(signal);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
}

// A release on a machine without Swift has no backtracer, and would end without a word.
static void say_crashed(int signal) {
  static const char before[] = "rolecall crashed: signal ";
  static const char after[] = ", the terminal is as it was\n";
  char digits[2] = {(char)('0' + signal / 10 % 10), (char)('0' + signal % 10)};
  ct_write_all(STDERR_FILENO, before, sizeof before - 1);
  ct_write_all(STDERR_FILENO, digits + (signal < 10), signal < 10 ? 1 : 2);
  ct_write_all(STDERR_FILENO, after, sizeof after - 1);
}

static void on_crash(int signal, siginfo_t *info, void *context) {
  put_back();
  say_crashed(signal);
  // Swift's backtracer, where it is on, was here before us. It counts on the fault to repeat itself, which one that was
  // sent does not: the end is made here, for all alike.
  const struct sigaction *before = &previous[signal];
  if (before->sa_flags & SA_SIGINFO) {
    before->sa_sigaction(signal, info, context);
  } else if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN) {
    before->sa_handler(signal);
  }
  end_by(signal);
}

static void on_leave(int signal) {
  int before = errno;
  int none = 0;
  if (atomic_compare_exchange_strong(&leave_signal, &none, signal)) {
    ct_bell_ring(leave_bell);
    alarm(GRACE_SECONDS);
  }
  errno = before;
}

// The loop has not ended the process in time: it is stuck.
static void on_alarm(int signal) {
  (void)signal;
  put_back();
  int reason = atomic_load(&leave_signal);
  end_by(reason == 0 ? SIGTERM : reason);
}

static void on_nothing(int signal) { (void)signal; }

static void install(int signal, struct sigaction action) {
  sigfillset(&action.sa_mask);
  // The backtracer reads memory that may not be there, and catches the fault: a blocked one would kill it.
  for (size_t i = 0; i < COUNT(crashes); i++) sigdelset(&action.sa_mask, crashes[i]);
  sigaction(signal, &action, &previous[signal]);
}

static void ensure_alternate_stack(void) {
  stack_t now;
  if (sigaltstack(NULL, &now) != 0 || !(now.ss_flags & SS_DISABLE)) return;
  static char stack[64 * 1024];
  stack_t ours = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&ours, NULL);
}

void ct_guard(int descriptor, const char *path) {
  terminal = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (terminal == -1) terminal = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  tcgetattr(descriptor, &cooked);
  if (leave_bell == -1) leave_bell = ct_bell_new();
  ensure_alternate_stack();
  for (size_t i = 0; i < COUNT(crashes); i++) {
    install(crashes[i], (struct sigaction){.sa_sigaction = on_crash, .sa_flags = CRASH_FLAGS});
  }
  for (size_t i = 0; i < COUNT(leaves); i++) {
    install(leaves[i], (struct sigaction){.sa_handler = on_leave, .sa_flags = SA_ONSTACK | SA_RESTART});
  }
  install(SIGALRM, (struct sigaction){.sa_handler = on_alarm, .sa_flags = SA_ONSTACK | SA_RESTART});
  // ncurses takes over signals that have no handler; its own call functions that are not safe there. These two are
  // blocked and read by `ct_wait`.
  install(SIGTSTP, (struct sigaction){.sa_handler = on_nothing, .sa_flags = SA_RESTART});
  install(SIGWINCH, (struct sigaction){.sa_handler = on_nothing, .sa_flags = SA_RESTART});
}

void ct_set_guarding(bool is_guarding) { atomic_store(&guarding, is_guarding); }

void ct_unguard(void) {
  atomic_store(&guarding, false);
  for (size_t i = 0; i < COUNT(crashes); i++) sigaction(crashes[i], &previous[crashes[i]], NULL);
  sigaction(SIGTSTP, &previous[SIGTSTP], NULL);
  sigaction(SIGWINCH, &previous[SIGWINCH], NULL);
  if (atomic_load(&leave_signal) != 0) {
    // The rest of the way out has its time as well, and no more.
    alarm(GRACE_SECONDS);
  } else {
    for (size_t i = 0; i < COUNT(leaves); i++) sigaction(leaves[i], &previous[leaves[i]], NULL);
    sigaction(SIGALRM, &previous[SIGALRM], NULL);
  }
  if (terminal != -1) close(terminal);
  terminal = -1;
}

int ct_leave_signal(void) { return atomic_load(&leave_signal); }
int ct_leave_bell(void) { return leave_bell; }

// MARK: Stopping

bool ct_is_foreground(int descriptor) {
  pid_t group = tcgetpgrp(descriptor);
  // No controlling terminal, as with descriptors that were given: nobody takes it away either.
  if (group == -1) return errno == ENOTTY;
  return group == getpgrp();
}

bool ct_stop_here(int descriptor) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  struct sigaction ordinary = {.sa_handler = SIG_DFL};
  struct sigaction ours;
  sigaction(SIGTSTP, &ordinary, &ours);
  do {
    raise(SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &stop, NULL);  // here we stand still until SIGCONT
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    if (ct_is_foreground(descriptor)) break;
    // `bg`, or a group that nobody can stop: wait without taking the terminal from whoever has it.
    struct timespec pause = {.tv_nsec = 100 * 1000 * 1000};
    nanosleep(&pause, NULL);
  } while (atomic_load(&leave_signal) == 0);
  sigaction(SIGTSTP, &ours, NULL);
  ct_drain_signals();
  return atomic_load(&leave_signal) == 0;
}

// MARK: Start of the process

void ct_prepare(void) {
  sigset_t ours;
  sigemptyset(&ours);
  sigaddset(&ours, SIGWINCH);
  sigaddset(&ours, SIGTSTP);
  sigaddset(&ours, SIGCONT);
  pthread_sigmask(SIG_BLOCK, &ours, NULL);
  // A broken connection is an error of a write, never the end of the program.
  signal(SIGPIPE, SIG_IGN);
}

void ct_quiet_backtraces(char *const arguments[]) {
  static const char guard[] = "ROLECALL_BACKTRACES_QUIET";
  static const char wanted[] = "interactive=no,color=no";
  if (getenv(guard) != NULL || !isatty(STDIN_FILENO)) return;
  const char *given = getenv("SWIFT_BACKTRACE");
  char value[1024];
  if (given != NULL && strlen(given) + sizeof wanted + 1 > sizeof value) return;
  value[0] = '\0';
  if (given != NULL && given[0] != '\0') {
    strcpy(value, given);
    strcat(value, ",");
  }
  strcat(value, wanted);
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = '\0';
  setenv("SWIFT_BACKTRACE", value, 1);
  setenv(guard, "1", 1);
  execv(path, arguments);
}
