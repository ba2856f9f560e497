/** Keeps what the service says of messages before they are lost: it gives no bodies. */
import { appendFileSync, writeFileSync } from "node:fs";
import { messageOf, ProviderError } from "../../errors.js";
import type { ListedMessage } from "../protocol/index.js";

/** Where messages are kept. */
export interface SaveOptions {
  /** The input or option that names the file, for messages. */
  readonly input: string;
  readonly file: string;
  /** Whether a file that is there is added to; else it stays as it is and that is an error. */
  readonly adds: boolean;
}

/**
 * Writes the messages of instances to a file, a line of JSON each.
 *
 * @throws {ProviderError} `invalid-input` where it cannot be written.
 */
export async function saveMessages(
  port: { messages(): Promise<readonly ListedMessage[]> },
  ids: ReadonlySet<string>,
  { input, file, adds }: SaveOptions,
): Promise<void> {
  const kept = (await port.messages()).filter(({ instanceId }) => ids.has(instanceId));
  const lines = kept.map((each) => `${JSON.stringify(each)}\n`).join("");
  try {
    if (adds) appendFileSync(file, lines);
    else writeFileSync(file, lines, { flag: "wx" });
  } catch (reason) {
    throw new ProviderError(
      "invalid-input",
      `${input} ${file} cannot be written (${messageOf(reason)}): nothing was sent`,
      { cause: reason },
    );
  }
}
