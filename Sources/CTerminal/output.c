// What libraries print while the screen is up: kept in memory, shown afterwards.
#define _GNU_SOURCE
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "internal.h"

enum { SHOWN_AT_MOST = 16 * 1024 };

static int captured = -1;
static int real_output = -1;
static int real_error = -1;

void ct_write_all(int descriptor, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(descriptor, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    length -= (size_t)written;
  }
}

void ct_capture_output(void) {
  if (real_error != -1) return;
  if (captured == -1) captured = memfd_create("rolecall-output", MFD_CLOEXEC);
  if (captured == -1) return;
  real_output = dup(STDOUT_FILENO);
  real_error = dup(STDERR_FILENO);
  if (real_output == -1 || real_error == -1) {
    if (real_output != -1) close(real_output);
    if (real_error != -1) close(real_error);
    real_output = real_error = -1;
    return;
  }
  dup2(captured, STDOUT_FILENO);
  dup2(captured, STDERR_FILENO);
}

void ct_release_output(void) {
  if (real_error == -1) return;
  dup2(real_output, STDOUT_FILENO);
  dup2(real_error, STDERR_FILENO);
  close(real_output);
  close(real_error);
  real_output = real_error = -1;
}

// Only calls that POSIX lists as safe in a signal handler.
void ct_replay_output(void) {
  if (captured == -1) return;
  int to = real_error == -1 ? STDERR_FILENO : real_error;
  off_t end = lseek(captured, 0, SEEK_END);
  off_t from = end > SHOWN_AT_MOST ? end - SHOWN_AT_MOST : 0;
  lseek(captured, from, SEEK_SET);
  char buffer[1024];
  ssize_t got;
  while ((got = read(captured, buffer, sizeof buffer)) > 0) ct_write_all(to, buffer, (size_t)got);
  // What was shown is not shown again.
  if (ftruncate(captured, 0) == 0) lseek(captured, 0, SEEK_SET);
}
