// Data, language, and elements made of text alone: nothing of a document is ever parsed as HTML.
const data = JSON.parse(document.getElementById("data").textContent);
const NARROW = window.matchMedia("(max-width: 760px)");
let lang = navigator.language.startsWith("zh") ? "zh" : "en";

/** The words for a key ("shown", or "field.platform"), with {name} filled in; the key's last part where there are none. */
function say(key, values = {}) {
  const words = key.split(".").reduce((table, part) => table?.[part], data.labels[lang]);
  if (words === undefined) return key.slice(key.indexOf(".") + 1);
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** An element: h("p.class", {attribute, on…}, children as nodes or texts). */
function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  return fill(document.createElement(name), classes, attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), classes, attributes, children);
}

function fill(node, classes, attributes, children) {
  if (classes.length) node.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const byId = (id) => document.getElementById(id);
