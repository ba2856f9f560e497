// The service state chart as a picture: each state at its place, an arrow for what leads from one
// to another, and each service at the state that it is in, or on the way.

const SVG = "http://www.w3.org/2000/svg";

/** Where each state stands: the middle of its box. */
const PLACES = {
  Active: [500, 230],
  Stopped: [90, 230],
  Suspended: [910, 230],
  StartFailed: [290, 130],
  RestartFailed: [290, 230],
  StopFailed: [290, 330],
  ResumeFailed: [710, 170],
  SuspendedFailed: [710, 290],
  ConfigUpdateFailed: [410, 40],
  ScaleFailed: [590, 40],
  CreatedFailed: [90, 480],
  RestoreFailed: [254, 480],
  ServiceUpdateFailed: [418, 480],
  Disabled: [582, 480],
  DisableFailed: [746, 480],
  EnableFailed: [910, 480],
};

/** Where a service is that is in none of them: on its way out, or put into a transition. */
const OUTSIDE = [500, 545];

/** How far an arrow bends, so that it does not pass through a state. */
const BENDS = {
  "Active Stopped": 330,
  "Stopped Active": 330,
  "Active Suspended": -200,
  "Suspended Active": -200,
};

const HALF = { width: 79, height: 17 };

function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Where the line from the middle of a box towards a point leaves the box. */
function edgeOf([x, y], [towardsX, towardsY]) {
  const [dx, dy] = [towardsX - x, towardsY - y];
  const scale = Math.min(
    dx === 0 ? Infinity : (HALF.width + 3) / Math.abs(dx),
    dy === 0 ? Infinity : (HALF.height + 3) / Math.abs(dy),
  );
  return [x + dx * scale, y + dy * scale];
}

/** The point that an arrow bends towards. */
function bendOf(from, to) {
  const [[x1, y1], [x2, y2]] = [PLACES[from], PLACES[to]];
  const bend = BENDS[`${from} ${to}`] ?? 0;
  const length = Math.hypot(x2 - x1, y2 - y1);
  return [(x1 + x2) / 2 + (bend * (y2 - y1)) / length, (y1 + y2) / 2 - (bend * (x2 - x1)) / length];
}

/** The middle of an arrow. */
function middleOf(from, to) {
  const [[x1, y1], [bx, by], [x2, y2]] = [PLACES[from], bendOf(from, to), PLACES[to]];
  return [(x1 + 2 * bx + x2) / 4, (y1 + 2 * by + y2) / 4];
}

function arrowOf({ from, to, operations }) {
  const bend = bendOf(from, to);
  const [[x1, y1], [x2, y2]] = [edgeOf(PLACES[from], bend), edgeOf(PLACES[to], bend)];
  const path = element("path", {
    d: `M ${x1} ${y1} Q ${bend[0]} ${bend[1]} ${x2} ${y2}`,
    "marker-end": "url(#arrow-head)",
  });
  const [x, y] = middleOf(from, to);
  const label = element("text", {
    x,
    y,
    visibility: from.endsWith("Failed") ? "hidden" : "visible",
  });
  label.append(operations.join(", "));
  const group = element("g", { class: "arrow" }, path, label);
  group.dataset.from = from;
  return group;
}

function nodeOf({ name, title }) {
  const [x, y] = PLACES[name];
  const kind = name.endsWith("Failed") ? "failed" : name in { Active: 1, Stopped: 1, Suspended: 1 };
  const box = element("rect", {
    ...{ x: x - HALF.width, y: y - HALF.height, rx: 8 },
    ...{ width: 2 * HALF.width, height: 2 * HALF.height },
  });
  const node = element("g", { class: `node ${kind === true ? "power" : kind || ""}` }, box);
  node.append(element("text", { x, y }, title));
  node.dataset.state = name;
  return node;
}

/** Draws the chart; the answer moves the services on it. */
export function drawChart(svg, { states, arrows }) {
  const head = element(
    "marker",
    {
      id: "arrow-head",
      viewBox: "0 0 8 8",
      ...{ refX: 7, refY: 4, markerWidth: 11, markerHeight: 11, orient: "auto" },
      markerUnits: "userSpaceOnUse",
    },
    element("path", { d: "M 0 0 L 8 4 L 0 8 z" }),
  );
  svg.replaceChildren(element("defs", {}, head), ...arrows.map(arrowOf), ...states.map(nodeOf));
  const marks = new Map();

  /** Where a service is, and how many are there already. */
  function placeOf({ from, to }, crowd) {
    const moves = to !== null && to !== "absent" && to !== from && from !== null;
    const [x, y] = from === null ? OUTSIDE : moves ? middleOf(from, to) : PLACES[from];
    const key = `${x} ${y}`;
    const nth = crowd.get(key) ?? 0;
    crowd.set(key, nth + 1);
    return [x, y + HALF.height + 11 + nth * 21];
  }

  return (services, chosen) => {
    const crowd = new Map();
    const seen = new Set();
    for (const service of services) {
      const key = `${service.cloudService}/${service.name}`;
      seen.add(key);
      let mark = marks.get(key);
      if (mark === undefined) {
        const width = Math.max(40, service.name.length * 8 + 16);
        const box = element("rect", { x: -width / 2, y: -9, width, height: 18, rx: 9 });
        mark = element("g", { class: "service-mark" }, box, element("text", {}, service.name));
        marks.set(key, mark);
        svg.append(mark);
      }
      const [x, y] = placeOf(service, crowd);
      mark.style.transform = `translate(${x}px, ${y}px)`;
    }
    for (const [key, mark] of marks) {
      if (seen.has(key)) continue;
      mark.remove();
      marks.delete(key);
    }
    for (const node of svg.querySelectorAll(".node"))
      node.classList.toggle("here", node.dataset.state === chosen?.from);
    for (const arrow of svg.querySelectorAll(".arrow")) {
      const isOpen = chosen?.to === null && arrow.dataset.from === chosen.from;
      arrow.classList.toggle("open", isOpen);
      const isAlwaysNamed = !arrow.dataset.from.endsWith("Failed");
      arrow
        .querySelector("text")
        .setAttribute("visibility", isOpen || isAlwaysNamed ? "visible" : "hidden");
    }
  };
}
