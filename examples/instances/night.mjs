// What a bad day leaves behind, put into the emulator: node night.mjs [URL]
const [url = "http://127.0.0.1:8391"] = process.argv.slice(2);

const DAY_MS = 86_400_000;
const ORDERS = { application: "Orders", host: "Processing", class: "Orchestration" };

const population = {
  seed: 1,
  instances: [
    { ...ORDERS, count: 12, state: "Suspended (resumable)", errorCode: "0xC0C01B4C" },
    { ...ORDERS, count: 5, state: "Suspended (not-resumable)", ageMs: 45 * DAY_MS },
    { ...ORDERS, count: 3, state: "Suspended (not-resumable)", ageMs: 2 * DAY_MS },
    { ...ORDERS, count: 8, state: "Active" },
  ],
};

const answer = await fetch(`${url}/_emulator/instances`, {
  method: "PUT",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(population),
});
if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
console.log("12 can be resumed, 5 are old zombies, 3 are young ones, 8 are at work");
