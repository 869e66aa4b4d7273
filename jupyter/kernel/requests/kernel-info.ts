import { protocolVersion } from "../protocol/messages";
import type { KernelInfoReply } from "../protocol/requests";
// scripts/clean-notebooks.mjs stores languageInfo in the notebooks.
import languageInfo from "./language-info.json";

const typescript: string = require("typescript/package.json").version;

/** The reply to kernel_info_request: what this kernel is, and how a front end shows its language. */
export const kernelInfo: KernelInfoReply = {
  status: "ok",
  protocol_version: protocolVersion,
  implementation: "cnn-notebooks",
  implementation_version: "0.2.0",
  language_info: { ...languageInfo, version: typescript },
  banner: `TypeScript ${typescript} on Node ${process.version}`,
  help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
  debugger: true,
  supported_features: ["debugger", "typescript_check"],
};
