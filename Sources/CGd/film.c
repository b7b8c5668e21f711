#include <stdlib.h>

#include "canvas.h"

struct libgd_film {
  int width, height, count;
  uint32_t colors[256];
  // The nearest colour of each of 32 shades of red, green and blue, plus 1; 0 where it is not looked for yet.
  uint16_t nearest[32 * 32 * 32];
  gdImagePtr palette, previous;
};

static gdImagePtr create_image(const struct libgd_film *film) {
  gdImagePtr image = libgd.create_palette(film->width, film->height);
  if (image == NULL) return NULL;
  for (int i = 0; i < film->count; i++) {
    uint32_t color = film->colors[i];
    libgd.color_allocate(image, color >> 16 & 255, color >> 8 & 255, color & 255);
  }
  return image;
}

struct libgd_film *libgd_film_create(int width, int height, const uint32_t *colors, int count) {
  if (count < 1 || count > 256) return NULL;
  struct libgd_film *film = calloc(1, sizeof *film);
  if (film == NULL) return NULL;
  film->width = width;
  film->height = height;
  film->count = count;
  for (int i = 0; i < count; i++) film->colors[i] = colors[i];
  film->palette = create_image(film);
  if (film->palette == NULL) {
    free(film);
    return NULL;
  }
  return film;
}

void libgd_film_destroy(struct libgd_film *film) {
  libgd.destroy(film->palette);
  if (film->previous != NULL) libgd.destroy(film->previous);
  free(film);
}

struct libgd_bytes libgd_film_start(struct libgd_film *film) {
  struct libgd_bytes bytes = {NULL, 0};
  // One palette for all frames; 0 is for ever.
  bytes.start = libgd.gif_begin_ptr(film->palette, &bytes.count, 1, 0);
  return bytes;
}

static int nearest(struct libgd_film *film, uint32_t color) {
  int red = color >> 16 & 255, green = color >> 8 & 255, blue = color & 255;
  uint16_t *known = &film->nearest[(red >> 3) << 10 | (green >> 3) << 5 | blue >> 3];
  if (*known != 0) return *known - 1;
  int best = 0;
  long least = -1;
  for (int i = 0; i < film->count; i++) {
    long dr = red - (int)(film->colors[i] >> 16 & 255), dg = green - (int)(film->colors[i] >> 8 & 255),
         db = blue - (int)(film->colors[i] & 255);
    long distance = 2 * dr * dr + 4 * dg * dg + 3 * db * db;
    if (least < 0 || distance < least) {
      least = distance;
      best = i;
    }
  }
  *known = (uint16_t)(best + 1);
  return best;
}

struct libgd_bytes libgd_film_add(struct libgd_film *film, const struct libgd_canvas *canvas, int hundredths) {
  struct libgd_bytes bytes = {NULL, 0};
  gdImagePtr image = create_image(film);
  if (image == NULL) return bytes;
  for (int y = 0; y < film->height; y++) {
    for (int x = 0; x < film->width; x++) {
      libgd.set_pixel(image, x, y, nearest(film, libgd_canvas_color(canvas, x, y)));
    }
  }
  const int keep = 1;  // gdDisposalNone: the next is drawn over it
  bytes.start = libgd.gif_add_ptr(image, &bytes.count, 0, 0, 0, hundredths, keep, film->previous);
  if (film->previous != NULL) libgd.destroy(film->previous);
  film->previous = image;
  return bytes;
}

struct libgd_bytes libgd_film_end(struct libgd_film *film) {
  (void)film;
  struct libgd_bytes bytes = {NULL, 0};
  bytes.start = libgd.gif_end_ptr(&bytes.count);
  return bytes;
}
