import { emitterContract } from "./emitter-contract";
import { TypeScript6Emitter } from "./typescript6-emitter";

emitterContract({
  name: "TypeScript 6",
  create: (compilerOptions) => new TypeScript6Emitter(compilerOptions),
  exceptions: {},
});
