// The kernel's entry. Two threads share the process: the front desk owns the sockets, so that Jupyter always gets
// an answer, and the main thread compiles and runs the cells, however long they take.
import { isMainThread } from "node:worker_threads";

if (isMainThread) import("./kernel").then(({ startKernel }) => startKernel());
else import("./front-desk").then(({ openFrontDesk }) => openFrontDesk());
