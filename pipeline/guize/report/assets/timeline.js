// Announced ○ ── ● in effect, a lane a platform.
const DAY = 86_400_000;
const LINE = 14; // height of one change, in px
const AXIS = 26;
let zoom = 1;

const ordinal = (text) => Date.parse(text) / DAY;

/** The changes of `indices` that have a date, as intervals of days; an effect that ends is drawn to its end. */
function intervals(indices) {
  return indices.map((index) => rows[index]).filter((row) => row.announced_on || row.effective_from).map((row) => {
    const days = [row.announced_on, row.effective_from, row.effective_to].filter(Boolean).map(ordinal);
    return { row, start: Math.min(...days), end: Math.max(...days) };
  }).sort((a, b) => a.start - b.start);
}

/** Put intervals into as few lines as they need: each on the first line that is free at its start. */
function pack(lane, scale) {
  const free = [];
  for (const interval of lane) {
    let line = free.findIndex((end) => end < scale(interval.start));
    if (line < 0) line = free.length;
    free[line] = scale(interval.end) + 16;
    interval.line = line;
  }
  return free.length;
}

function drawTimeline(indices, open) {
  const view = byId("timeline-view");
  const all = intervals(indices);
  const scroller = h("div.scroller");
  view.replaceChildren(timelineTools(indices.length - all.length, () => drawTimeline(indices, open)), scroller);
  if (!all.length) return scroller.append(h("p.empty", {}, say("none")));
  const first = all[0].start;
  const last = all.reduce((end, interval) => Math.max(end, interval.end), first);
  const label = NARROW.matches ? 74 : 132;
  const width = Math.max(240, scroller.clientWidth - label - 20) * zoom;
  const scale = (dayNumber) => 14 + ((dayNumber - first) / Math.max(1, last - first)) * (width - 28);
  const lanes = new Map();
  for (const interval of all) {
    for (const id of platforms(interval.row)) {
      if (!lanes.has(id)) lanes.set(id, []);
      lanes.get(id).push({ ...interval });
    }
  }
  const names = h("div.names");
  const drawing = svg("svg", { width, role: "img", "aria-label": say("timeline") });
  drawing.append(...axis(first, last, width, scale));
  let top = AXIS;
  for (const [id, lane] of [...lanes].sort((a, b) => b[1].length - a[1].length)) {
    const height = pack(lane, scale) * LINE + 10;
    names.append(laneName(id, lane.length, height));
    drawing.append(svg("line.lane", { x1: 0, x2: width, y1: top, y2: top }));
    for (const interval of lane) drawing.append(mark(interval, scale, top + 5 + LINE * (interval.line + 0.5)));
    top += height;
  }
  drawing.setAttribute("height", top);
  const now = ordinal(today());
  if (now >= first && now <= last) {
    drawing.append(svg("line.today", { x1: scale(now), x2: scale(now), y1: AXIS, y2: top }),
      svg("text.today", { x: scale(now) - 4, y: AXIS + 12, "text-anchor": "end" }, say("today")));
  }
  drawing.addEventListener("click", (event) => {
    const chosenMark = event.target.closest("[data-index]");
    if (chosenMark) open(Number(chosenMark.dataset.index), "effective_from");
  });
  scroller.append(h("div.drawing", {}, names, drawing));
  return scroller.scrollTo(zoom > 1 ? scroller.scrollWidth : 0, 0);
}

function laneName(id, number, height) {
  const name = h("div.name", {}, platformName(id), h("small", {}, ` ${number}`));
  name.style.height = `${height}px`;
  return name;
}

function timelineTools(undated, redraw) {
  const zoomBy = (factor) => () => {
    zoom = Math.min(64, Math.max(1, zoom * factor));
    redraw();
  };
  return h("div.tools", {},
    h("button.quiet", { type: "button", onclick: zoomBy(2), title: say("zoom_in"), "aria-label": say("zoom_in") }, "＋"),
    h("button.quiet", { type: "button", onclick: zoomBy(0.5), title: say("zoom_out"), "aria-label": say("zoom_out") }, "－"),
    Object.keys(data.labels.en.category).map((name) => h(`span.key.c-${name}`, {}, say(`category.${name}`))),
    h("span.help", {}, say("timeline_help"), undated ? ` ${say("no_dates", { n: undated })}` : ""));
}

/** One change: a ring where it was announced, a dot where it takes effect, a bar for as long as it holds. */
function mark(interval, scale, y) {
  const { row } = interval;
  const at = (field) => (row[field] ? scale(ordinal(row[field])) : undefined);
  const [announced, from, to] = [at("announced_on"), at("effective_from"), at("effective_to")];
  const loose = row.announced_bound !== "exact" || (row.effective_bound ?? "exact") !== "exact";
  const group = svg(`g.mark.c-${row.categories[0]}`, { "data-index": row.index },
    svg("title", {}, [row.subject ?? row.title, `${say("field.announced_on")} ${day(row, "announced_on")}`, `${say("field.effective_from")} ${day(row, "effective_from") || say("not_stated")}`].join("\n")),
    svg("rect.hit", { x: scale(interval.start) - 6, y: y - LINE / 2, width: scale(interval.end) - scale(interval.start) + 12, height: LINE }));
  if (announced !== undefined && from !== undefined) group.append(svg(loose ? "line.loose" : "line", { x1: announced, x2: from, y1: y, y2: y }));
  if (from !== undefined && to !== undefined) group.append(svg("line.holds", { x1: from, x2: to, y1: y, y2: y }));
  if (announced !== undefined) group.append(svg("circle.announced", { cx: announced, cy: y, r: 3.5 }));
  if (from !== undefined) group.append(svg("circle.effective", { cx: from, cy: y, r: 4 }));
  return group;
}

/** Years, quarters or months, whatever has room for its name. */
function axis(first, last, width, scale) {
  const perMonth = (30.4 * (width - 28)) / Math.max(1, last - first);
  const step = perMonth > 58 ? 1 : perMonth > 20 ? 3 : perMonth > 5 ? 12 : 36;
  const start = new Date(first * DAY);
  const nodes = [];
  for (let month = Math.floor(start.getUTCMonth() / step) * step; ; month += step) {
    const tick = Date.UTC(start.getUTCFullYear(), month, 1);
    if (tick / DAY > last) return nodes;
    if (tick / DAY < first) continue;
    const x = scale(tick / DAY);
    const text = new Date(tick).toISOString().slice(0, step % 12 ? 7 : 4);
    nodes.push(svg("line.tick", { x1: x, x2: x, y1: 18, y2: "100%" }), svg("text.tick", { x: x + 3, y: 14 }, text));
  }
}
