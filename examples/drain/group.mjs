// An application with work in it, on two machines, put into the emulator: node group.mjs [URL]
const [url = "http://127.0.0.1:8391"] = process.argv.slice(2);

async function put(path, body) {
  const answer = await fetch(`${url}/_emulator/${path}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
}

await put("group", {
  hosts: [{ name: "Processing", machines: [{ name: "BTS01" }, { name: "BTS02" }] }],
  applications: [
    {
      name: "Orders",
      orchestrations: [{ name: "Orders.Process", host: "Processing" }],
      receiveLocations: [
        { name: "File", port: "In" },
        { name: "Http", port: "In", enabled: false },
      ],
    },
  ],
});
const ORDERS = { application: "Orders", host: "Processing", class: "Orchestration" };
await put("instances", {
  seed: 1,
  instances: [{ ...ORDERS, count: 6, state: "Active", completesInMs: 20_000 }],
});
console.log("6 orchestrations are at work for another 20 seconds");
