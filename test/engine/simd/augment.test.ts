import { describe, expect, test } from "vitest";
import { imageMover, randomMoves } from "../../../src/data/augment";
import { seededRandom } from "../../../src/random";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";

describe("the engine moves an image to the bytes that the layers' images have", () => {
  test.each([
    [28, 28, 1, {}],
    [28, 28, 1, { shift: 8, background: 255 }],
    [5, 9, 1, { shift: 100, rotation: 180, scale: 99, background: 7 }],
    [13, 4, 3, { rotation: 90, scale: 0, shift: 0 }],
    [8, 8, 3, { shift: 20 }],
  ])("%i x %i x %i, %j", (h, w, c, augmentation) => {
    const random = seededRandom(3);
    const size = h * w * c;
    const image = Uint8Array.from({ length: size }, () => random.integer(256));
    const draw = randomMoves([h, w, c], augmentation);
    const move = imageMover([h, w, c]);
    for (let seed = 0; seed < 50; seed++) {
      const k = new GuardedMemory();
      const [out, frame] = [size, (h + 2) * (w + 2) * c].map((bytes) => k.bytes(Array(bytes)));
      const drawn = draw(seed);
      k.simd.moveImage(out, k.bytes(image), frame, h, w, c, k.integers(drawn));
      const got = new Uint8Array(k.memory.buffer, out, size).slice();
      expect(got).toEqual(move(image, drawn));
      expect(k.intact).toBe(true);
    }
  });
});
