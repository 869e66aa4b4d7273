import type { Dataset } from "../../data/dataset";
import type { RunnerGroup } from "../../training/runner";
import type { Programs } from "../programs/compile";
import { describe } from "../programs/describe";
import { Control, controlBytes } from "../simd/control";
import { Engine } from "./engine";
import { LateTeam } from "./late-team";
import { type Layout, layOut, type RunPlan } from "./layout";
import { allocate, instantiate, type Simd, simdHeap } from "./simd-module";

/**
 * Steps that a thread takes of one network, one after the other, so that the network's weights stay for a while in one
 * core's cache: more where a step is short.
 */
const stepsInTaskOf = (chunks: number) => (chunks > 1 ? 2 : 16);

/** In how many tasks each network takes its steps of a phase: the more, the less the threads wait at its end. */
const mostTurns = 4;

/**
 * The largest number of tasks of a phase. A ticket counts up to 255; there are no more threads than tasks, and each
 * takes one ticket behind the last task.
 */
const mostTasks = 127;

/**
 * How many steps are brought to memory at once, for so many networks whose batches have so many chunks.
 *
 * @returns 0 where that brings nothing: a thread alone; a phase of too many tasks; or too few networks for all threads,
 *          whose chunks alone keep all threads equally busy
 */
export function roomOf(networks: number, chunks: number, threads: number): number {
  if (threads === 1 || networks * chunks > mostTasks) return 0;
  if (networks < threads) return chunks % threads === 0 ? 0 : 1;
  return stepsInTaskOf(chunks) * Math.min(mostTurns, Math.floor(mostTasks / networks));
}

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
  readonly room: number;
  readonly #simd: Simd;
  readonly #controls: readonly number[];
  /** The control blocks of the networks that take part in a step, as the threads read them. */
  readonly #list: Int32Array;
  readonly #first: Int32Array;
  /** For each network, the word that counts the steps of a phase. */
  readonly #reached: readonly Int32Array[];
  readonly #chunks: number;
  /** 0 where a task is one chunk of a step. */
  readonly #stepsInTask: number;
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
    this.#reached = this.#controls.map((control) => new Int32Array(memory.buffer, control + 4 * Control.Reached, 1));
    const [{ plan }] = members;
    this.room = plan.steps ?? 1;
    this.#chunks = plan.chunks;
    this.#stepsInTask = members.length < plan.threads ? 0 : stepsInTaskOf(plan.chunks);
    this.#first[Control.StepsInTask] = this.#stepsInTask;
    const [control] = this.#controls;
    this.#team = new LateTeam({ memory, simd, control, controls: this.#controls, threads: plan.threads });
  }

  compute(taking: readonly number[], steps: number): void {
    const simd = this.#simd;
    const controls = taking.map((k) => this.#controls[k]);
    const team = this.#team.get();
    if (!team) {
      this.#team.alone(() => {
        for (const control of controls) {
          for (let s = 0; s < steps; s++) simd.step(control + s * controlBytes, 0);
        }
      });
      return;
    }
    this.#list.set(controls);
    this.#first[Control.Networks] = controls.length;
    this.#first[Control.Steps] = steps;
    if (this.#stepsInTask > 0) {
      for (const k of taking) this.#reached[k][0] = 0;
      team.run("compute", controls.length * Math.ceil(steps / this.#stepsInTask));
      return;
    }
    for (const control of controls) simd.derive(control);
    team.run("compute", controls.length * this.#chunks);
    team.run("update", controls.length * this.#chunks);
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
