import { contract } from "./contract";

/** dWeights[c, x] += Σ_k dOut[k, c] · input[k, x]; x a multiple of 4; imageOffsets[k] where image k is in dOut, in bytes */
export function denseGradient(
  dWeights: usize, input: usize, dOut: usize, n: i32, x: i32, nodes: i32, imageOffsets: usize,
): void {
  const row = <usize>x << 2;
  contract(dWeights, row, nodes, x, dOut, 4, imageOffsets, input, row, n, 0, true);
}

/** dInput[k, x] = Σ_c dOut[k, c] · weights[c, x]; x a multiple of 4; nodeOffsets[c] = 4 · c */
export function denseInputGradient(
  dInput: usize, weights: usize, dOut: usize, n: i32, x: i32, nodes: i32, stored: i32, nodeOffsets: usize,
): void {
  const row = <usize>x << 2;
  contract(dInput, row, n, x, dOut, <usize>stored << 2, nodeOffsets, weights, row, nodes, 0, false);
}

/**
 * Both and the update in one visit of the weights, for a batch of one image:
 * dInput[x] = Σ_c dOut[c] · weights[c, x], then weights[c, x] -= rate · dOut[c] · input[x].
 */
export function denseStep(
  dInput: usize, weights: usize, input: usize, dOut: usize, x: i32, nodes: i32, rate: f32,
): void {
  const row = <usize>x << 2;
  const end = dInput + row;
  const endOfFours = dInput + (row & ~63);
  const lastNode = dOut + (<usize>nodes << 2);
  while (dInput < endOfFours) {
    const x0 = v128.load(input), x1 = v128.load(input, 16), x2 = v128.load(input, 32), x3 = v128.load(input, 48);
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let w = weights;
    for (let c = dOut; c < lastNode; c += 4) {
      const slope = v128.load32_splat(c);
      const step = f32x4.mul(slope, f32x4.splat(rate));
      const w0 = v128.load(w), w1 = v128.load(w, 16), w2 = v128.load(w, 32), w3 = v128.load(w, 48);
      s0 = f32x4.add(s0, f32x4.mul(slope, w0)); v128.store(w, f32x4.sub(w0, f32x4.mul(step, x0)));
      s1 = f32x4.add(s1, f32x4.mul(slope, w1)); v128.store(w, f32x4.sub(w1, f32x4.mul(step, x1)), 16);
      s2 = f32x4.add(s2, f32x4.mul(slope, w2)); v128.store(w, f32x4.sub(w2, f32x4.mul(step, x2)), 32);
      s3 = f32x4.add(s3, f32x4.mul(slope, w3)); v128.store(w, f32x4.sub(w3, f32x4.mul(step, x3)), 48);
      w += row;
    }
    v128.store(dInput, s0); v128.store(dInput, s1, 16); v128.store(dInput, s2, 32); v128.store(dInput, s3, 48);
    dInput += 64; input += 64; weights += 64;
  }
  while (dInput < end) {
    const x0 = v128.load(input);
    let s0 = f32x4.splat(0);
    let w = weights;
    for (let c = dOut; c < lastNode; c += 4) {
      const slope = v128.load32_splat(c);
      const w0 = v128.load(w);
      s0 = f32x4.add(s0, f32x4.mul(slope, w0));
      v128.store(w, f32x4.sub(w0, f32x4.mul(f32x4.mul(slope, f32x4.splat(rate)), x0)));
      w += row;
    }
    v128.store(dInput, s0);
    dInput += 16; input += 16; weights += 16;
  }
}
