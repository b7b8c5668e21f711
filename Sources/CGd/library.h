// The functions of libgd that are used, found by their names; as gd.h of 2.1 and later declares them.
#ifndef CGD_LIBRARY_H
#define CGD_LIBRARY_H

#include <stdarg.h>

typedef struct gdImageStruct *gdImagePtr;
typedef struct { int x, y; } gdPoint;

struct libgd {
  gdImagePtr (*create_true_color)(int width, int height);
  gdImagePtr (*create_palette)(int width, int height);
  void (*destroy)(gdImagePtr image);
  void (*filled_rectangle)(gdImagePtr image, int x1, int y1, int x2, int y2, int color);
  void (*filled_polygon)(gdImagePtr image, gdPoint *points, int count, int color);
  char *(*string_ft)(
      gdImagePtr image, int *bounds, int color, const char *font, double size, double angle, int x, int y,
      const char *text);
  int (*use_font_config)(int flag);
  int (*get_true_color_pixel)(gdImagePtr image, int x, int y);
  void (*set_pixel)(gdImagePtr image, int x, int y, int color);
  int (*color_allocate)(gdImagePtr image, int red, int green, int blue);
  void *(*png_ptr)(gdImagePtr image, int *size);
  void *(*gif_begin_ptr)(gdImagePtr image, int *size, int global_colors, int loops);
  void *(*gif_add_ptr)(
      gdImagePtr image, int *size, int local_colors, int left, int top, int delay, int disposal, gdImagePtr previous);
  void *(*gif_end_ptr)(int *size);
  void (*set_error_method)(void (*method)(int priority, const char *format, va_list arguments));
  void (*free)(void *memory);
};

extern struct libgd libgd;

#endif
