// Which rows are shown.
const DATE_FIELDS = ["effective_from", "announced_on", "deadline"];
const chosen = { platforms: new Set(), categories: new Set() };

function count(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const platformCounts = [...count(rows.flatMap(platforms))].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
const categoryCounts = count(rows.flatMap((row) => row.categories));

/** A test of a row by what the form says now. */
function predicate() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const type = byId("change-type").value;
  const status = byId("status").value;
  const field = byId("date-field").value;
  const [from, to] = [byId("date-from").value, byId("date-to").value];
  return (row) =>
    (!chosen.platforms.size || platforms(row).some((id) => chosen.platforms.has(id))) &&
    (!chosen.categories.size || row.categories.some((name) => chosen.categories.has(name))) &&
    (!type || row.change_type === type) &&
    (!status || row.status === status) &&
    (!from || (row[field] ?? "") >= from) &&
    (!to || (row[field] !== undefined && row[field] <= to)) &&
    words.every((word) => searchable(row).includes(word));
}

function toggle(set, value, on) {
  if (on) set.add(value);
  else set.delete(value);
}

function options(select, pairs) {
  const kept = select.value;
  select.replaceChildren(...pairs.map(([value, words]) => h("option", { value }, words)));
  select.value = pairs.some(([value]) => value === kept) ? kept : pairs[0][0];
}

/** The controls in the language of the page. */
function labelFilters() {
  const named = (table) => Object.keys(data.labels.en[table]).map((key) => [key, say(`${table}.${key}`)]);
  byId("search").placeholder = say("search");
  byId("search").setAttribute("aria-label", say("search"));
  byId("upcoming").title = say("upcoming_hint");
  options(byId("change-type"), [["", say("all_types")], ...named("change_type")]);
  options(byId("status"), [["", say("all_statuses")], ...named("status")]);
  options(byId("date-field"), DATE_FIELDS.map((field) => [field, say(`field.${field}`)]));
  options(byId("sort"), SORTS.map(([field, direction]) => [`${field} ${direction}`, `${say(`field.${field}`)} ${direction === "asc" ? "↑" : "↓"}`]));
  byId("change-type").setAttribute("aria-label", say("field.change_type"));
  byId("status").setAttribute("aria-label", say("field.status"));
  byId("categories").setAttribute("aria-label", say("categories"));
  byId("categories").replaceChildren(
    ...Object.keys(data.labels.en.category).filter((name) => categoryCounts.has(name)).map((name) =>
      h(`button.chip.c-${name}`, { type: "button", "data-category": name, "aria-pressed": String(chosen.categories.has(name)) },
        say(`category.${name}`), h("small", {}, ` ${categoryCounts.get(name)}`))),
  );
  byId("platform-menu").querySelector(".options").replaceChildren(
    ...platformCounts.map(([id, number]) =>
      h("label", {}, h("input", { type: "checkbox", value: id, checked: chosen.platforms.has(id) }), platformName(id), h("small", {}, ` ${number}`))),
  );
  summarisePlatforms();
}

function summarisePlatforms() {
  const names = [...chosen.platforms].map(platformName).join(", ");
  byId("platform-menu").querySelector("summary").replaceChildren(names || say("platforms"));
}

/** Local calendar day of the reader, as 2024-05-06. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function listenToFilters(changed) {
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", changed);
  byId("categories").addEventListener("click", (event) => {
    const chip = event.target.closest("[data-category]");
    if (!chip) return;
    const on = chip.getAttribute("aria-pressed") !== "true";
    chip.setAttribute("aria-pressed", String(on));
    toggle(chosen.categories, chip.dataset.category, on);
    changed();
  });
  byId("platform-menu").addEventListener("change", (event) => {
    toggle(chosen.platforms, event.target.value, event.target.checked);
    summarisePlatforms();
    changed();
  });
  byId("upcoming").addEventListener("click", () => {
    byId("date-field").value = "effective_from";
    byId("date-from").value = today();
    byId("date-to").value = "";
    changed();
  });
  byId("more-filters").addEventListener("click", (event) => {
    const open = form.classList.toggle("open");
    event.target.setAttribute("aria-expanded", String(open));
  });
  form.addEventListener("reset", () => {
    chosen.platforms.clear();
    chosen.categories.clear();
    setTimeout(() => { // after the form has emptied its controls
      labelFilters();
      changed();
    });
  });
  document.addEventListener("click", (event) => {
    if (!byId("platform-menu").contains(event.target)) byId("platform-menu").open = false;
  });
}
