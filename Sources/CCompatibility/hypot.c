#include "CCompatibility.h"

#include <math.h>

// A binary built on Debian 12 binds hypot and hypotf to GLIBC_2.35, which Amazon Linux 2023 (glibc 2.34) does not have.
// Defined here, the need is gone.

double hypot(double x, double y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  if (isnan(x) || isnan(y)) return NAN;
  long double a = x, b = y;
  // 80-bit numbers have 15 bits of exponent: no square of a double overflows or vanishes in them.
  return (double)sqrtl(a * a + b * b);
}

float hypotf(float x, float y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  if (isnan(x) || isnan(y)) return NAN;
  double a = x, b = y;
  return (float)sqrt(a * a + b * b);
}

void rolecall_link_compatibility(void) {}
