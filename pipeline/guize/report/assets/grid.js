// The table: Tabulator draws only the rows in sight, so that ten thousand stay fluid.
const SORTS = [["effective_from", "desc"], ["effective_from", "asc"], ["announced_on", "desc"], ["confidence", "asc"]];
const ROOMY = ["announced_on", "change_type", "categories", "deadline", "status"]; // columns that give way to an open item
let grid;
let gridReady = false; // Tabulator builds itself in steps, and takes no orders before it has

/** Days in order, those that are not stated last in both directions. */
function byDay(a, b, _rowA, _rowB, _column, direction) {
  if (a === b) return 0;
  if (!a || !b) return (a ? -1 : 1) * (direction === "asc" ? 1 : -1);
  return a < b ? -1 : 1;
}

const byWords = (a, b) => String(a ?? "").localeCompare(String(b ?? ""), "zh");

function column(field, width, cell, more = {}) {
  return {
    title: say(`field.${field}`), field, width, formatter: (component) => cell(component.getData()),
    sorter: byWords, headerSortTristate: false, ...more,
  };
}

function columns() {
  if (NARROW.matches) return [column("effective_from", undefined, card, { sorter: byDay, headerSort: false })];
  return [
    column("effective_from", 132, dateCell("effective_from"), { sorter: byDay }),
    column("announced_on", 118, dateCell("announced_on"), { sorter: byDay }),
    column("platform", 112, (row) => stack(platforms(row).map(platformName))),
    column("change_type", 100, (row) => stack([typeName(row), row.tentative ? h("small", {}, say("tentative")) : null])),
    column("categories", 104, (row) => stack(categoryChips(row))),
    column("subject", undefined, subjectCell, { minWidth: 200, widthGrow: 2 }),
    column("values", undefined, valuesCell, { minWidth: 150, widthGrow: 1, title: say("old_new"), headerSort: false }),
    column("deadline", 106, dateCell("deadline"), { sorter: byDay }),
    column("status", 98, statusCell, { sorter: (a, b, rowA, rowB) => rowA.getData().confidence - rowB.getData().confidence }),
  ];
}

const stack = (lines) => h("div.cell", {}, lines.filter(Boolean).map((line) => h("div", {}, line)));

function dateCell(field) {
  return (row) => stack([
    h("span.date", {}, day(row, field)),
    field === "effective_from" && row.effective_to ? h("small.date", {}, `${say("until")} ${row.effective_to}`) : null,
  ]);
}

const subjectCell = (row) => stack([h("b", {}, headline(row)), row.title ? h("small", {}, row.title) : null]);

function valuesCell(row) {
  const values = row.values ?? [];
  const shown = values.slice(0, 2).map((value) => h("span", {}, amounts(value), h("small", {}, ` ${value.what}`)));
  if (values.length > 2) shown[1].prepend(h("small", {}, `+${values.length - 2} `));
  return stack(shown);
}

const statusCell = (row) => stack([
  h(`span.status.s-${row.status}`, {}, say(`status.${row.status}`)),
  h("small", {}, `${Math.round(row.confidence * 100)}%`),
]);

function card(row) {
  return h("div.card", {},
    h("div.line", {}, h("span.date", {}, day(row, "effective_from") || `(${day(row, "announced_on")})`),
      h("span", {}, platforms(row).map(platformName).join(" ")), categoryChips(row), row.status === "review" ? statusCell(row).firstChild : null),
    h("b", {}, headline(row)),
    row.values ? h("div.line", {}, h("span", {}, amounts(row.values[0])), h("small", {}, row.values[0].what)) : h("small", {}, row.title ?? ""));
}

/** (Re)build the table: for another language or another width. `open(index, field)` is called for a chosen cell. */
function buildGrid(open, drawn, built) {
  gridReady = false;
  grid?.destroy();
  grid = new Tabulator("#grid", {
    data: rows, index: "index", columns: columns(), layout: "fitColumns", height: "100%",
    rowHeight: NARROW.matches ? 92 : 58, headerVisible: !NARROW.matches, placeholder: say("none"),
    initialSort: [{ column: "effective_from", dir: "desc" }],
    columnDefaults: { headerHozAlign: "left", resizable: "header" }, printAsHtml: true, printStyled: false, printRowRange: "active",
    rowFormatter: (row) => row.getElement().classList.toggle("current", row.getData().index === current.index),
  });
  grid.on("tableBuilt", () => {
    gridReady = true;
    grid.setFilter(predicate());
    built();
  });
  grid.on("cellClick", (_event, cell) => open(cell.getData().index, cell.getField()));
  grid.on("dataFiltered", (_filters, found) => drawn(found.length));
}

/** Make room for an open item, or take it back. */
function fitGrid(reading) {
  if (!NARROW.matches) {
    grid.blockRedraw();
    for (const field of ROOMY) grid[reading ? "hideColumn" : "showColumn"](field);
    grid.restoreRedraw();
  }
  grid.redraw();
}

/** Indices of the rows shown, in the order shown. */
const shownIndices = () => grid.getRows("active").map((row) => row.getData().index);
