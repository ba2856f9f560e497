/** The catalogue as docs/fidelity.md has it. */
import type { Proof, Statement } from "./statements.js";

const INTRODUCTION = `# Fidelity

What the vendor's pages say of the management API of BizTalk Services, as far as it can be tested, and the tests that hold the emulator and the client to it. The pages are named as in [protocol.md](protocol.md#the-vendors-pages). A statement is *proven* by a test, or a *decision* fills the gap (D-n is in [protocol.md](protocol.md#decisions)), or it is *unknown*: it cannot be known any more, or nothing here depends on it, and the reason stands where the test would.

Written by \`test/mabs/fidelity/fidelity.spec.ts\` from \`statements.ts\` beside it. A row whose test is gone fails there.
`;

const cell = (text: string): string => text.replaceAll("|", "\\|");

const isProof = (found: Proof | string): found is Proof => typeof found !== "string";

function shown(found: Proof | string): string {
  if (!isProof(found)) return cell(found);
  const [file, title] = found;
  return `[${cell(title.trim())}](../test/${file})`;
}

/** The document. */
export function fidelityDocument(statements: readonly Statement[]): string {
  const rows = statements.map(({ id, says, source, emulator, client, verdict, decision }) => {
    const judged = decision === undefined ? verdict : `${verdict} ${decision}`;
    const cells = [id, cell(says), cell(source), shown(emulator), shown(client), judged];
    return `| ${cells.join(" | ")} |`;
  });
  const head = "| | statement | source | emulator | client | verdict |";
  return [INTRODUCTION, head, "| --- | --- | --- | --- | --- | --- |", ...rows, ""].join("\n");
}
