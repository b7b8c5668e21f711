#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "CGd.h"

struct libgd libgd;

static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;
static bool is_open;

static const char *const names[] = {
#ifdef __APPLE__
  "libgd.3.dylib", "/opt/homebrew/lib/libgd.3.dylib", "/usr/local/lib/libgd.3.dylib",
#else
  "libgd.so.3", "libgd.so",
#endif
};

static bool find(void *library, const char *name, void *function) {
  void *found = dlsym(library, name);
  // POSIX lets a pointer of dlsym hold a function; C has no cast for it.
  memcpy(function, &found, sizeof found);
  return found != NULL;
}

static bool find_all(void *library) {
  return find(library, "gdImageCreateTrueColor", &libgd.create_true_color)
      && find(library, "gdImageCreate", &libgd.create_palette)
      && find(library, "gdImageDestroy", &libgd.destroy)
      && find(library, "gdImageFilledRectangle", &libgd.filled_rectangle)
      && find(library, "gdImageFilledPolygon", &libgd.filled_polygon)
      && find(library, "gdImageStringFT", &libgd.string_ft)
      && find(library, "gdFTUseFontConfig", &libgd.use_font_config)
      && find(library, "gdImageGetTrueColorPixel", &libgd.get_true_color_pixel)
      && find(library, "gdImageSetPixel", &libgd.set_pixel)
      && find(library, "gdImageColorAllocate", &libgd.color_allocate)
      && find(library, "gdImagePngPtr", &libgd.png_ptr)
      && find(library, "gdImageGifAnimBeginPtr", &libgd.gif_begin_ptr)
      && find(library, "gdImageGifAnimAddPtr", &libgd.gif_add_ptr)
      && find(library, "gdImageGifAnimEndPtr", &libgd.gif_end_ptr)
      && find(library, "gdSetErrorMethod", &libgd.set_error_method)
      && find(library, "gdFree", &libgd.free);
}

// Its warnings would be written over a screen; what fails is told by what is returned.
static void say_nothing(int priority, const char *format, va_list arguments) {
  (void)priority;
  (void)format;
  (void)arguments;
}

static int open_now(void) {
  int result = LIBGD_MISSING;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) continue;
    if (find_all(library)) {
      libgd.set_error_method(say_nothing);
      libgd.use_font_config(1);
      return LIBGD_OPEN;
    }
    result = LIBGD_TOO_OLD;
    dlclose(library);
  }
  return result;
}

int libgd_open(void) {
  pthread_mutex_lock(&opening);
  int result = is_open ? LIBGD_OPEN : open_now();
  is_open = result == LIBGD_OPEN;
  pthread_mutex_unlock(&opening);
  return result;
}

void libgd_bytes_free(struct libgd_bytes bytes) {
  if (bytes.start != NULL) libgd.free((void *)bytes.start);
}
