// A process of the compiler ends with the kernel, because then its input ends. But while it works it does not read its
// input, and a check of types may take minutes. So a shell waits for the kernel's end, and kills what is left.
import { type ChildProcess, spawn } from "node:child_process";

/** Each line has the processes that run now. After the last line, they are killed. */
const script = "while read -r line; do running=$line; done; kill -9 $running 2>/dev/null";

/** @returns a function that has a process killed when the kernel is gone, however the kernel ends */
export function killedWithKernel(): (child: ChildProcess) => void {
  const running = new Set<ChildProcess>();
  const shell = spawn("/bin/sh", ["-c", script], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  // Where there is no shell, as on Windows, a busy process ends after its work.
  shell.on("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  const tell = () => shell.stdin.write(`${Array.from(running, ({ pid }) => pid).join(" ")}\n`);
  return (child) => {
    running.add(child);
    tell();
    child.on("exit", () => {
      running.delete(child);
      tell();
    });
  };
}
