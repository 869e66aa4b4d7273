type Heard = (...values: never[]) => unknown;

/** node:events, as far as programs use it in notebooks. */
export class EventEmitter {
  readonly #heard = new Map<string | symbol, Heard[]>();

  on(name: string | symbol, heard: Heard): this {
    this.#heard.set(name, [...(this.#heard.get(name) ?? []), heard]);
    return this;
  }

  once(name: string | symbol, heard: Heard): this {
    const first: Heard = (...values) => {
      this.off(name, first);
      heard(...values);
    };
    return this.on(name, first);
  }

  off(name: string | symbol, heard: Heard): this {
    this.#heard.set(
      name,
      (this.#heard.get(name) ?? []).filter((other) => other !== heard),
    );
    return this;
  }

  emit(name: string | symbol, ...values: unknown[]): boolean {
    const heard = this.#heard.get(name) ?? [];
    for (const one of heard) (one as (...values: unknown[]) => unknown).apply(this, values);
    return heard.length > 0;
  }

  listenerCount(name: string | symbol): number {
    return this.#heard.get(name)?.length ?? 0;
  }
}
