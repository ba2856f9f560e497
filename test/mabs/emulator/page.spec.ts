import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { packageRoot } from "../../../provider/package-root.js";
import { startEmulator, type StartedEmulator } from "../../../provider/start-emulator.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { startChromium, whyNoChromium } from "./support/chromium.js";

const DESK = { width: 1280, height: 800 };
const TELEPHONE = { width: 390, height: 844 };

/** Where the README's pictures are, when they are made anew. */
const PICTURES = join(packageRoot(), "docs", "pictures");

const inChromium = whyNoChromium === undefined ? it : it.skip;
const why = whyNoChromium === undefined ? "" : ` (${whyNoChromium})`;

describe(`the emulator's page${why}`, function () {
  this.timeout(60_000);
  const file = temporaryFolder();
  let browser: Browser;
  let emulator: StartedEmulator;
  let page: Page;
  let complaints: string[];

  before(async () => {
    if (whyNoChromium === undefined) browser = await startChromium();
  });
  after(() => (whyNoChromium === undefined ? browser.close() : undefined));
  beforeEach(async () => {
    emulator = await startEmulator({ clock: "virtual", operationMs: 1_000 });
    await emulator.control("PUT", "services/integration/orders", { state: "Active" });
  });
  afterEach(async () => {
    for (const each of browser.contexts()) await each.close();
    await emulator.close();
  });

  async function open(options: BrowserContextOptions = {}): Promise<void> {
    page = await browser.newPage({ viewport: DESK, ...options });
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(emulator.url)) complaints.push(request.url());
    });
    await page.goto(emulator.url);
    await page.getByRole("button", { name: "integration/orders" }).click();
    await says("#state", "Active, edition Standard, units 1");
  }

  const says = (selector: string, text: string): Promise<void> =>
    page.locator(selector, { hasText: text }).first().waitFor();

  const press = (name: string): Promise<void> =>
    page.getByRole("button", { name, exact: true }).click();

  const states = async (): Promise<string[]> =>
    ((await emulator.control("GET", "services")) as { state: string }[]).map(({ state }) => state);

  inChromium("stops a service, and says why Scale is refused then", async () => {
    await open();
    await press("Stop");
    await says("#answer", "Stop: accepted");
    await says("#state", "Stopping");
    await press("+1 s");
    await says("#state", "Stopped, edition Standard, units 1");
    // It is marked as disabled, and says why when it is pressed all the same.
    await page.getByRole("button", { name: "Scale", exact: true }).press("Enter");
    await says(
      "#answer",
      "409 Operation not allowed: Scale in state Stopped. Legal here: Start, Restart, Delete, " +
        "Backup. Source: service state chart, row Stopped.",
    );
    assert.deepEqual([await states(), complaints], [["Stopped"], []]);
  });

  inChromium("scripts a fault, and shows the failed state with its recovery", async () => {
    await open();
    await page.getByLabel("Operation of the fault").selectOption("Stop");
    await page.getByLabel("Effect of the fault").selectOption("fails");
    await press("Script it");
    await says("#faults", "Stop: fail");
    await press("Stop");
    await press("+1 s");
    await says("#state", "StopFailed");
    assert.deepEqual(await page.locator("#recovery li").allTextContents(), [
      "Start leads to Active.",
      "Stop leads to Stopped.",
      "Restart leads to Active.",
      "Update Configuration leads to Active.",
    ]);
    assert.deepEqual([await states(), complaints], [["StopFailed"], []]);
  });

  inChromium("offers what is legal, and marks the rest", async () => {
    await open();
    const marked = page.locator('#operations [aria-disabled="true"]');
    assert.deepEqual(await marked.allTextContents(), ["Start", "Resume"]);
    await emulator.control("PUT", "services/integration/orders", { state: "CreatedFailed" });
    await says("#recovery", "There is no way back: Delete it");
    assert.equal(await marked.count(), 8);
  });

  inChromium("scales, configures and backs up with the values beside the buttons", async () => {
    await open();
    await page.getByLabel("Units").fill("3");
    await press("Scale");
    await press("+1 s");
    await says("#state", "Active, edition Standard, units 3");
    await press("Update Configuration");
    await says("#answer", "Update Configuration: accepted");
    await press("+1 s");
    await says("#state", "Active, edition Standard, units 3");
    await press("Backup");
    await says("#answer", "Backup: accepted");
    await press("+1 s");
    await says("#state", "Active, edition Standard, units 3");
    const [backup] = (await emulator.control("GET", "backups")) as Record<string, unknown>[];
    assert.deepEqual([backup?.["name"], backup?.["account"]], ["monday", "page"]);
  });

  inChromium("puts a service there, and shows each request in the log", async () => {
    await open();
    await page.getByLabel("Name of a new service").fill("billing");
    await page.getByLabel("State of a new service").selectOption("Suspended");
    await press("Put there");
    await says("#service-title", "services/billing");
    await press("Resume");
    await says("#log", "Resume");
    await press("+1 s");
    await says("#log", "billing: Resuming to Active");
  });

  inChromium("is used with the keyboard alone", async () => {
    await open();
    await page.getByRole("button", { name: "integration/orders" }).focus();
    for (let tabs = 0; tabs < 20; tabs += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate("document.activeElement.textContent");
      if (focused === "Suspend") break;
    }
    await page.keyboard.press("Enter");
    await says("#answer", "Suspend: accepted");
    assert.equal(
      await page.evaluate("document.activeElement.textContent"),
      "Suspend",
      "the focus stays where it was",
    );
  });

  const LOOKS = [
    { name: "page-light", viewport: DESK, colorScheme: "light" },
    { name: "page-dark", viewport: DESK, colorScheme: "dark" },
    { name: "page-telephone", viewport: TELEPHONE, colorScheme: "light" },
  ] as const;
  for (const { name, ...look } of LOOKS) {
    inChromium(`can be read as ${name}`, async () => {
      await emulator.control("PUT", "services/integration/billing", { state: "StopFailed" });
      await emulator.control("PUT", "services/west/archive", { state: "Suspended" });
      await open(look);
      const anew = process.env["UPDATE_GOLDEN"] !== undefined;
      if (anew) mkdirSync(PICTURES, { recursive: true });
      const path = anew ? join(PICTURES, `${name}.png`) : file(`${name}.png`);
      await page.screenshot({ path });
      const width = await page.evaluate("document.documentElement.scrollWidth");
      assert.equal(width, look.viewport.width, "nothing is beside the screen");
      const small = await page.evaluate(`[...document.querySelectorAll("*")].filter((each) =>
        each.childElementCount === 0 && each.textContent.trim() !== "" &&
        parseFloat(getComputedStyle(each).fontSize) < 12).map((each) => each.textContent)`);
      assert.deepEqual(small, []);
      assert.deepEqual(complaints, []);
    });
  }

  inChromium("fits on a desk's screen with the chart, the service and the log", async () => {
    await open();
    for (const selector of ["#picture", "#operations", "#log"]) {
      const box = await page.locator(selector).boundingBox();
      assert.ok(box !== null && box.y < DESK.height - 40, selector);
    }
  });
});

/** A page that somebody else serves, and what it tries when it is opened. */
function foreignPage(target: string): Promise<Server> {
  const service = "/s/cloudservices/integration/resources/biztalkservices/biztalk/orders";
  const html = `<!doctype html><title>trying</title>
    <form id="form" action="${target}/_emulator/reset" method="post" target="frame"></form>
    <iframe name="frame"></iframe>
    <script type="module">
      const json = { "content-type": "application/json" };
      const tries = [
        ["POST", "/_emulator/reset"],
        ["POST", "/_emulator/reset", "{}", json],
        ["POST", "/_emulator/reset", "{}", { "content-type": "text/plain" }],
        ["POST", "/_emulator/faults", '{"operation":"Stop","effect":"fail"}', json],
        ["POST", "/_emulator/faults", '{"operation":"Stop","effect":"fail"}', {}],
        ["POST", "/_emulator/clock", '{"advanceMs":1000}', json],
        ["POST", "/_emulator/clock", '{"advanceMs":1000}', {}],
        ["PUT", "/_emulator/services/integration/orders", '{"state":"Stopped"}', json],
        ["POST", "/_emulator/services/integration/orders/operations", '{"operation":"Stop"}', json],
        ["DELETE", "${service}", undefined, { "x-ms-version": "2013-04-26" }],
        ["POST", "${service}?comp=stop", undefined, { "x-ms-version": "2013-04-26" }],
      ];
      for (const [method, path, body, headers] of tries)
        for (const mode of ["cors", "no-cors"])
          await fetch("${target}" + path, { method, body, headers, mode }).catch(() => undefined);
      document.getElementById("form").submit();
      await new Promise((resolve) => { document.querySelector("iframe").onload = resolve; });
      document.title = "tried";
    </script>`;
  const server = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html").end(html);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve(server);
    });
  });
}

describe(`a page of another origin in Chromium${why}`, function () {
  this.timeout(60_000);

  inChromium("changes nothing in an emulator, whatever it tries", async () => {
    const browser = await startChromium();
    const emulator = await startEmulator({ clock: "virtual", operationMs: 1_000 });
    const server = await foreignPage(emulator.url);
    try {
      await emulator.control("PUT", "services/integration/orders", { state: "Active" });
      const seen = async (): Promise<unknown> => [
        await emulator.control("GET", "health"),
        await emulator.control("GET", "services"),
        await emulator.control("GET", "faults"),
      ];
      const before = await seen();
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      await page.waitForFunction('document.title === "tried"');
      assert.deepEqual(await seen(), before);
    } finally {
      await browser.close();
      await emulator.close();
      server.close();
    }
  });
});
