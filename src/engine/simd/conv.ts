import { contract } from "./contract";

/**
 * Cross-correlation of n images with f filters, without padding: `pad` makes a padded copy first.
 *
 *   out[i, j, f] = bias[f] + Σ_{di, dj, c} input[i · stride + di, j · stride + dj, c] · filters[di, dj, c, f]
 *
 * @param taps        kh · kw · c, what is under the window
 * @param tapOffsets  (taps) 32-bit integers: distances in bytes from the window's corner, in the filters' order
 * @param input   n times (h, w, c), c neighbouring values a pixel
 * @param out     n times (rows, columns, f), f a multiple of 4
 * @param filters (kh, kw, c, f)
 * @param bias    (f), or 0 for none
 */
export function conv(
  out: usize, input: usize, filters: usize, bias: usize, n: i32,
  h: i32, w: i32, c: i32, rows: i32, columns: i32, f: i32, taps: i32, stride: i32, tapOffsets: usize,
): void {
  const inRow = <usize>(w * c) << 2;
  const weight = <usize>f << 2;
  const pixel = <usize>(stride * c) << 2;
  if ((n & 3) == 0 && columns < 8 && (columns & 3) != 0) {
    // `contract` computes four rows at once. With 5 to 7 columns up to a third of that would be padding, so here the four rows
    // are one pixel of four images.
    for (let i = 0; i < rows; i++) {
      let at = input + <usize>(i * stride) * inRow;
      for (let j = 0; j < columns; j++) {
        contract(
          out, <usize>(rows * columns) * weight, n, f, at, <usize>h * inRow, tapOffsets, filters, weight, taps, bias, false,
        );
        out += weight;
        at += pixel;
      }
    }
    return;
  }
  for (let k = 0; k < n; k++) {
    const image = input + <usize>k * <usize>h * inRow;
    for (let i = 0; i < rows; i++) {
      contract(
        out, weight, columns, f,
        image + <usize>(i * stride) * inRow, pixel, tapOffsets, filters, weight, taps, bias, false,
      );
      out += <usize>columns * weight;
    }
  }
}

/**
 * Adds to dFilters[di, dj, c, f] the sum over n images and all i, j of
 * input[i · stride + di, j · stride + dj, c] · dOut[i, j, f].
 *
 * @param pixelOffsets  (together · pixels) 32-bit integers: distances in bytes in the input, pixel by pixel of dOut
 * @param together      images that are summed before the sum is stored; the order of additions is the same for any number
 */
export function filterGradient(
  dFilters: usize, input: usize, dOut: usize, n: i32,
  h: i32, w: i32, c: i32, pixels: i32, f: i32, kh: i32, kw: i32, pixelOffsets: usize, together: i32,
): void {
  const inRow = <usize>(w * c) << 2;
  const weight = <usize>f << 2;
  const run = kw * c;
  for (let k = 0; k < n; k += together) {
    const image = input + <usize>k * <usize>h * inRow;
    const slopes = dOut + <usize>k * <usize>pixels * weight;
    const terms = min(together, n - k) * pixels;
    for (let di = 0; di < kh; di++) {
      contract(
        dFilters + <usize>(di * run) * weight, weight, run, f,
        image + <usize>di * inRow, 4, pixelOffsets, slopes, weight, terms, 0, true,
      );
    }
  }
}

/**
 * The input's gradient where the output has far fewer pixels than the input, from 0. First what each pixel of dOut sends back,
 * column by column of a matrix, then each column to its place, where the windows overlap:
 *
 *   columns[i, j, di, (dj, c)] = Σ_f dOut[i, j, f] · byFilter[f, di, (dj, c)]
 *   dInput[i · stride + di, j · stride + dj, c] += columns[i, j, di, (dj, c)]
 *
 * @param byFilter  the filters in the order that `filtersByFilter` makes, c a multiple of 4
 * @param columns   (together, rows, columns, kh, kw, c)
 * @param offsets   (f) 32-bit integers, 4 · f
 * @param together  images whose columns are made at once
 */
export function columnGradient(
  dInput: usize, dOut: usize, byFilter: usize, columns: usize, n: i32, h: i32, w: i32, c: i32,
  rows: i32, cols: i32, f: i32, kh: i32, kw: i32, stride: i32, offsets: usize, together: i32,
): void {
  const pixels = rows * cols;
  const run = kw * c;
  const slope = <usize>f << 2;
  const column = <usize>(kh * run) << 2;
  const imageBytes = <usize>(h * w * c) << 2;
  memory.fill(dInput, 0, <usize>n * imageBytes);
  for (let k = 0; k < n; k += together) {
    const images = min(together, n - k);
    contract(columns, column, images * pixels, kh * run, dOut, slope, offsets, byFilter, column, f, 0, false);
    let from = columns;
    for (let image = 0; image < images; image++) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < cols; j++) {
          let to = dInput + <usize>((i * stride * w + j * stride) * c << 2);
          for (let di = 0; di < kh; di++) {
            const end = to + (<usize>run << 2);
            for (let at = to; at < end; at += 16) {
              v128.store(at, f32x4.add(v128.load(at), v128.load(from)));
              from += 16;
            }
            to += <usize>(w * c) << 2;
          }
        }
      }
      dInput += imageBytes;
    }
    dOut += <usize>(images * pixels) * slope;
  }
}

/**
 * Filters for the input's gradient, which is `conv` of the dilated, padded dOut with them: turned by 180 degrees, c and f swapped.
 *
 *   turned[kh - 1 - di, kw - 1 - dj, f, c] = filters[di, dj, c, f]
 */
export function turnFilters(turned: usize, filters: usize, c: i32, f: i32, kh: i32, kw: i32): void {
  const taps = kh * kw;
  for (let tap = 0; tap < taps; tap++) {
    for (let x = 0; x < c; x++) {
      for (let y = 0; y < f; y++) {
        const value = load<f32>(filters + (<usize>((tap * c + x) * f + y) << 2));
        store<f32>(turned + (<usize>(((taps - 1 - tap) * f + y) * c + x) << 2), value);
      }
    }
  }
}

/**
 * Copies n images (h, w, c), c a multiple of 4 or the images packed, into the middle of larger ones whose rest is left alone.
 * With `stride` 2 and more, pixels are set that far apart: what `conv` with a stride left out.
 *
 *   out[top + i · stride, left + j · stride, c] = input[i, j, c]
 */
export function pad(
  out: usize, input: usize, n: i32, h: i32, w: i32, c: i32,
  outH: i32, outW: i32, top: i32, left: i32, stride: i32,
): void {
  const pixel = <usize>c << 2;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < h; i++) {
      let to = out + <usize>(((k * outH + top + i * stride) * outW + left) * c << 2);
      if (stride == 1) {
        memory.copy(to, input, <usize>w * pixel);
        input += <usize>w * pixel;
      } else {
        for (let j = 0; j < w; j++) {
          memory.copy(to, input, pixel);
          to += <usize>stride * pixel;
          input += pixel;
        }
      }
    }
  }
}

/** The middle of n larger images, the other way round: out[i, j, c] = input[top + i, left + j, c]. */
export function crop(
  out: usize, input: usize, n: i32, h: i32, w: i32, c: i32,
  inH: i32, inW: i32, top: i32, left: i32,
): void {
  const row = <usize>(w * c) << 2;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < h; i++) {
      memory.copy(out, input + <usize>(((k * inH + top + i) * inW + left) * c << 2), row);
      out += row;
    }
  }
}
