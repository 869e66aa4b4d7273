/**
 * The one sum of products behind every dense kernel, over strided float32 in memory:
 *
 *   out[r, f] = start[f] + Σ_{o < outer} Σ_{t < steps} a[r, o, t] · b[o, t, f]
 *
 *   convolution        r pixel of a row, o kernel row, t column and channel under the kernel, f filter
 *   filter gradient    r column and channel under the kernel, o and t pixel, f filter
 *   dense gradients    r node or image, t image or node, f input
 *
 * `start` is out itself where `add`, else the bias, else 0. Lanes run over f, never over the sum. Strides are in bytes.
 *
 * @param columns  how many f; a multiple of 4
 */
export function contract(
  out: usize, outRow: usize, rows: i32, columns: i32,
  a: usize, aRow: usize, aStep: usize, aOuter: usize,
  b: usize, bStep: usize, bOuter: usize,
  steps: i32, outer: i32, bias: usize, add: bool,
): void {
  const wide = columns & ~7;
  for (let r = 0; r < rows; ) {
    const left = rows - r;
    const outR = out + <usize>r * outRow;
    const aR = a + <usize>r * aRow;
    for (let f = 0; f < wide; f += 8) {
      const at = <usize>f << 2;
      const start = add ? outR + at : bias ? bias + at : 0;
      if (left == 1) tile1x8(outR + at, aR, aStep, aOuter, b + at, bStep, bOuter, steps, outer, start);
      else tile4x8(outR + at, outRow, left, aR, aRow, aStep, aOuter, b + at, bStep, bOuter, steps, outer, start, add);
    }
    if (wide < columns) {
      const at = <usize>wide << 2;
      const start = add ? outR + at : bias ? bias + at : 0;
      tile4x4(outR + at, outRow, left, aR, aRow, aStep, aOuter, b + at, bStep, bOuter, steps, outer, start, add);
    }
    r += left == 1 ? 1 : 4;
  }
}

// Eight sums, two weights and one splat stay in registers. Where fewer than four rows are left, the last one
// stands in for the missing ones too: it is computed and stored again, with the same bits.

// @ts-ignore: decorator
@inline
function tile4x8(
  out: usize, outRow: usize, rows: i32,
  a: usize, aRow: usize, aStep: usize, aOuter: usize,
  b: usize, bStep: usize, bOuter: usize,
  steps: i32, outer: i32, start: usize, add: bool,
): void {
  const row1 = rows > 1 ? aRow : 0;
  const row2 = rows > 2 ? row1 + aRow : row1;
  const row3 = rows > 3 ? row2 + aRow : row2;
  const out1 = rows > 1 ? out + outRow : out;
  const out2 = rows > 2 ? out1 + outRow : out1;
  const out3 = rows > 3 ? out2 + outRow : out2;
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  if (start) {
    s00 = v128.load(start); s01 = v128.load(start, 16);
    s10 = v128.load(add ? out1 : start); s11 = v128.load(add ? out1 : start, 16);
    s20 = v128.load(add ? out2 : start); s21 = v128.load(add ? out2 : start, 16);
    s30 = v128.load(add ? out3 : start); s31 = v128.load(add ? out3 : start, 16);
  }
  for (let o = 0; o < outer; o++) {
    let pa = a, pb = b;
    const end = b + <usize>steps * bStep;
    do {
      const b0 = v128.load(pb), b1 = v128.load(pb, 16);
      let x = v128.load32_splat(pa);
      s00 = f32x4.add(s00, f32x4.mul(x, b0)); s01 = f32x4.add(s01, f32x4.mul(x, b1));
      x = v128.load32_splat(pa + row1);
      s10 = f32x4.add(s10, f32x4.mul(x, b0)); s11 = f32x4.add(s11, f32x4.mul(x, b1));
      x = v128.load32_splat(pa + row2);
      s20 = f32x4.add(s20, f32x4.mul(x, b0)); s21 = f32x4.add(s21, f32x4.mul(x, b1));
      x = v128.load32_splat(pa + row3);
      s30 = f32x4.add(s30, f32x4.mul(x, b0)); s31 = f32x4.add(s31, f32x4.mul(x, b1));
      pa += aStep; pb += bStep;
    } while (pb < end);
    a += aOuter; b += bOuter;
  }
  v128.store(out, s00); v128.store(out, s01, 16);
  v128.store(out1, s10); v128.store(out1, s11, 16);
  v128.store(out2, s20); v128.store(out2, s21, 16);
  v128.store(out3, s30); v128.store(out3, s31, 16);
}

// @ts-ignore: decorator
@inline
function tile4x4(
  out: usize, outRow: usize, rows: i32,
  a: usize, aRow: usize, aStep: usize, aOuter: usize,
  b: usize, bStep: usize, bOuter: usize,
  steps: i32, outer: i32, start: usize, add: bool,
): void {
  const row1 = rows > 1 ? aRow : 0;
  const row2 = rows > 2 ? row1 + aRow : row1;
  const row3 = rows > 3 ? row2 + aRow : row2;
  const out1 = rows > 1 ? out + outRow : out;
  const out2 = rows > 2 ? out1 + outRow : out1;
  const out3 = rows > 3 ? out2 + outRow : out2;
  let s00 = f32x4.splat(0), s10 = s00, s20 = s00, s30 = s00;
  if (start) {
    s00 = v128.load(start);
    s10 = v128.load(add ? out1 : start);
    s20 = v128.load(add ? out2 : start);
    s30 = v128.load(add ? out3 : start);
  }
  for (let o = 0; o < outer; o++) {
    let pa = a, pb = b;
    const end = b + <usize>steps * bStep;
    do {
      const b0 = v128.load(pb);
      let x = v128.load32_splat(pa);
      s00 = f32x4.add(s00, f32x4.mul(x, b0));
      x = v128.load32_splat(pa + row1);
      s10 = f32x4.add(s10, f32x4.mul(x, b0));
      x = v128.load32_splat(pa + row2);
      s20 = f32x4.add(s20, f32x4.mul(x, b0));
      x = v128.load32_splat(pa + row3);
      s30 = f32x4.add(s30, f32x4.mul(x, b0));
      pa += aStep; pb += bStep;
    } while (pb < end);
    a += aOuter; b += bOuter;
  }
  v128.store(out, s00);
  v128.store(out1, s10);
  v128.store(out2, s20);
  v128.store(out3, s30);
}

// @ts-ignore: decorator
@inline
function tile1x8(
  out: usize,
  a: usize, aStep: usize, aOuter: usize,
  b: usize, bStep: usize, bOuter: usize,
  steps: i32, outer: i32, start: usize,
): void {
  let s00 = f32x4.splat(0), s01 = s00;
  if (start) {
    s00 = v128.load(start); s01 = v128.load(start, 16);
  }
  for (let o = 0; o < outer; o++) {
    let pa = a, pb = b;
    const end = b + <usize>steps * bStep;
    do {
      const b0 = v128.load(pb), b1 = v128.load(pb, 16);
      const x = v128.load32_splat(pa);
      s00 = f32x4.add(s00, f32x4.mul(x, b0)); s01 = f32x4.add(s01, f32x4.mul(x, b1));
      pa += aStep; pb += bStep;
    } while (pb < end);
    a += aOuter; b += bOuter;
  }
  v128.store(out, s00); v128.store(out, s01, 16);
}
