// Rows selected in a list: counted while they are ticked, and kept when the page is turned or sorted.
import { say } from "./words.js";

function boxes(form) {
  return [...form.elements].filter((element) => element.name === "row");
}

function mark(form, elsewhere) {
  const place = form.querySelector("[data-selected]");
  place.textContent = say("selected", { count: elsewhere + boxes(form).filter((box) => box.checked).length });
}

function addWhole(form, changed) {
  const head = boxes(form)[0].closest("table").querySelector("thead .vh");
  const whole = document.createElement("input");
  whole.type = "checkbox";
  whole.setAttribute("aria-label", say("selectPage", {}));
  whole.addEventListener("change", () => {
    for (const box of boxes(form)) box.checked = whole.checked;
    changed();
  });
  head.replaceWith(whole);
}

function keep(form, url) {
  form.elements.next.value = url;
  const act = document.createElement("input");
  act.type = "hidden";
  act.name = "act";
  act.value = "keep";
  form.append(act);
  form.submit();
}

export function startSelection() {
  const form = document.getElementById("selection");
  if (!form) return;
  const held = Number(form.querySelector("[data-selected]").dataset.selected);
  const elsewhere = held - boxes(form).filter((box) => box.defaultChecked).length;
  let dirty = false;
  const changed = () => {
    dirty = true;
    mark(form, elsewhere);
  };
  addWhole(form, changed);
  document.addEventListener("change", (event) => boxes(form).includes(event.target) && changed());
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".pager a, th[aria-sort] a");
    if (!link || !dirty || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    keep(form, new URL(link.href).pathname + new URL(link.href).search);
  });
}
