// The one place where the user interface sleeps.
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "CTerminal.h"
#include "internal.h"

static int signals = -1;
static int timer = -1;

int ct_bell_new(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void ct_bell_ring(int bell) {
  uint64_t one = 1;
  // Fails only when it rings already.
  ssize_t written = write(bell, &one, sizeof one);
  (void)written;
}

void ct_bell_close(int bell) { close(bell); }

void ct_open_wait(void) {
  if (timer == -1) timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  if (signals != -1) return;
  sigset_t ours;
  sigemptyset(&ours);
  sigaddset(&ours, SIGWINCH);
  sigaddset(&ours, SIGTSTP);
  sigaddset(&ours, SIGCONT);
  // For threads this is too late, but not for the caller's own.
  pthread_sigmask(SIG_BLOCK, &ours, NULL);
  signals = signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
}

void ct_set_tick(bool is_on) {
  struct itimerspec second = {0};
  if (is_on) second.it_interval.tv_sec = second.it_value.tv_sec = 1;
  timerfd_settime(timer, 0, &second, NULL);
}

static unsigned read_signals(void) {
  unsigned wake = 0;
  struct signalfd_siginfo info;
  while (read(signals, &info, sizeof info) == sizeof info) {
    switch (info.ssi_signo) {
    case SIGWINCH: wake |= CT_WAKE_RESIZE; break;
    case SIGTSTP: wake |= CT_WAKE_SUSPEND; break;
    case SIGCONT: wake |= CT_WAKE_CONTINUE; break;
    default: break;
    }
  }
  return wake;
}

void ct_drain_signals(void) { (void)read_signals(); }

// Readable with nothing to read is the end of a file.
static bool is_at_end(int input) {
  int waiting = 0;
  return ioctl(input, FIONREAD, &waiting) != 0 || waiting == 0;
}

static void drain(int descriptor) {
  uint64_t count;
  ssize_t got = read(descriptor, &count, sizeof count);
  (void)got;
}

unsigned ct_wait(int bell, int timeout) {
  enum { INPUT, BELL, LEAVE, SIGNALS, TIMER, COUNT };
  struct pollfd on[COUNT] = {
      [INPUT] = {.fd = ct_descriptors().input, .events = POLLIN}, [BELL] = {.fd = bell, .events = POLLIN},
      [LEAVE] = {.fd = ct_leave_bell(), .events = POLLIN},        [SIGNALS] = {.fd = signals, .events = POLLIN},
      [TIMER] = {.fd = timer, .events = POLLIN},
  };
  // A handler that interrupts the sleep rings a bell if it has something to say.
  if (poll(on, COUNT, timeout) < 0) return ct_leave_signal() == 0 ? 0 : CT_WAKE_LEAVE;
  unsigned wake = 0;
  if (on[INPUT].revents & (POLLHUP | POLLERR | POLLNVAL)) wake |= CT_WAKE_HANGUP;
  else if (on[INPUT].revents & POLLIN) wake |= is_at_end(on[INPUT].fd) ? CT_WAKE_HANGUP : CT_WAKE_INPUT;
  if (on[BELL].revents & POLLIN) {
    drain(bell);
    wake |= CT_WAKE_BELL;
  }
  if (on[LEAVE].revents & POLLIN) wake |= CT_WAKE_LEAVE;
  if (on[SIGNALS].revents & POLLIN) wake |= read_signals();
  if (on[TIMER].revents & POLLIN) {
    drain(timer);
    wake |= CT_WAKE_TICK;
  }
  return wake;
}
