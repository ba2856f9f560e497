/**
 * The emulator in a file. One that does not exist is made by the first change: looking leaves
 * nothing behind.
 */
import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Clock } from "../clock.js";
import { messageOf, ProviderError } from "../errors.js";
import type { InProcessTransport } from "../http/http.js";
import type { Emulator } from "./emulator.js";
import type { Product } from "./product.js";

/** An emulator inside this process. */
export interface EmulatorFile {
  /** Whether there was no such file before this was opened: nothing is in it yet. */
  readonly isNew: boolean;
  readonly transport: InProcessTransport;
  close(): Promise<void>;
}

/** What an emulator in a file runs under. */
export interface EmulatorFileOptions {
  readonly clock: Clock;
  /** Makes the product that is asked; it is loaded only when the file is opened. */
  readonly product: () => Promise<Product>;
  /** Whether a request changes nothing. */
  readonly isQuestion: (request: Parameters<InProcessTransport>[0]) => boolean;
}

/**
 * What a file that cannot be made would otherwise be found out by: the first change of an `up`,
 * after a clean preview.
 */
function refuseFolder(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch (reason) {
    throw new ProviderError(
      "invalid-input",
      `emulator file ${path}: cannot be made (${messageOf(reason)}). Give a ` +
        "path in a folder that exists and can be written.",
      { cause: reason },
    );
  }
}

/**
 * Opens the emulator in a file, or stands ready to make it.
 *
 * @throws {ProviderError} `invalid-input` for a file that is another program's, or cannot be opened
 * or made.
 */
export async function openEmulatorFile(
  path: string,
  { clock, product, isQuestion }: EmulatorFileOptions,
): Promise<EmulatorFile> {
  // Loaded only here: who talks to a real endpoint does not pay for the emulator.
  const { createEmulator, openStore } = await import("./index.js");
  const products = [await product()];
  const opened = (where: string): Emulator =>
    createEmulator({ store: openStore(where), clock, products });
  const isNew = !existsSync(path);
  if (isNew) refuseFolder(path);
  let inFile = isNew ? undefined : opened(path);
  let empty: Emulator | undefined;
  return {
    isNew,
    transport: (request) => {
      // Another process may have made the file since.
      if (inFile === undefined && (!isQuestion(request) || existsSync(path))) inFile = opened(path);
      if (inFile !== undefined) return inFile.request(request);
      empty ??= opened("memory");
      return empty.request(request);
    },
    close: async () => {
      await Promise.all([inFile?.close(), empty?.close()]);
    },
  };
}
