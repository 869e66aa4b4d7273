import type { EmitOptions, Emitted } from "../../kernel/compiler/emitting/emitter";
import type { BuiltSource } from "../messages";
import { TypeScript6Emitter } from "./typescript-emitter";

/** JavaScript that was made when the site was, by the text that it was made of. */
const built = new Map<string, Emitted>();

export function knowBuilt(sources: readonly BuiltSource[]): void {
  for (const { text, ...emitted } of sources) built.set(text, emitted);
}

/** In the place of the emitter by esbuild. */
export class EsbuildEmitter extends TypeScript6Emitter {
  override async emit(text: string, options: EmitOptions): Promise<Emitted> {
    return (options.form === "module" && built.get(text)) || super.emit(text, options);
  }
}

export const startEsbuild = async (): Promise<void> => {};
