// The kernel's entry: tslab, started in the project's root, with two faults mended that lose a reader's work.
import { dirname } from "node:path";
import { reloadDependents } from "./reload";

// tslab takes its root folder from the working directory when it is loaded.
process.chdir(dirname(__dirname));

const converterModule = require("tslab/dist/converter");
const { createConverter } = converterModule;
converterModule.createConverter = (options: object) => reloadDependents(createConverter(options));

// zeromq refuses the 512th message sent without yielding, and tslab never awaits a send:
// without a limit and a wait every message of a loop is kept and sent.
const { ZmqServer } = require("tslab/dist/jupyter");
const { bindSocket } = ZmqServer.prototype;
ZmqServer.prototype.bindSocket = function (socket: object, port: number) {
  if (socket === this.iopub) Object.assign(socket, { sendTimeout: 0, sendHighWaterMark: 0 });
  return bindSocket.call(this, socket, port);
};

const { startKernel } = require("tslab/dist/main");
startKernel({ configPath: process.argv[2] ?? "", enableFindLocal: false });
