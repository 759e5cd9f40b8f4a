// What was typed stays in this tab until the server has it, and is offered on return.
import { say } from "./words.js";

const SKIPPED = new Set(["csrfmiddlewaretoken", "version"]);

function key(form) {
  return `draft:${form.dataset.autosave}`;
}

function values(form) {
  return [...new FormData(form).entries()].filter(([name, value]) => !SKIPPED.has(name) && typeof value === "string");
}

export function keep(form) {
  try {
    sessionStorage.setItem(key(form), JSON.stringify({ at: Date.now(), values: values(form) }));
  } catch (error) { /* no storage: the server still gets it */ }
}

export function drop(form) {
  try { sessionStorage.removeItem(key(form)); } catch (error) { /* nothing was kept */ }
}

function read(form) {
  try { return JSON.parse(sessionStorage.getItem(key(form))); } catch (error) { return null; }
}

function fill(form, kept) {
  const byName = new Map();
  for (const [name, value] of kept) byName.set(name, [...(byName.get(name) || []), value]);
  for (const control of form.elements) {
    if (!control.name || SKIPPED.has(control.name) || control.type === "file") continue;
    const wanted = byName.get(control.name) || [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = wanted.includes(control.value);
    else if (wanted.length) control.value = wanted.shift();
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn--sm";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

export function offer(form, restored) {
  const kept = read(form);
  if (!kept || JSON.stringify(kept.values) === JSON.stringify(values(form))) return drop(form);
  const note = document.createElement("div");
  note.className = "note note--amber";
  note.setAttribute("role", "status");
  const at = new Date(kept.at);
  const time = `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
  const text = document.createElement("span");
  text.textContent = say("found", { time });
  const restore = button(say("restore"), () => {
    note.remove();
    fill(form, kept.values);
    restored();
  });
  const discard = button(say("discard"), () => {
    note.remove();
    drop(form);
  });
  note.append(text, restore, discard);
  form.before(note);
  return undefined;
}
