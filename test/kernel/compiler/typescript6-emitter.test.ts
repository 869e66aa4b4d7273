import { TypeScript6Emitter } from "../../../jupyter/browser/seams/typescript-emitter";
import { emitterContract } from "./emitter-contract";

// What its loops and its `catch` call: see jupyter/browser/stop.ts.
Object.assign(globalThis, { __look: () => 0, __uncaught: () => {} });

emitterContract({
  name: "TypeScript 6",
  create: (compilerOptions) => new TypeScript6Emitter(compilerOptions),
  exceptions: {},
});
