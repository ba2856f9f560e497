// Puts each service of the example into the state that it is named after, through the emulator's control plane.
const emulator = process.argv[2] ?? "http://127.0.0.1:8391";

const STATES = {
  startfailed: "StartFailed",
  stopfailed: "StopFailed",
  restartfailed: "RestartFailed",
  suspendedfailed: "SuspendedFailed",
  resumefailed: "ResumeFailed",
  configupdatefailed: "ConfigUpdateFailed",
  scalefailed: "ScaleFailed",
  updatefailed: "ServiceUpdateFailed",
  restorefailed: "RestoreFailed",
  createdfailed: "CreatedFailed",
  disabled: "Disabled",
  disablefailed: "DisableFailed",
  enablefailed: "EnableFailed",
};

const services = await (await fetch(`${emulator}/_emulator/services`)).json();
for (const { cloudService, name, edition, units, lastBackup } of services) {
  const state = STATES[name];
  if (state === undefined) continue;
  const answer = await fetch(`${emulator}/_emulator/services/${cloudService}/${name}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ state, edition, units, ...(lastBackup === null ? {} : { lastBackup }) }),
  });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
  console.log(`${name} is in state ${state}`);
}
