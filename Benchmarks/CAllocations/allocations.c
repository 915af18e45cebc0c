// Stands in front of glibc's allocator and counts. A program's own symbols come before those of its
// libraries, so FFmpeg's, x264's and Swift's calls arrive here, too.
#include "allocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static atomic_long made;

static void count(void) { atomic_fetch_add_explicit(&made, 1, memory_order_relaxed); }

long allocations_made(void) { return atomic_load_explicit(&made, memory_order_relaxed); }

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count();
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  void *fresh = memalign(alignment, size);
  if (!fresh) return ENOMEM;
  *result = fresh;
  return 0;
}
