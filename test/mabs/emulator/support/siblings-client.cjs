// The vendor's node client of a sibling, over mutual TLS: MODULES URL CERTIFICATE KEY.
"use strict";
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const process = require("node:process");

const [modules, url, certificate, key] = process.argv.slice(2);
const load = createRequire(join(modules, "index.js"));
const { CertificateCloudCredentials } = load("azure-common");
const scheduler = load("azure-asm-scheduler");

const credentials = new CertificateCloudCredentials({
  subscriptionId: "1a2b3c4d-2222-3333-4444-555555555555",
  cert: readFileSync(certificate, "utf8"),
  key: readFileSync(key, "utf8"),
});
const client = scheduler.createCloudServiceManagementClient(credentials, url);
// It would wait for ten seconds before it looks at an operation.
client.longRunningOperationInitialTimeout = 0;
const { cloudServices } = client;
const provider = scheduler.createSchedulerManagementClient(credentials, url);

const ask = (method, ...given) =>
  new Promise((resolve, reject) => {
    const sent = method(...given, (reason, answer) => (reason ? reject(reason) : resolve(answer)));
    // A request without a body is a stream that waits for one.
    if (method === register) sent.end();
  });

const register = (callback) => provider.registerResourceProvider(callback);
const create = cloudServices.create.bind(cloudServices);
const list = cloudServices.list.bind(cloudServices);
const get = cloudServices.get.bind(cloudServices);
const remove = cloudServices.delete.bind(cloudServices);

async function main() {
  const registered = (await ask(register)).statusCode;
  const body = { label: "Node", description: "of the test", geoRegion: "West US" };
  const created = (await ask(create, "node", body)).status;
  const listed = (await ask(list)).cloudServices.map(({ name, label, resources }) => [
    name,
    label,
    resources.map((each) => [each.name, each.type, each.state]),
  ]);
  const read = (await ask(get, "integration")).resources.map(({ name }) => name);
  const deleted = (await ask(remove, "node")).status;
  const left = (await ask(list)).cloudServices.map(({ name }) => name);
  process.stdout.write(JSON.stringify({ registered, created, listed, read, deleted, left }));
}

void main();
