import { EsbuildEmitter } from "../../../jupyter/kernel/compiler/emitting/esbuild-emitter";
import { emitterContract } from "./emitter-contract";

emitterContract({
  name: "esbuild",
  create: (compilerOptions) => new EsbuildEmitter(compilerOptions),
  exceptions: {},
});
