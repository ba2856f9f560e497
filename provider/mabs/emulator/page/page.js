// The emulator's page: looks twice a second at what is there, and sends what its buttons ask for.

import { drawChart } from "./chart-picture.js";

const LOOK_EVERY_MS = 500;

const by = (id) => document.getElementById(id);

function make(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A request to the control plane; resolves with its answer, and with what is wrong as `error`. */
async function control(method, path, body) {
  const answer = await fetch(`/_emulator/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  return answer.status === 204 ? {} : answer.json();
}

const keyOf = ({ cloudService, name }) => `${cloudService}/${name}`;
const pathOf = (key) => `services/${key.split("/").map(encodeURIComponent).join("/")}`;

/** The key of the service that is chosen. */
let chosenKey;
let services = [];
let moveServices = () => {};

const chosen = () => services.find((service) => keyOf(service) === chosenKey);

function answer(text, isGood) {
  by("answer").textContent = text;
  by("answer").className = isGood ? "good" : "bad";
}

/** Shows something only where it is other than what is shown: the focus stays where it is. */
const shownAs = new Map();
function show(id, value, render) {
  const text = JSON.stringify(value);
  if (shownAs.get(id) === text) return;
  shownAs.set(id, text);
  by(id).replaceChildren(...render());
}

function showServices(more) {
  const lines = services.map((service) => [
    keyOf(service),
    service.state,
    keyOf(service) === chosenKey,
  ]);
  const focused = document.activeElement?.dataset?.service;
  show("services", lines, () =>
    lines.map(([key, state, isChosen]) => {
      const button = make(
        "button",
        { type: "button" },
        make("span", {}, key),
        make("span", {}, state),
      );
      button.setAttribute("aria-pressed", String(isChosen));
      button.dataset.service = key;
      button.addEventListener("click", () => {
        chosenKey = key;
        answer("", true);
        showAll(more);
      });
      return make("li", {}, button);
    }),
  );
  if (focused !== undefined)
    document.querySelector(`[data-service="${CSS.escape(focused)}"]`)?.focus();
  by("more").textContent = more === 0 ? "" : `and ${more} more`;
}

function showChosen() {
  const service = chosen();
  const isNone = service === undefined;
  by("service-title").textContent = isNone ? "No service is chosen" : keyOf(service);
  by("state").textContent = isNone
    ? ""
    : `${service.state}, edition ${service.edition}, units ${service.units}`;
  by("operations").hidden = isNone;
  by("values").hidden = isNone;
  show("recovery", service?.recovery ?? [], () =>
    (service?.recovery ?? []).map((line) => make("li", { className: "bad" }, line)),
  );
  for (const button of by("operations").children) {
    const refusal = service?.operations.find(
      ({ operation }) => operation === button.textContent,
    )?.refusal;
    button.setAttribute("aria-disabled", String(typeof refusal === "string"));
    button.title = refusal ?? "";
  }
}

function showAll(more) {
  showServices(more);
  showChosen();
  moveServices(services, chosen());
}

async function ask(operation) {
  const service = chosen();
  if (service === undefined) return;
  const refusal = service.operations.find((each) => each.operation === operation)?.refusal;
  const values = {
    Scale: { units: Number(by("units").value) },
    "Update Configuration": { customDomainUrl: by("domain").value },
    Backup: { backupName: by("backup").value },
  };
  const path = `${pathOf(keyOf(service))}/operations`;
  const { status, message, error } = await control("POST", path, {
    operation,
    ...values[operation],
  });
  if (error !== undefined) answer(error.join("; "), false);
  else if (status === 202) answer(`${operation}: accepted`, true);
  else {
    // The API says that it is not allowed, and no more.
    const said =
      message === "Operation not allowed" && refusal ? `${message}: ${refusal}` : message;
    answer(`${status === 0 ? "" : `${status} `}${said ?? "no answer"}`, false);
  }
  await look();
}

function logLine(entry) {
  const time = entry.at.slice(11, 23);
  const cells =
    entry.kind === "request"
      ? [time, entry.status || "cut", entry.method, entry.operation ?? "", entry.path]
      : [time, "", "", entry.operation, `${entry.service}: ${entry.from} to ${entry.to}`];
  const isBad = entry.kind === "request" && (entry.status >= 400 || entry.status === 0);
  return make(
    "tr",
    { className: isBad ? "bad" : "" },
    ...cells.map((text) => make("td", {}, String(text))),
  );
}

async function look() {
  try {
    const state = await control("GET", "page/state");
    by("connection").textContent = "";
    by("profile").textContent = state.profile;
    by("now").textContent = state.now.slice(0, 19).replace("T", " ");
    by("clock").hidden = state.clock !== "virtual";
    services = state.services;
    showAll(state.more);
    show("faults", state.faults, () =>
      state.faults.map(({ operation, effect, service }) =>
        make("li", {}, `${operation}${service === undefined ? "" : ` of ${service}`}: ${effect}`),
      ),
    );
    show("log", state.log, () => state.log.map(logLine));
  } catch {
    by("connection").textContent = "The emulator does not answer.";
  }
}

function prepareForms(chart, operations) {
  by("operations").replaceChildren(
    ...operations.map((operation) => {
      const button = make("button", { type: "button" }, operation);
      button.addEventListener("click", () => void ask(operation));
      return button;
    }),
  );
  const states = chart.states.map(({ name, title }) => make("option", { value: name }, title));
  by("place").elements.state.replaceChildren(...states);
  const named = [...operations, "Create", "Restore"];
  by("fault").elements.operation.replaceChildren(...named.map((name) => make("option", {}, name)));

  by("place").addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, state } = Object.fromEntries(new FormData(event.target));
    chosenKey = `services/${name}`;
    void control("PUT", pathOf(chosenKey), { state }).then(({ error }) => {
      answer(error?.join("; ") ?? "", error === undefined);
      return look();
    });
  });
  by("fault").addEventListener("submit", (event) => {
    event.preventDefault();
    const fault = Object.fromEntries(new FormData(event.target));
    void control("POST", "faults", fault).then(look);
  });
  by("clear-faults").addEventListener("click", () => void control("DELETE", "faults").then(look));
  for (const button of by("clock").querySelectorAll("button"))
    button.addEventListener("click", () => {
      const advanceMs = Number(button.dataset.advanceMs);
      void control("POST", "clock", { advanceMs }).then(look);
    });
}

const chart = await control("GET", "page/chart");
prepareForms(chart, chart.operations);
moveServices = drawChart(by("picture"), chart);
for (;;) {
  if (!document.hidden) await look();
  await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
