import type { CompilerClient } from "../compiler/client-for-requests";
import type { Debugger } from "../debugging/debugger";
import type { Header } from "../protocol/messages";
import type { CommType, Requests, RequestType } from "../protocol/requests";
import type { Sockets } from "../protocol/sockets";
import type { CellQueue } from "./cell-queue";
import { completenessInTime } from "./completeness-in-time";
import type { History } from "./history";
import type { IoPub } from "./iopub";
import { kernelInfo } from "./kernel-info";
import type { OpenComms } from "./open-comms";

/** Makes the reply to each type of request but those that run code of cells, for which there is CellQueue. */
export type OwnAnswers = {
  readonly [Type in Exclude<RequestType, "execute_request" | CommType>]: (
    request: Requests[Type][0],
    header: Header,
  ) => Requests[Type][1] | Promise<Requests[Type][1]>;
};

interface Parts {
  readonly comms: OpenComms;
  readonly compiler: CompilerClient;
  readonly debug: Debugger;
  readonly endProcess: () => Promise<void>;
  readonly history: History;
  readonly iopub: IoPub;
  readonly queue: CellQueue;
  readonly shared: Int32Array;
  readonly sockets: Sockets;
}

/** What the request thread answers itself, also while a cell runs. */
export function ownAnswers(parts: Parts): OwnAnswers {
  const { comms, compiler, debug, endProcess, history, iopub, queue, shared, sockets } = parts;
  return {
    kernel_info_request: () => kernelInfo,
    connect_request: () => ({ status: "ok", ...sockets.ports }),
    history_request: (request) => ({ status: "ok", history: history.find(request) }),

    complete_request: (request) => compiler.ask("complete", request),
    inspect_request: (request) => compiler.ask("inspect", request),
    is_complete_request: (request) => completenessInTime(compiler, shared, request),
    typescript_check_request: (request) => compiler.ask("check", request),
    typescript_hover_request: (request) => compiler.ask("hover", request),
    typescript_definition_request: (request) => compiler.ask("definition", request),

    interrupt_request: () => {
      queue.stop();
      return { status: "ok" };
    },
    shutdown_request: ({ restart }, header) => {
      const reply = { status: "ok", restart } as const;
      iopub.publish("shutdown_reply", { ...reply }, header);
      void endProcess();
      return reply;
    },

    debug_request: (request) => debug.answer(request),
    comm_info_request: ({ target_name }) => ({ status: "ok", comms: comms.list(target_name) }),
  };
}
