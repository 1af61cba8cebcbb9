// The page: which view, which item, which key.
const current = { index: null, view: "table" };

function applyLanguage() {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = `${say("title")} · guize`;
  for (const node of document.querySelectorAll("[data-label]")) node.textContent = say(node.dataset.label);
  byId("language").textContent = say("switch");
  labelFilters();
  buildGrid(open, drawn, () => show(current.view));
  if (current.index !== null) showItem(rows[current.index], go);
}

function drawn(number) {
  byId("count").textContent = say("shown", { n: number.toLocaleString("en"), all: rows.length.toLocaleString("en") });
}

function show(view) {
  current.view = view;
  byId("table-view").hidden = view !== "table";
  byId("timeline-view").hidden = view !== "timeline";
  byId("show-table").setAttribute("aria-pressed", String(view === "table"));
  byId("show-timeline").setAttribute("aria-pressed", String(view === "timeline"));
  refit();
}

/** Fit the view to the room it has. */
function refit() {
  if (!gridReady) return; // once it is, the page is shown anew
  if (current.view === "timeline") drawTimeline(shownIndices(), open);
  else fitGrid(!byId("item").hidden);
}

let waiting;
function changed() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    grid.setFilter(predicate());
    if (current.view === "timeline") drawTimeline(shownIndices(), open);
  }, 120);
}

function select(index) {
  const before = current.index;
  current.index = index;
  for (const one of [before, index]) if (one !== null) grid.getRow(one)?.reformat();
}

function open(index, field) {
  select(index);
  showItem(rows[index], go);
  if (byId("item").hidden) {
    byId("item").hidden = false;
    refit();
  }
  if (field) prove(field);
}

function close() {
  byId("item").hidden = true;
  refit();
}

function step(by) {
  const shown = shownIndices();
  if (!shown.length) return;
  const at = shown.indexOf(current.index);
  const index = shown[Math.min(shown.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  if (byId("item").hidden) select(index);
  else open(index);
  if (current.view === "table") grid.scrollToRow(index, "nearest", false).catch(() => {});
}

const go = (key) => (key === "close" ? close() : step(key === "next" ? 1 : -1));

function switchLanguage() {
  lang = lang === "zh" ? "en" : "zh";
  applyLanguage();
}

const KEYS = {
  ArrowDown: () => step(1), ArrowUp: () => step(-1), j: () => step(1), k: () => step(-1),
  Enter: () => current.index !== null && open(current.index), Escape: close,
  "/": () => byId("search").focus(), t: () => show(current.view === "table" ? "timeline" : "table"), l: switchLanguage,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input, select, textarea, summary");
  if (typing && event.key === "Escape") typing.blur();
  if (typing || !gridReady || (event.key === "Enter" && event.target.closest("button")) || !(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
});
byId("item").addEventListener("click", (event) => {
  const proof = event.target.closest("[data-prove]");
  if (proof) prove(proof.dataset.prove);
});
byId("show-table").addEventListener("click", () => show("table"));
byId("show-timeline").addEventListener("click", () => show("timeline"));
byId("language").addEventListener("click", switchLanguage);
byId("sort").addEventListener("change", (event) => grid.setSort(...event.target.value.split(" ")));
NARROW.addEventListener("change", applyLanguage);
listenToFilters(changed);
applyLanguage();
