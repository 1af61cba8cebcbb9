// What the views show of a change.
const rows = data.changes.map((change, index) => ({ ...change, index }));
const hay = []; // by row index: all that a search looks at, in lower case

function searchable(row) {
  hay[row.index] ??= [
    row.title, row.subject, row.issuer, data.texts[row.item_id],
    ...(row.rule_titles ?? []), ...(row.audience ?? []), ...(row.topics ?? []), ...platforms(row).map(platformName), ...(row.platform ?? []),
    ...(row.values ?? []).map((value) => value.what), ...(row.evidence ?? []).map((evidence) => evidence.text),
  ].filter(Boolean).join("\n").toLowerCase();
  return hay[row.index];
}

const platforms = (row) => row.platform ?? [""];

function platformName(id) {
  if (id === "") return say("unknown_platform");
  if (id === "regulator") return say("regulator");
  return lang === "zh" ? data.platforms[id] ?? id : id;
}

/** A day with how exact it is, as "≤ 2024-05-06" or "2024-05 (month)". */
function day(row, field) {
  const value = row[field];
  if (!value) return "";
  const bound = field === "announced_on" ? row.announced_bound : field === "effective_from" ? row.effective_bound : null;
  const precision = field === "effective_from" ? row.effective_precision : null;
  if (bound === "within_year" || precision === "year") return value.slice(0, 4);
  if (bound === "within_month" || precision === "month") return value.slice(0, 7);
  if (bound === "on_or_before") return `≤ ${value}`;
  if (bound === "on_or_after") return `≥ ${value}`;
  return precision && precision !== "day" ? `≈ ${value}` : value;
}

/** The same in words, for the item view: "2024-05-06 10:00 · on or before". */
function dayInWords(row, field) {
  const time = row[`${field}_time`];
  const bound = { announced_on: row.announced_bound, effective_from: row.effective_bound }[field];
  const precision = field === "effective_from" && row.effective_precision !== "day" ? row.effective_precision : undefined;
  const notes = [bound && say(`bound.${bound}`), precision && say(`precision.${precision}`)].filter(Boolean);
  return [[row[field], time].filter(Boolean).join(" "), ...notes].join(" · ");
}

function amount(low, high, unit) {
  if (low === undefined && high === undefined) return null;
  const numbers = [low, high].filter((number) => number !== undefined).map((number) => number.toLocaleString("en"));
  const words = !unit || unit === "%" ? unit ?? "" : `\u00a0${say(`unit.${unit}`)}`;
  return (low === undefined ? "≤ " : "") + numbers.join("–") + words;
}

const oldAmount = (value) => amount(value.old, value.old_high, value.unit);
const newAmount = (value) => amount(value.new, value.new_high, value.unit);

/** Old → new as nodes: the old one struck through; only the new one where no old one is stated. */
function amounts(value) {
  const [before, after] = [oldAmount(value), newAmount(value)];
  if (before === null) return [h("b", {}, after ?? say("not_stated_short"))];
  return [h("s", {}, before), " → ", h("b", {}, after ?? say("not_stated_short"))];
}

const categoryChips = (row) => row.categories.map((name) => h(`span.chip.c-${name}`, {}, say(`category.${name}`)));
const typeName = (row) => say(`change_type.${row.change_type}`);
const headline = (row) => row.subject ?? row.title ?? "";
