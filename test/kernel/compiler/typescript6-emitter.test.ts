import { TypeScript6Emitter } from "../../../jupyter/browser/seams/typescript-emitter";
import { emitterContract } from "./emitter-contract";

emitterContract({
  name: "TypeScript 6",
  create: (compilerOptions) => new TypeScript6Emitter(compilerOptions),
  exceptions: {},
});
