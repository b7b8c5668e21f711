// libgd, opened when a picture of pixels is first asked for and not linked: who never exports one needs none, and the
// program stays one file. Its headers are not needed to build.
//
// What is declared here is the little that filled shapes, text, PNG and animated GIF need. A canvas and a film belong to
// one thread at a time. Documentation: https://libgd.github.io/manuals/2.3.3/
#ifndef CGD_H
#define CGD_H

#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum {
  LIBGD_OPEN = 0,
  /// There is none on this machine.
  LIBGD_MISSING,
  /// There is one without what is needed here: older than 2.1, or built without PNG or type.
  LIBGD_TOO_OLD,
};

/// Opens the library if it is not open yet; nothing else here may be called before it has returned LIBGD_OPEN. From any
/// thread, and again after a failure.
int libgd_open(void);

/// Bytes that the library has made; see libgd_bytes_free.
struct libgd_bytes {
  const uint8_t *_Nullable start;
  int count;
};

void libgd_bytes_free(struct libgd_bytes bytes);

// MARK: - Drawing. Colours are 0xRRGGBB, and opacity goes from 0 to 1.

struct libgd_canvas;

/// NULL without memory, and for a side that is not from 1 to 20000.
struct libgd_canvas *_Nullable libgd_canvas_create(int width, int height, uint32_t ground);
void libgd_canvas_destroy(struct libgd_canvas *canvas);

/// Fills a polygon of pairs of pixels, x before y.
void libgd_canvas_fill(struct libgd_canvas *canvas, const int32_t *corners, int count, uint32_t color, double opacity);

/// Writes a line of text on its base line.
///
/// - share: how much of its length lies before the place: 0 for its start, 0.5 for its middle, 1 for its end.
/// - Returns: false where no font was found.
bool libgd_canvas_write(
    struct libgd_canvas *canvas, const char *text, double x, double y, double pixels, double share, bool is_bold,
    bool is_upright, uint32_t color);

/// A smaller one in which each pixel is the mean of `factor` times `factor`. NULL without memory.
struct libgd_canvas *_Nullable libgd_canvas_reduced(const struct libgd_canvas *canvas, int factor);

/// The colour of a pixel; 0 outside.
uint32_t libgd_canvas_color(const struct libgd_canvas *canvas, int x, int y);

/// Empty where it could not be made.
struct libgd_bytes libgd_canvas_png(const struct libgd_canvas *canvas);

// MARK: - Animation

struct libgd_film;

/// A GIF of so many colours, 1 to 256, that plays over and over. NULL without memory.
struct libgd_film *_Nullable libgd_film_create(int width, int height, const uint32_t *colors, int count);
void libgd_film_destroy(struct libgd_film *film);

/// The bytes before the first frame.
struct libgd_bytes libgd_film_start(struct libgd_film *film);

/// The bytes of a frame in the nearest of the colours, less what has not changed since the one before.
struct libgd_bytes libgd_film_add(struct libgd_film *film, const struct libgd_canvas *canvas, int hundredths);

/// The bytes behind the last frame.
struct libgd_bytes libgd_film_end(struct libgd_film *film);

#pragma clang assume_nonnull end

#endif
