// The reply to kernel_info_request of a kernel in a page.
import { protocolVersion } from "../../kernel/protocol/messages";
import type { KernelInfoReply } from "../../kernel/protocol/requests";
import languageInfo from "../../kernel/requests/language-info.json";

declare const typescriptVersion: string;

export const kernelInfo: KernelInfoReply = {
  status: "ok",
  protocol_version: protocolVersion,
  implementation: "cnn-notebooks",
  implementation_version: "0.2.0",
  language_info: { ...languageInfo, version: typescriptVersion },
  banner: `TypeScript ${typescriptVersion} in the browser`,
  help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
  debugger: false,
  supported_features: ["typescript_check"],
};
