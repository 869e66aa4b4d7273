import type { Content } from "./link";
import { protocolVersion } from "./wire";

const typescript: string = require("@tslab/typescript-for-tslab/package.json").version;

/** The answer to kernel_info_request: who we are, and how a front end shows our language. */
export const kernelInfo: Content = {
  protocol_version: protocolVersion,
  implementation: "cnn-notebooks",
  implementation_version: "0.1.0",
  language_info: {
    name: "typescript",
    version: typescript,
    mimetype: "text/typescript",
    file_extension: ".ts",
    codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
    pygments_lexer: "typescript",
  },
  banner: `TypeScript ${typescript} on Node ${process.version}`,
  help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
  debugger: false,
};
