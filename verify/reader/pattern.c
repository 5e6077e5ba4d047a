/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/reader/pattern.h"

#include <math.h>

double sello_grey_at(const struct sello_image *image, double x, double y) {
    double right = (double)image->width - 1, bottom = (double)image->height - 1;
    x -= 0.5;
    y -= 0.5;
    x = x > 0 ? (x < right ? x : right) : 0; /* also where it is no number */
    y = y > 0 ? (y < bottom ? y : bottom) : 0;
    size_t left = (size_t)x, top = (size_t)y;
    size_t next = left + 1 < image->width ? 1 : 0;
    const uint8_t *row = image->grey + top * image->width + left;
    const uint8_t *below = top + 1 < image->height ? row + image->width : row;
    double s = x - (double)left, t = y - (double)top;
    double upper = row[0] + s * (row[next] - row[0]);
    double lower = below[0] + s * (below[next] - below[0]);
    return upper + t * (lower - upper);
}

struct sello_two_levels sello_two_levels_of(const double *grey, unsigned n) {
    double middle = 0, half = 0;
    for (unsigned i = 0; i < n; i++) {
        middle += grey[i] / n;
    }
    for (unsigned round = 0; round < 2; round++) {
        double sum[2] = {0};
        unsigned count[2] = {0};
        for (unsigned i = 0; i < n; i++) {
            unsigned light = grey[i] > middle;
            sum[light] += grey[i];
            count[light]++;
        }
        if (count[0] == 0 || count[1] == 0) {
            break;
        }
        double low = sum[0] / count[0], high = sum[1] / count[1];
        middle = (low + high) / 2;
        half = (high - low) / 2;
    }
    return (struct sello_two_levels){middle, half};
}

double sello_pattern_likeness(const struct sello_image *image, const struct sello_pattern *pattern,
                              const struct sello_frame *frame) {
    double n = 0, n_light = 0, sum = 0, squares = 0, light = 0;
    for (int b = -pattern->rings; b <= pattern->rings; b++) {
        for (int a = -pattern->rings; a <= pattern->rings; a++, n++) {
            double grey = sello_frame_grey(image, frame, a, b);
            sum += grey;
            squares += grey * grey;
            if (sello_pattern_is_light(pattern, a, b)) {
                light += grey;
                n_light++;
            }
        }
    }
    double spread = (squares - sum * sum / n) * (n_light - n_light * n_light / n);
    return spread > 0 ? (light - sum * n_light / n) / sqrt(spread) : 0;
}

/* Each of the six numbers by itself, in ever smaller steps. */
double sello_pattern_fit(const struct sello_image *image, const struct sello_pattern *pattern,
                         struct sello_frame *frame) {
    double *part[6] = {&frame->x, &frame->y, &frame->ux, &frame->uy, &frame->vx, &frame->vy};
    double module = sqrt(fabs(frame->ux * frame->vy - frame->uy * frame->vx));
    double best = sello_pattern_likeness(image, pattern, frame);
    for (double step = 0.16 * module; step > 0.015 * module; step /= 2) {
        bool moved = true;
        for (int round = 0; moved && round < 8; round++) {
            moved = false;
            for (unsigned i = 0; i < 6; i++) {
                double was = *part[i], by = i < 2 ? 3 * step : step;
                for (int sign = -1; sign <= 1; sign += 2) {
                    *part[i] = was + sign * by;
                    double score = sello_pattern_likeness(image, pattern, frame);
                    if (score > best) {
                        best = score;
                        was = *part[i];
                        moved = true;
                    }
                }
                *part[i] = was;
            }
        }
    }
    return best;
}
