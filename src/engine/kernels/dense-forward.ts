/**
 * A fully connected layer's totals for n inputs.
 *
 *   out[k, c] = bias[c] + Σ_x input[k, x] · weights[c, x]
 *
 * Weights lie by node, so that lanes run along x: the sum is long, and its lanes are added up once at its end.
 *
 * @param input    (n, x), x a multiple of 4, 0 where padded
 * @param weights  (nodes, x)
 * @param out      (n, stored); beyond nodes it is left alone
 */
export function dense(
  out: usize, input: usize, weights: usize, bias: usize, n: i32, x: i32, nodes: i32, stored: i32,
): void {
  const row = <usize>x << 2;
  const outRow = <usize>stored << 2;
  for (let k = 0; k < n; k += 2) {
    for (let c = 0; c < nodes; c += 5) {
      const to = out + (<usize>c << 2), from = weights + <usize>c * row, biases = bias ? bias + (<usize>c << 2) : 0;
      if (k + 1 < n) fiveNodesOfTwo(to, outRow, input, from, biases, row, nodes - c);
      else fiveNodes(to, input, from, biases, row, nodes - c);
    }
    out += 2 * outRow;
    input += 2 * row;
  }
}

// Five nodes at a time, of two images where there are two: the sums are the same, bit for bit. Where fewer nodes are left, the last one stands in for the missing ones too.

function fiveNodesOfTwo(
  out: usize, outRow: usize, input: usize, w0: usize, bias: usize, row: usize, nodes: i32,
): void {
  const row1 = nodes > 1 ? row : 0;
  const row2 = nodes > 2 ? row1 + row : row1;
  const row3 = nodes > 3 ? row2 + row : row2;
  const row4 = nodes > 4 ? row3 + row : row3;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0, t4 = s0;
  for (const end = input + row; input < end; input += 16) {
    const x = v128.load(input), y = v128.load(input + row);
    let w = v128.load(w0);
    s0 = f32x4.add(s0, f32x4.mul(x, w)); t0 = f32x4.add(t0, f32x4.mul(y, w));
    w = v128.load(w0 + row1);
    s1 = f32x4.add(s1, f32x4.mul(x, w)); t1 = f32x4.add(t1, f32x4.mul(y, w));
    w = v128.load(w0 + row2);
    s2 = f32x4.add(s2, f32x4.mul(x, w)); t2 = f32x4.add(t2, f32x4.mul(y, w));
    w = v128.load(w0 + row3);
    s3 = f32x4.add(s3, f32x4.mul(x, w)); t3 = f32x4.add(t3, f32x4.mul(y, w));
    w = v128.load(w0 + row4);
    s4 = f32x4.add(s4, f32x4.mul(x, w)); t4 = f32x4.add(t4, f32x4.mul(y, w));
    w0 += 16;
  }
  storeSums(out, bias, nodes, sum(s0), sum(s1), sum(s2), sum(s3), sum(s4));
  storeSums(out + outRow, bias, nodes, sum(t0), sum(t1), sum(t2), sum(t3), sum(t4));
}

function fiveNodes(out: usize, input: usize, w0: usize, bias: usize, row: usize, nodes: i32): void {
  const row1 = nodes > 1 ? row : 0;
  const row2 = nodes > 2 ? row1 + row : row1;
  const row3 = nodes > 3 ? row2 + row : row2;
  const row4 = nodes > 4 ? row3 + row : row3;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0;
  for (const end = input + row; input < end; input += 16) {
    const x = v128.load(input);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(w0)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(w0 + row1)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(w0 + row2)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(w0 + row3)));
    s4 = f32x4.add(s4, f32x4.mul(x, v128.load(w0 + row4)));
    w0 += 16;
  }
  storeSums(out, bias, nodes, sum(s0), sum(s1), sum(s2), sum(s3), sum(s4));
}

function storeSums(out: usize, bias: usize, nodes: i32, s0: f32, s1: f32, s2: f32, s3: f32, s4: f32): void {
  store<f32>(out, s0 + (bias ? load<f32>(bias) : 0));
  if (nodes > 1) store<f32>(out, s1 + (bias ? load<f32>(bias, 4) : 0), 4);
  if (nodes > 2) store<f32>(out, s2 + (bias ? load<f32>(bias, 8) : 0), 8);
  if (nodes > 3) store<f32>(out, s3 + (bias ? load<f32>(bias, 12) : 0), 12);
  if (nodes > 4) store<f32>(out, s4 + (bias ? load<f32>(bias, 16) : 0), 16);
}

// @ts-ignore: decorator
@inline
function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}
