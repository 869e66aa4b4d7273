import type { Dataset } from "../../data/dataset";
import type { RunnerGroup } from "../../training/runner";
import type { Programs } from "../programs/compile";
import { describe } from "../programs/describe";
import { Control } from "../simd/control";
import { Engine } from "./engine";
import type { Home } from "./home";
import { type Layout, layOut, type RunPlan } from "./layout";
import { allocate, instantiate, simdHeap } from "./simd-module";
import { startTeam, type Team, worthATeam } from "./workers";

/** One network of a group, compiled. */
export interface GroupMember {
  readonly programs: Programs;
  readonly plan: RunPlan;
}

/**
 * Engines in one memory, whose steps are computed at the same time. All have one batch size, so all have as many
 * chunks. The weights of each have the same bits as if it were alone.
 */
export class EngineGroup implements RunnerGroup {
  readonly runners: readonly Engine[];
  readonly #home: Omit<Home, "layout">;
  readonly #controls: readonly number[];
  /** The control blocks of the networks that take part in a step, as the threads read them. */
  readonly #list: Int32Array;
  readonly #first: Int32Array;
  readonly #threads: number;
  readonly #chunks: number;
  #team: Team | undefined;
  #milliseconds = 0;

  /** Whether they need at most a gigabyte together. */
  static fits(members: readonly GroupMember[]): boolean {
    return layOutAll(members).end <= 2 ** 30;
  }

  /** @throws {RangeError} if there is not enough memory */
  constructor(members: readonly GroupMember[], dataset: Dataset) {
    const { layouts, end } = layOutAll(members);
    const memory = allocate(end + 4 * members.length);
    const simd = instantiate(memory);
    this.#home = { memory, simd };
    this.runners = members.map(({ programs, plan }, k) => {
      return new Engine(programs, dataset, plan, { memory, simd, layout: layouts[k] });
    });
    this.#controls = layouts.map(({ control }) => control);
    this.#list = new Int32Array(memory.buffer, end, members.length);
    this.#first = new Int32Array(memory.buffer, this.#controls[0], Control.Size);
    this.#first[Control.NetworksAt] = end;
    this.#threads = members[0].plan.threads;
    this.#chunks = members[0].plan.chunks;
  }

  step(taking: readonly number[]): void {
    const { simd } = this.#home;
    const controls = taking.map((k) => this.#controls[k]);
    if (this.#threads === 1 || this.#milliseconds < worthATeam) {
      const started = performance.now();
      for (const control of controls) simd.step(control, 0);
      this.#milliseconds += performance.now() - started;
      return;
    }
    this.#team ??= this.#startTeam();
    this.#list.set(controls);
    this.#first[Control.Networks] = controls.length;
    const tasks = controls.length * this.#chunks;
    if (this.#chunks > 1) for (const control of controls) simd.derive(control);
    this.#team.run("compute", tasks);
    if (this.#chunks > 1) this.#team.run("update", tasks);
  }

  dispose(): void {
    for (const runner of this.runners) runner.dispose();
    this.#team?.dispose();
    this.#team = undefined;
  }

  #startTeam(): Team {
    const [control] = this.#controls;
    return startTeam({ ...this.#home, control, controls: this.#controls, threads: this.#threads });
  }
}

/**
 * Layouts one behind the other. Networks with the same programs share their workspaces, as each thread works on one at
 * a time: what a core has in its cache serves the next network too.
 *
 * @returns the layouts, and the address behind the last
 */
function layOutAll(members: readonly GroupMember[]): { layouts: Layout[]; end: number } {
  const workspaces = new Map<string, number>();
  let end = simdHeap();
  const layouts = members.map(({ programs, plan }) => {
    const layout = layOut(programs, plan, end);
    end = layout.bytes;
    const text = describe(programs) + JSON.stringify(programs.builder.fills);
    const shared = workspaces.get(text) ?? layout.fields[Control.Workspace];
    workspaces.set(text, shared);
    layout.fields[Control.Workspace] = shared;
    return layout;
  });
  return { layouts, end };
}
