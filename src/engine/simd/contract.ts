/**
 * The one sum of products behind every dense sum, over strided float32 in memory:
 *
 *   out[r, f] = start[f] + Σ_{t < terms} a[r · aRow + offsets[t]] · b[t · bStep + f]
 *
 *   convolution        r pixel of a row, t row, column and channel under the window, f filter
 *   filter gradient    r column and channel under the window, t pixel, f filter
 *   dense gradients    r node or image, t image or node, f input
 *
 * `start` is out itself where `add`, else the bias, else 0. Lanes run over f, never over the sum.
 *
 * @param offsets  (terms) 32-bit integers; they and all strides are in bytes
 * @param columns  how many f; a multiple of 4
 */
export function contract(
  out: usize, outRow: usize, rows: i32, columns: i32,
  a: usize, aRow: usize, offsets: usize, b: usize, bStep: usize, terms: i32, bias: usize, add: bool,
): void {
  const wide = columns & ~7;
  for (let f: usize = 0; f < <usize>wide << 2; f += 32) {
    const start = bias ? bias + f : 0;
    if (aRow == 4) {
      const full = rows & ~3;
      near4x8(out + f, outRow, full, a, offsets, b + f, bStep, terms, start, add);
      if (full < rows) rest4x8(out + f + <usize>full * outRow, outRow, rows - full, a + (<usize>full << 2), aRow, offsets, b + f, bStep, terms, start, add);
    } else {
      far4x8(out + f, outRow, rows, a, aRow, offsets, b + f, bStep, terms, start, add);
    }
  }
  if (wide < columns) {
    const f = <usize>wide << 2;
    far4x4(out + f, outRow, rows, a, aRow, offsets, b + f, bStep, terms, bias ? bias + f : 0, add);
  }
}

/** The same, kept out of line: with both of them inlined `contract` would have more than its registers hold. */
function rest4x8(
  out: usize, outRow: usize, rows: i32, a: usize, aRow: usize,
  offsets: usize, b: usize, bStep: usize, terms: i32, start: usize, add: bool,
): void {
  far4x8(out, outRow, rows, a, aRow, offsets, b, bStep, terms, start, add);
}

// Four rows at a time: eight sums, two weights and one splat stay in registers. Where fewer than four rows are left, the
// last one stands in for the missing ones too: it is computed and stored again, with the same bits. `near` is for rows
// that are neighbours in memory, the first layer's pixels for one.

// @ts-ignore: decorator
@inline
function far4x8(
  out: usize, outRow: usize, rows: i32, a: usize, aRow: usize,
  offsets: usize, b: usize, bStep: usize, terms: i32, start: usize, add: bool,
): void {
  let row1 = aRow, row2 = 2 * aRow, row3 = 3 * aRow;
  let out1 = outRow, out2 = 2 * outRow, out3 = 3 * outRow;
  for (; rows > 0; rows -= 4) {
    if (rows < 4) {
      row1 = rows > 1 ? aRow : 0; out1 = rows > 1 ? outRow : 0;
      row2 = rows > 2 ? row2 : row1; out2 = rows > 2 ? out2 : out1;
      row3 = row2; out3 = out2;
    }
    tile4x8(out, out1, out2, out3, a, row1, row2, row3, offsets, b, bStep, terms, start, add);
    out += 4 * outRow;
    a += 4 * aRow;
  }
}

/** @param rows  a multiple of 4 */
// @ts-ignore: decorator
@inline
function near4x8(
  out: usize, outRow: usize, rows: i32, a: usize,
  offsets: usize, b: usize, bStep: usize, terms: i32, start: usize, add: bool,
): void {
  for (; rows > 0; rows -= 4) {
    tile4x8(out, outRow, 2 * outRow, 3 * outRow, a, 4, 8, 12, offsets, b, bStep, terms, start, add);
    out += 4 * outRow;
    a += 16;
  }
}

/** Four rows, `out1`, … and `row1`, … from the first. */
// @ts-ignore: decorator
@inline
function tile4x8(
  out: usize, out1: usize, out2: usize, out3: usize, a: usize, row1: usize, row2: usize, row3: usize,
  offsets: usize, b: usize, bStep: usize, terms: i32, start: usize, add: bool,
): void {
  const lastOffset = offsets + (<usize>terms << 2);
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  if (add) {
    s00 = v128.load(out); s01 = v128.load(out, 16);
    s10 = v128.load(out + out1); s11 = v128.load(out + out1, 16);
    s20 = v128.load(out + out2); s21 = v128.load(out + out2, 16);
    s30 = v128.load(out + out3); s31 = v128.load(out + out3, 16);
  } else if (start) {
    s30 = s20 = s10 = s00 = v128.load(start);
    s31 = s21 = s11 = s01 = v128.load(start, 16);
  }
  let at = b;
  for (let t = offsets; t < lastOffset; t += 4) {
    const p = a + <usize>load<i32>(t);
    const b0 = v128.load(at), b1 = v128.load(at, 16);
    let x = v128.load32_splat(p);
    s00 = f32x4.add(s00, f32x4.mul(x, b0)); s01 = f32x4.add(s01, f32x4.mul(x, b1));
    x = v128.load32_splat(p + row1);
    s10 = f32x4.add(s10, f32x4.mul(x, b0)); s11 = f32x4.add(s11, f32x4.mul(x, b1));
    x = v128.load32_splat(p + row2);
    s20 = f32x4.add(s20, f32x4.mul(x, b0)); s21 = f32x4.add(s21, f32x4.mul(x, b1));
    x = v128.load32_splat(p + row3);
    s30 = f32x4.add(s30, f32x4.mul(x, b0)); s31 = f32x4.add(s31, f32x4.mul(x, b1));
    at += bStep;
  }
  v128.store(out, s00); v128.store(out, s01, 16);
  v128.store(out + out1, s10); v128.store(out + out1, s11, 16);
  v128.store(out + out2, s20); v128.store(out + out2, s21, 16);
  v128.store(out + out3, s30); v128.store(out + out3, s31, 16);
}

// @ts-ignore: decorator
@inline
function far4x4(
  out: usize, outRow: usize, rows: i32, a: usize, aRow: usize,
  offsets: usize, b: usize, bStep: usize, terms: i32, start: usize, add: bool,
): void {
  let row1 = aRow, row2 = 2 * aRow, row3 = 3 * aRow;
  let out1 = outRow, out2 = 2 * outRow, out3 = 3 * outRow;
  const lastOffset = offsets + (<usize>terms << 2);
  for (; rows > 0; rows -= 4) {
    if (rows < 4) {
      row1 = rows > 1 ? aRow : 0; out1 = rows > 1 ? outRow : 0;
      row2 = rows > 2 ? row2 : row1; out2 = rows > 2 ? out2 : out1;
      row3 = row2; out3 = out2;
    }
    let s00 = f32x4.splat(0), s10 = s00, s20 = s00, s30 = s00;
    if (add) {
      s00 = v128.load(out);
      s10 = v128.load(out + out1);
      s20 = v128.load(out + out2);
      s30 = v128.load(out + out3);
    } else if (start) {
      s30 = s20 = s10 = s00 = v128.load(start);
    }
    let at = b;
    for (let t = offsets; t < lastOffset; t += 4) {
      const p = a + <usize>load<i32>(t);
      const b0 = v128.load(at);
      let x = v128.load32_splat(p);
      s00 = f32x4.add(s00, f32x4.mul(x, b0));
      x = v128.load32_splat(p + row1);
      s10 = f32x4.add(s10, f32x4.mul(x, b0));
      x = v128.load32_splat(p + row2);
      s20 = f32x4.add(s20, f32x4.mul(x, b0));
      x = v128.load32_splat(p + row3);
      s30 = f32x4.add(s30, f32x4.mul(x, b0));
      at += bStep;
    }
    v128.store(out, s00);
    v128.store(out + out1, s10);
    v128.store(out + out2, s20);
    v128.store(out + out3, s30);
    out += 4 * outRow;
    a += 4 * aRow;
  }
}
