// The OpenAPI document, readable: no library, no network but this server.
"use strict";

const METHODS = ["get", "post", "patch", "put", "delete"];
let schemas = {};

/** An element with attributes and children; text is never read as HTML. */
function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const nameOf = (ref) => ref.split("/").pop();
const resolve = (schema) => (schema?.$ref ? (schemas[nameOf(schema.$ref)] ?? {}) : (schema ?? {}));

/** A schema in a few words: `text`, `list of Deal`, `one of open, won, lost`. */
function words(schema) {
  if (schema === undefined || schema === true) return "anything";
  if (schema.$ref) {
    const whole = resolve(schema);
    return whole.properties || whole.oneOf ? nameOf(schema.$ref) : words(whole);
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.map((one) => JSON.stringify(one)).join(", ")}`;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(words).join(" or ");
  if (schema.allOf) return schema.allOf.map(words).join(" and ");
  const types = [schema.type ?? "anything"].flat();
  const said = types.map((type) => {
    if (type === "array") return `list of ${words(schema.items)}`;
    if (type === "string") return schema.format ?? "text";
    if (type === "object" && schema.additionalProperties && schema.additionalProperties !== true)
      return `map of ${words(schema.additionalProperties)}`;
    return type;
  });
  return said.join(" or ");
}

/** The fields of a schema, one row each; what a field holds in turn opens below it. */
function fields(schema, depth = 0) {
  const whole = resolve(schema);
  if (whole.oneOf && !whole.properties) {
    return el("div", {}, ...whole.oneOf.map((one) => el("div", {}, fields(one, depth))));
  }
  if (!whole.properties) return el("p", {}, words(schema));
  const required = whole.required ?? [];
  const rows = Object.entries(whole.properties).map(([name, field]) => {
    const inner = field.$ref ?? field.items?.$ref ?? field.anyOf?.find((one) => one.$ref)?.$ref;
    const more = inner && depth < 3 && resolve({ $ref: inner }).properties;
    const about = [words(field), field.description ?? resolve(field).description].filter(Boolean).join(". ");
    const said = el("td", {}, el("span", {}, about));
    if (more) {
      const open = el("details", {}, el("summary", { class: "quiet" }, nameOf(inner)));
      open.addEventListener("toggle", () => {
        if (open.open && open.children.length === 1) open.append(el("div", {}, fields({ $ref: inner }, depth + 1)));
      });
      said.append(open);
    }
    return el("tr", {}, el("td", {}, el("code", {}, name), required.includes(name) ? "" : el("span", { class: "quiet" }, " optional")), said);
  });
  return el("table", {}, el("tbody", {}, ...rows));
}

function parameters(operation) {
  const rows = (operation.parameters ?? []).map((one) =>
    el(
      "tr",
      {},
      el("td", {}, el("code", {}, one.name), el("span", { class: "quiet" }, ` ${one.in}${one.required ? "" : ", optional"}`)),
      el("td", {}, [words(one.schema), one.description].filter(Boolean).join(". ")),
    ),
  );
  return el("table", {}, el("tbody", {}, ...rows));
}

function detail(operation) {
  const made = el("div", {});
  const act = operation["x-trechter-act"];
  const open = operation.security?.length === 0;
  const who = open ? "Open to everybody." : `Needs the right ${act}.`;
  made.append(el("p", { class: "quiet" }, `${operation.operationId}. ${who}`));
  if (operation.parameters?.length) made.append(el("h3", {}, "Parameters"), parameters(operation));
  const body = operation.requestBody?.content?.["application/json"]?.schema;
  if (body) made.append(el("h3", {}, "Body"), fields(body));
  for (const [status, answer] of Object.entries(operation.responses ?? {})) {
    if (status === "default") continue;
    const schema = answer.content?.["application/json"]?.schema;
    made.append(el("h3", {}, `Answer ${status}`), schema ? fields(schema) : el("p", {}, answer.description ?? ""));
  }
  return made;
}

/** One operation; its details are made when it is opened. */
function operation(path, method, what) {
  const made = el(
    "details",
    { id: what.operationId },
    el(
      "summary",
      {},
      el("span", { class: `method ${method.toUpperCase()}` }, method.toUpperCase()),
      el("code", {}, path),
      el("span", { class: "quiet" }, ` ${what.summary ?? ""}`),
    ),
  );
  made.dataset.find = `${method} ${path} ${what.operationId} ${what.summary}`.toLowerCase();
  made.addEventListener("toggle", () => {
    if (made.open && made.children.length === 1) made.append(detail(what));
  });
  return made;
}

function show(document_) {
  schemas = document_.components?.schemas ?? {};
  document.getElementById("about").textContent = `Version ${document_.info.version}. ${document_.info.description}`;
  const groups = new Map();
  for (const [path, item] of Object.entries(document_.paths)) {
    for (const method of METHODS.filter((one) => item[one])) {
      const tag = item[method].tags?.[0] ?? "other";
      if (!groups.has(tag)) groups.set(tag, el("section", {}, el("h2", {}, tag)));
      groups.get(tag).append(operation(path, method, item[method]));
    }
  }
  document.getElementById("operations").replaceChildren(...groups.values());
  const wanted = document.getElementById(location.hash.slice(1));
  if (wanted) {
    wanted.open = true;
    wanted.scrollIntoView();
  }
}

function find(event) {
  const sought = event.target.value.toLowerCase().split(/\s+/);
  for (const section of document.querySelectorAll("section")) {
    let any = false;
    for (const one of section.querySelectorAll(":scope > details")) {
      one.hidden = !sought.every((word) => one.dataset.find.includes(word));
      any ||= !one.hidden;
    }
    section.hidden = !any;
  }
}

document.getElementById("find").addEventListener("input", find);
fetch("/api/v1/openapi.json")
  .then((reply) => reply.json())
  .then(show)
  .catch((error) => document.getElementById("operations").replaceChildren(el("p", {}, String(error))));
