#include "canvas.h"

#include <math.h>
#include <stdlib.h>

struct libgd_canvas *libgd_canvas_create(int width, int height, uint32_t ground) {
  if (width < 1 || height < 1 || width > 20000 || height > 20000) return NULL;
  struct libgd_canvas *canvas = malloc(sizeof *canvas);
  gdImagePtr image = libgd.create_true_color(width, height);
  if (canvas == NULL || image == NULL) {
    if (image != NULL) libgd.destroy(image);
    free(canvas);
    return NULL;
  }
  *canvas = (struct libgd_canvas){.image = image, .width = width, .height = height};
  libgd.filled_rectangle(image, 0, 0, width - 1, height - 1, (int)(ground & 0xFFFFFF));
  return canvas;
}

void libgd_canvas_destroy(struct libgd_canvas *canvas) {
  libgd.destroy(canvas->image);
  free(canvas);
}

void libgd_canvas_fill(struct libgd_canvas *canvas, const int32_t *corners, int count, uint32_t color, double opacity) {
  if (count < 3) return;
  gdPoint *points = malloc((size_t)count * sizeof *points);
  if (points == NULL) return;
  for (int i = 0; i < count; i++) points[i] = (gdPoint){corners[2 * i], corners[2 * i + 1]};
  // gd counts transparency, from 0 to 127.
  double share = opacity < 0 ? 0 : opacity > 1 ? 1 : opacity;
  int transparency = (int)lround((1 - share) * 127);
  libgd.filled_polygon(canvas->image, points, count, transparency << 24 | (int)(color & 0xFFFFFF));
  free(points);
}

bool libgd_canvas_write(
    struct libgd_canvas *canvas, const char *text, double x, double y, double pixels, double share, bool is_bold,
    bool is_upright, uint32_t color) {
  char font[] = "sans:bold";
  if (!is_bold) font[4] = '\0';
  // gd takes points at 96 dots to the inch.
  double size = pixels * 72 / 96;
  int bounds[8];
  if (libgd.string_ft(NULL, bounds, 0, font, size, 0, 0, 0, text) != NULL) return false;
  double before = (bounds[2] - bounds[0]) * share + bounds[0];
  double left = is_upright ? x : x - before, base = is_upright ? y + before : y;
  return libgd.string_ft(
             canvas->image, bounds, (int)(color & 0xFFFFFF), font, size, is_upright ? M_PI / 2 : 0, (int)lround(left),
             (int)lround(base), text)
      == NULL;
}

uint32_t libgd_canvas_color(const struct libgd_canvas *canvas, int x, int y) {
  if (x < 0 || y < 0 || x >= canvas->width || y >= canvas->height) return 0;
  return (uint32_t)libgd.get_true_color_pixel(canvas->image, x, y) & 0xFFFFFF;
}

struct libgd_canvas *libgd_canvas_reduced(const struct libgd_canvas *canvas, int factor) {
  int width = canvas->width / factor, height = canvas->height / factor, area = factor * factor;
  struct libgd_canvas *reduced = libgd_canvas_create(width, height, 0);
  if (reduced == NULL) return NULL;
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      uint32_t red = 0, green = 0, blue = 0;
      for (int dy = 0; dy < factor; dy++) {
        for (int dx = 0; dx < factor; dx++) {
          uint32_t color = (uint32_t)libgd.get_true_color_pixel(canvas->image, x * factor + dx, y * factor + dy);
          red += color >> 16 & 255;
          green += color >> 8 & 255;
          blue += color & 255;
        }
      }
      uint32_t half = (uint32_t)area / 2, n = (uint32_t)area;
      uint32_t mean = (red + half) / n << 16 | (green + half) / n << 8 | (blue + half) / n;
      libgd.set_pixel(reduced->image, x, y, (int)mean);
    }
  }
  return reduced;
}

struct libgd_bytes libgd_canvas_png(const struct libgd_canvas *canvas) {
  struct libgd_bytes bytes = {NULL, 0};
  bytes.start = libgd.png_ptr(canvas->image, &bytes.count);
  return bytes;
}
