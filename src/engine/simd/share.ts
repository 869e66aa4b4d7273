import { Control, controlBytes } from "./control";
import { compute, step, update, word } from "./step";

// How threads share a step. Whoever has time claims the next task by raising the ticket; the ticket that comes back
// names phase and task in one word, so a thread that slept through a phase cannot mistake one for the other.
//
// Several networks of one batch size may share a team. Where there are fewer of them than threads, each has as many
// tasks in a phase as its batch has chunks. Else a phase is several steps of each network, and a task a few of one
// network's: whoever claims it waits until that network has reached it. Tasks go round the networks, so there is seldom
// a wait.

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
    const whole = networks && word(control, Control.StepsInTask);
    const parts = whole ? turns(control) : chunks;
    tasks = parts * max(1, networks);
    if (task >= tasks) break;
    if (whole) {
      if (!takeTurn(control, controlOf(control, task % networks), task / networks, thread)) break;
    } else {
      const whose = networks ? controlOf(control, task / chunks) : control;
      const part = networks ? task % chunks : task;
      if (updating) update(whose, part);
      else compute(whose, part, thread);
    }
    if (atomic.add<i32>(done, 1) + 1 == tasks) atomic.notify(done, 1);
  }
  return phase;
}

/** @returns in how many tasks each network takes its steps of a phase */
function turns(control: usize): i32 {
  const most = word(control, Control.StepsInTask);
  return (word(control, Control.Steps) + most - 1) / most;
}

/**
 * A network's next few steps, when those before them are done.
 *
 * @param team     the control block that the threads share
 * @param control  the network's block for the first step of the phase
 * @returns        whether they are done; not so where a thread has died, or gives no sign of life, at those before
 */
function takeTurn(team: usize, control: usize, turn: i32, thread: i32): bool {
  const most = word(team, Control.StepsInTask);
  const first = turn * most;
  const end = min(first + most, word(team, Control.Steps));
  if (!reached(team, control, first)) return false;
  for (let s = first; s < end; s++) step(control + <usize>(s * controlBytes), thread);
  atomic.store<i32>(control + (<usize>Control.Reached << 2), end);
  atomic.notify(control + (<usize>Control.Reached << 2), -1);
  return true;
}

/** Waits until a network has taken so many steps of the phase, for at most half a minute. @returns whether it has */
function reached(team: usize, control: usize, steps: i32): bool {
  const at = control + (<usize>Control.Reached << 2);
  for (let k = 0; k < spins; k++) {
    if (atomic.load<i32>(at) == steps) return true;
  }
  for (let tenth = 0; tenth < 300; tenth++) {
    const seen = atomic.load<i32>(at);
    if (seen == steps) return true;
    if (atomic.load<i32>(team + (<usize>Control.Failed << 2)) > 0) return false;
    atomic.wait<i32>(at, seen, 100000000);
  }
  return false;
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
