import { Control } from "./control";
import { compute, step, update, word } from "./step";

// How threads share a step. Whoever has time claims the next task by raising the ticket; the ticket that comes back
// names phase and task in one word, so a thread that slept through a phase cannot mistake one for the other.
//
// Several networks of one batch size may share a team. Each then has as many tasks in a phase as its batch has chunks.
// A batch of one chunk is a single task: the whole step, so that its gradient need not wait for the others'.

const spins = 20000; // about 50 us, longer than the main thread needs between two steps
const second: i64 = 1000000000;

/** Opens a phase for all threads. The main thread alone calls this, when the phase before is done. */
export function open(control: usize, phase: i32): void {
  atomic.store<i32>(control + (<usize>Control.Done << 2), 0);
  atomic.store<i32>(control, phase << 8);
  atomic.notify(control, -1);
}

/** @returns the control block of a network of those that share the team of `control` */
function controlOf(control: usize, network: i32): usize {
  return <usize>load<i32>(<usize>word(control, Control.NetworksAt) + (<usize>network << 2));
}

/** Works on the open phase until every task is claimed. @returns the phase */
export function work(control: usize, thread: i32): i32 {
  const done = control + (<usize>Control.Done << 2);
  let phase = 0, task = 0, tasks = 1;
  while (task < tasks) {
    const ticket = atomic.add<i32>(control, 1);
    phase = ticket >>> 8;
    task = ticket & 255;
    const updating = phase & 1;
    const chunks = word(control, Control.Chunks);
    const networks = word(control, Control.Networks);
    tasks = chunks * max(1, networks);
    if (task >= tasks) break;
    const whose = networks ? controlOf(control, task / chunks) : control;
    const part = networks ? task % chunks : task;
    if (networks && chunks == 1) step(whose, thread);
    else if (updating) update(whose, part);
    else compute(whose, part, thread);
    if (atomic.add<i32>(done, 1) + 1 == tasks) atomic.notify(done, 1);
  }
  return phase;
}

/** Waits until the open phase is done. @returns whether it is; not so after `milliseconds` */
export function finished(control: usize, tasks: i32, milliseconds: i32): bool {
  const done = control + (<usize>Control.Done << 2);
  for (let k = 0; k < spins; k++) {
    if (atomic.load<i32>(done) == tasks) return true;
  }
  const seen = atomic.load<i32>(done);
  if (seen != tasks) atomic.wait<i32>(done, seen, <i64>milliseconds * 1000000);
  return atomic.load<i32>(done) == tasks;
}

/** A worker's life: takes part in every phase. @returns when phase 0xffffff, the end, is opened, or after so many idle seconds */
export function serve(control: usize, thread: i32, idleSeconds: i32): void {
  let seen = 0;
  for (;;) {
    let ticket = atomic.load<i32>(control);
    for (let k = 0; ticket >>> 8 == seen && k < spins; k++) ticket = atomic.load<i32>(control);
    while (ticket >>> 8 == seen) {
      if (atomic.wait<i32>(control, ticket, <i64>idleSeconds * second) == AtomicWaitResult.TIMED_OUT) return;
      ticket = atomic.load<i32>(control);
    }
    if (ticket >>> 8 == 0xffffff) return;
    seen = work(control, thread);
  }
}
