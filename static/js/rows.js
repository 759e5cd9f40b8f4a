// Add another: <div data-rows="PREFIX" data-limit="10"> with a <template> holding __prefix__.
// Without script the button submits name="add" and the server answers with one row more.
import { say } from "./words.js";
import { toast } from "./toast.js";

function total(box) {
  return document.getElementById(`id_${box.dataset.rows}-TOTAL_FORMS`);
}

function add(box) {
  const counter = total(box);
  const template = box.querySelector("template");
  const number = Number(counter.value);
  const holder = document.createElement("div");
  holder.innerHTML = template.innerHTML.replace(/__prefix__/g, number).replace(/__number__/g, number + 1);
  const row = holder.firstElementChild;
  template.before(row);
  counter.value = number + 1;
  document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: row } }));
  const first = row.querySelector("input:not([type=hidden]), select, textarea");
  if (first) first.focus();
  toast(say("added", { number: number + 1 }));
  limit(box);
}

function limit(box) {
  const most = Number(box.dataset.limit);
  const button = box.querySelector("[data-add]");
  if (button && most) button.disabled = Number(total(box).value) >= most;
}

function remove(row) {
  const flag = row.querySelector('input[name$="-DELETE"]');
  if (!flag) return;
  flag.checked = true;
  flag.value = "on";
  row.hidden = true;
  flag.dispatchEvent(new Event("input", { bubbles: true }));
  flag.dispatchEvent(new Event("change", { bubbles: true }));
  toast(say("removed"));
}

export function startRows(root) {
  for (const box of root.querySelectorAll("[data-rows]")) {
    if (box.dataset.started || !total(box)) continue;
    box.dataset.started = "true";
    box.addEventListener("click", (event) => {
      const adds = event.target.closest("[data-add]");
      const removes = event.target.closest("[data-remove]");
      if (!adds && !removes) return;
      event.preventDefault();
      if (adds) add(box);
      else remove(removes.closest("[data-row]"));
    });
    limit(box);
  }
}
