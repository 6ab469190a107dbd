"use strict";
(() => {
  const table = document.querySelector("table.documents");
  const form = document.querySelector("form.controls");
  if (!table || !form) return;
  const rows = Array.from(table.tBodies);

  const add = (parent, tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    parent.append(node);
    return node;
  };

  // Filter.
  const file = add(add(form, "label", {}, "File "), "input", { type: "search", size: 18 });
  const label = add(add(form, "label", {}, "Label "), "select");
  add(label, "option", { value: "", textContent: "all" });
  for (const name of new Set(rows.map((row) => row.dataset.label))) {
    add(label, "option", { value: name, textContent: name.replaceAll("_", " ") });
  }
  const review = document.createElement("input");
  review.type = "checkbox";
  add(form, "label", {}, review, " needs review only");
  const open = add(form, "button", { type: "button", textContent: "Open all shown" });
  const close = add(form, "button", { type: "button", textContent: "Close all" });
  const shown = add(form, "output");

  const filter = () => {
    const wanted = file.value.toLowerCase();
    let count = 0;
    for (const row of rows) {
      const data = row.dataset;
      row.hidden = !(
        data.file.toLowerCase().includes(wanted) &&
        (!label.value || data.label === label.value) &&
        (!review.checked || data.review === "1")
      );
      count += !row.hidden;
    }
    shown.textContent = `${count} of ${rows.length} shown`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());

  // Open and close.
  const setOpen = (row, state) => {
    row.querySelector("details").open = state;
  };
  open.addEventListener("click", () => rows.forEach((row) => row.hidden || setOpen(row, true)));
  close.addEventListener("click", () => rows.forEach((row) => setOpen(row, false)));
  table.addEventListener("click", (event) => {
    const line = event.target.closest("table.documents > tbody > tr:first-child");
    if (!line || event.target.closest("a") || String(window.getSelection())) return;
    const details = line.parentNode.querySelector("details");
    details.open = !details.open;
  });

  // Sort.
  const textual = new Set(["file", "label"]);
  const compare = (name, one, other) => {
    const [a, b] = [one.dataset[name], other.dataset[name]];
    if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
    return textual.has(name) ? (a < b ? -1 : +(a > b)) : Number(a) - Number(b);
  };
  const heads = Array.from(table.tHead.rows[0].cells);
  for (const head of heads) {
    const name = head.className;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const first = textual.has(name) ? "ascending" : "descending";
      const second = first === "ascending" ? "descending" : "ascending";
      const way = head.getAttribute("aria-sort") === first ? second : first;
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", way);
      const sign = way === "ascending" ? 1 : -1;
      const sorted = rows.slice().sort((one, other) => sign * compare(name, one, other));
      table.append(...sorted);
    });
  }

  form.hidden = false;
  filter();
})();
