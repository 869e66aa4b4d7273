// The kernel's entry. Three threads share the process: the request thread owns the sockets, so that Jupyter always gets
// an answer; the compiler thread turns cells into code; the main thread runs them, however long they take.

// The number of the parent process is read first: the parent may die while the kernel loads.
import { startKernel } from "./kernel";
import { parent } from "./parent-process";

startKernel(parent);
