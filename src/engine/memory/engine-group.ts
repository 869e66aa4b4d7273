import type { Dataset } from "../../data/dataset";
import type { RunnerGroup } from "../../training/runner";
import type { Programs } from "../programs/compile";
import { describe } from "../programs/describe";
import { Control } from "../simd/control";
import { Engine } from "./engine";
import { LateTeam } from "./late-team";
import { type Layout, layOut, type RunPlan } from "./layout";
import { allocate, instantiate, type Simd, simdHeap } from "./simd-module";

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
  readonly #simd: Simd;
  readonly #controls: readonly number[];
  /** The control blocks of the networks that take part in a step, as the threads read them. */
  readonly #list: Int32Array;
  readonly #first: Int32Array;
  readonly #chunks: number;
  readonly #team: LateTeam;

  /** @throws {RangeError} if there is not enough memory */
  constructor(members: readonly GroupMember[], dataset: Dataset, { layouts, end }: GroupLayout) {
    const memory = allocate(end + 4 * members.length);
    const simd = instantiate(memory);
    this.#simd = simd;
    this.runners = members.map(({ programs, plan }, k) => {
      return new Engine(programs, dataset, plan, { memory, simd, layout: layouts[k] });
    });
    this.#controls = layouts.map(({ control }) => control);
    this.#list = new Int32Array(memory.buffer, end, members.length);
    this.#first = new Int32Array(memory.buffer, this.#controls[0], Control.Size);
    this.#first[Control.NetworksAt] = end;
    const [{ plan }] = members;
    this.#chunks = plan.chunks;
    const [control] = this.#controls;
    this.#team = new LateTeam({ memory, simd, control, controls: this.#controls, threads: plan.threads });
  }

  step(taking: readonly number[]): void {
    const simd = this.#simd;
    const controls = taking.map((k) => this.#controls[k]);
    const team = this.#team.get();
    if (!team) {
      this.#team.alone(() => {
        for (const control of controls) simd.step(control, 0);
      });
      return;
    }
    this.#list.set(controls);
    this.#first[Control.Networks] = controls.length;
    const tasks = controls.length * this.#chunks;
    if (this.#chunks > 1) for (const control of controls) simd.derive(control);
    team.run("compute", tasks);
    if (this.#chunks > 1) team.run("update", tasks);
  }

  dispose(): void {
    for (const runner of this.runners) runner.dispose();
    this.#team.dispose();
  }
}

/** Where a group's engines are in memory. */
export interface GroupLayout {
  readonly layouts: readonly Layout[];
  /** The address behind the last. */
  readonly end: number;
}

/**
 * Layouts one behind the other. Networks with the same programs share their workspaces, as each thread works on one at
 * a time: what a core has in its cache serves the next network too.
 */
export function layOutGroup(members: readonly GroupMember[]): GroupLayout {
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
