import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, openStore } from "../../../provider/emulator/index.js";
import { emulatedServices } from "../../../provider/mabs/emulator/index.js";
import { controlOf, type Control } from "../../engine/support/control.js";
import { call, type Ended, type Surroundings } from "./terminal.js";

/** A folder with an emulator's file and a journal, and the command line pointed at them. */
export interface Workplace {
  readonly endpoint: string;
  readonly journal: string;
  /** The emulator in the file, looked at from beside. */
  readonly control: Control;
  /** Writes a file and returns its path. */
  file(name: string, content: unknown): string;
  /** A call of a command that needs a connection. */
  call(args: readonly string[], surroundings?: Surroundings): Promise<Ended>;
}

/** A workplace of its own for each test of a `describe`. */
export function workplaces(): () => Workplace {
  let workplace: Workplace;
  let close: () => Promise<void>;
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-biztalk-cli-"));
    const emulator = createEmulator({
      store: openStore(join(folder, "biztalk.db")),
      products: [emulatedServices({ operationMs: 1 })],
    });
    const endpoint = `emulator:${join(folder, "biztalk.db")}?operationMs=1`;
    const journal = join(folder, "journal");
    workplace = {
      endpoint,
      journal,
      control: controlOf(() => emulator),
      file: (name, content) => {
        writeFileSync(
          join(folder, name),
          typeof content === "string" ? content : JSON.stringify(content),
        );
        return join(folder, name);
      },
      call: (args, surroundings) =>
        call([...args, "--endpoint", endpoint, "--journal", journal], surroundings),
    };
    close = async () => {
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    };
  });
  afterEach(() => close());
  return () => workplace;
}

/** Inputs of a Premium service; what a test writes is only what differs. */
export function inputs(
  serviceName: string,
  differs: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    serviceName,
    cloudService: "integration",
    region: "West Europe",
    edition: "Premium",
    ...differs,
  };
}
