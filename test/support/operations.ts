import type { Operation } from "../../provider/mabs/chart/index.js";
import { passThroughOf, pathOf, type Answer, type TestEmulator } from "./start-emulator.js";

/** The body of a PUT with what is given in `ServiceSettings`. */
export function resourceXml(settings: string): string {
  return (
    "<Resource " +
    `xmlns="http://schemas.microsoft.com/windowsazure"><IntrinsicSettings><ServiceSettings>${settings}</ServiceSettings></IntrinsicSettings></Resource>`
  );
}

/** A backup's body. */
export const BACKUP_XML =
  "<ServiceBackupSettings><BackupStoreConnectionString>AccountName=a;AccountKey=k</BackupStoreConnectionString><BackupName>backup-2012-21-02</BackupName></ServiceBackupSettings>";

/** A PUT that updates. */
export function update(
  emulator: TestEmulator,
  name: string,
  settings: string,
  etag: string | undefined,
): Promise<Answer> {
  const headers: Record<string, string> = etag === undefined ? {} : { "if-match": etag };
  return emulator.manage("PUT", pathOf(name), { body: resourceXml(settings), headers });
}

/**
 * Sends one of the nine operations as the protocol has it (docs/protocol.md, Operations): Scale and
 * Update Configuration are the update PUT with another UnitCount and another setting.
 */
export function sendOperation(
  emulator: TestEmulator,
  name: string,
  operation: Operation,
  etag: string,
): Promise<Answer> {
  switch (operation) {
    case "Scale":
      return update(emulator, name, "<UnitCount>4</UnitCount>", etag);
    case "Update Configuration":
      return update(emulator, name, "<CustomDomainUrl>orders.example.com</CustomDomainUrl>", etag);
    case "Delete":
      return emulator.manage("DELETE", pathOf(name));
    case "Backup":
      return emulator.manage("POST", `${passThroughOf(name)}?comp=backup`, {
        body: BACKUP_XML,
        headers: { "content-type": "application/xml" },
      });
    case "Start":
    case "Stop":
    case "Restart":
    case "Suspend":
    case "Resume":
      return emulator.manage("POST", `${passThroughOf(name)}?comp=${operation.toLowerCase()}`);
  }
}
