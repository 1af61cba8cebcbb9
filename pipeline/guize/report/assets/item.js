// One change with its proof: facts, old → new, and the item's own words with the evidence marked.
const FACTS = ["platform", "issuer", "change_type", "categories", "topics", "rule_titles", "audience", "deadline"];

const base = (field) => field.split("[")[0];

/** The name of an evidence field; of a value, what it is a value of. */
function evidenceName(row, field) {
  const number = field.match(/^values\[(\d+)\]$/);
  const what = number && row.values?.[Number(number[1])]?.what;
  return what ? (what.length > 8 ? `${what.slice(0, 8)}…` : what) : say(`field.${base(field)}`);
}

/** Whether the name of the field stands here: of a value, behind its last words alone. */
function isLast(row, evidence) {
  return base(evidence.field) !== "values" || evidence.text === row.evidence.findLast((e) => e.field === evidence.field).text;
}

/** Words cut at the borders of their evidence, as nodes. Offsets count code points, as Python does. */
function marked(row, words, evidence) {
  const points = Array.from(words);
  const borders = [...new Set([0, points.length, ...evidence.flatMap((e) => [e.start, e.end])])].sort((a, b) => a - b);
  return borders.slice(1).map((end, i) => {
    const start = borders[i];
    const piece = points.slice(start, end).join("");
    const over = evidence.filter((e) => e.start <= start && e.end >= end);
    if (!over.length) return piece;
    const proofs = over.filter((e) => e.field !== "change").sort((a, b) => a.end - a.start - (b.end - b.start));
    if (!proofs.length) return h("span.clause", { "data-fields": "change" }, piece);
    const ending = [...new Set(proofs.filter((e) => e.end === end && isLast(row, e)).map((e) => evidenceName(row, e.field)))];
    const inClause = over.length > proofs.length ? ".clause" : "";
    return h(`mark.f-${base(proofs[0].field)}${inClause}`, {
      "data-fields": over.map((e) => e.field).join(" "), title: proofs.map((e) => evidenceName(row, e.field)).join(", "),
    }, piece, ending.length ? h("i.tag", {}, ending.join(" · ")) : null);
  });
}

/** Bring the first words that prove a field into sight, and flash all of them. */
function prove(field) {
  const marks = [...byId("item").querySelectorAll("[data-fields]")].filter((node) =>
    node.dataset.fields.split(" ").some((name) => name === field || base(name) === field));
  for (const node of marks) {
    node.classList.remove("flash");
    void node.offsetWidth; // restarts the animation
    node.classList.add("flash");
  }
  marks[0]?.scrollIntoView({ block: "center", behavior: "smooth" });
}

/** Words that lead to their proof, or say that there is none. */
function proved(row, field, ...content) {
  const proof = (row.evidence ?? []).some((e) => e.field === field || base(e.field) === field);
  if (!proof) return h("span", { title: say("no_words") }, content);
  return h(`button.proof.f-${base(field)}`, { type: "button", "data-prove": field }, content);
}

function fact(row, field) {
  const shown = {
    platform: () => platforms(row).map(platformName).join(", "),
    change_type: () => typeName(row) + (row.tentative ? ` · ${say("tentative")}` : ""),
    categories: () => h("span", {}, categoryChips(row)),
    rule_titles: () => (row.rule_titles ?? []).map((title) => `《${title}》`).join(" "),
    topics: () => (row.topics ?? []).join(", "),
    audience: () => (row.audience ?? []).join(", "),
  }[field]?.() ?? row[field];
  return shown ? [h("dt", {}, say(`field.${field}`)), h("dd", {}, proved(row, field, shown))] : null;
}

function dateCard(row, field) {
  const words = row[field] ? dayInWords(row, field) : say("not_stated");
  return h("div.when", {}, h("small", {}, say(`field.${field}`)), proved(row, field, h("b", {}, words)));
}

function valuesTable(row) {
  if (!row.values?.length) return null;
  return h("table.values", {}, h("thead", {}, h("tr", {}, ["values", "old", "new"].map((key) => h("th", {}, say(key === "values" ? "field.values" : key))))),
    h("tbody", {}, row.values.map((value, i) => h("tr", {},
      h("td", {}, proved(row, `values[${i}]`, value.what)),
      h("td", {}, oldAmount(value) === null ? say("not_stated_short") : h("s", {}, oldAmount(value))),
      h("td", {}, h("b", {}, newAmount(value) ?? say("not_stated_short")))))));
}

function legend(row) {
  const names = [...new Set((row.evidence ?? []).map((e) => base(e.field)))];
  return h("p.legend", { title: say("legend") }, names.map((name) =>
    h(`button.f-${name}`, { type: "button", "data-prove": name }, say(`field.${name}`))));
}

/** What the evidence tells of a text that is not there: stretches without a gap, each with its evidence moved into it. */
function passages(evidence) {
  const found = [];
  for (const e of [...evidence].sort((a, b) => a.start - b.start || b.end - a.end)) {
    let passage = found.at(-1);
    if (!passage || e.start > passage.start + passage.points.length) found.push((passage = { start: e.start, points: [], proofs: [] }));
    const known = passage.start + passage.points.length - e.start;
    passage.points.push(...Array.from(e.text).slice(known));
    passage.proofs.push({ ...e, start: e.start - passage.start, end: e.end - passage.start });
  }
  return found.map(({ points, proofs }) => [points.join(""), proofs]);
}

function original(row) {
  const of = (where) => (row.evidence ?? []).filter((e) => e.where === where);
  const text = data.texts[row.item_id];
  const body = text === undefined
    ? [h("p.note", {}, say("quoted_only")), passages(of("text")).map(([words, proofs]) => h("blockquote", {}, marked(row, words, proofs)))]
    : [h("div.text", {}, marked(row, text, of("text")))];
  return h("section.original", { "aria-label": say("original") }, legend(row),
    row.title ? h("h3", {}, marked(row, row.title, of("title"))) : null, body);
}

function provenance(row) {
  const pairs = [
    ["published_at", row.published_at?.slice(0, 16).replace("T", " ")],
    ["source", [row.source, row.source_id].filter(Boolean).join(" · ")],
    ["versions", `guize ${row.extractor_version} · ${row.model_version}`],
  ].filter(([, value]) => value);
  return h("dl.facts.small", {}, pairs.map(([key, value]) => [h("dt", {}, say(key)), h("dd", {}, value)]), h("dt", {}, "id"), h("dd", {}, row.change_id));
}

/** Fill the item view with a row; `go` is called with previous, next or close. */
function showItem(row, go) {
  const button = (key, sign) => h("button.quiet", { type: "button", title: say(key), "aria-label": say(key), onclick: () => go(key) }, sign);
  const dates = ["announced_on", "effective_from", ...(row.effective_to ? ["effective_to"] : [])];
  byId("item").setAttribute("aria-label", headline(row));
  byId("item").replaceChildren(...[
    h("div.bar", {}, button("previous", "↑"), button("next", "↓"), h("span.grow"), statusCell(row), button("close", "✕")),
    h("h2", {}, headline(row)),
    row.reasons ? h("p.warning", {}, `${say("reasons")}: ${row.reasons.map((code) => say(`reason.${code}`)).join(", ")}`) : null,
    h("div.dates", {}, dates.map((field) => dateCard(row, field))),
    valuesTable(row),
    h("dl.facts", {}, FACTS.map((field) => fact(row, field)).filter(Boolean)),
    original(row),
    provenance(row),
  ].filter(Boolean));
  byId("item").scrollTop = 0;
}
