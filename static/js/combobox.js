// A select of more than 15 options becomes a text box that searches it (APG combobox pattern).
// The select stays in the form, hidden, and keeps the value.
import { say } from "./words.js";

const SHOWN = 50;

function matching(select, typed) {
  const wanted = typed.trim().toLowerCase();
  return [...select.options].filter((option) => option.value && option.text.toLowerCase().includes(wanted));
}

class Combobox {
  constructor(select) {
    this.select = select;
    this.active = -1;
    this.box = document.createElement("div");
    this.box.className = "combobox";
    this.input = this.makeInput();
    this.list = this.makeList();
    this.status = document.createElement("span");
    this.status.className = "vh";
    this.status.setAttribute("role", "status");
    select.before(this.box);
    this.box.append(this.input, this.list, this.status, select);
    select.hidden = true;
    this.bind();
    this.reset();
  }

  makeInput() {
    const input = document.createElement("input");
    input.className = this.select.className.replace("select", "input");
    input.type = "text";
    input.autocomplete = "off";
    const none = this.select.querySelector('option[value=""]');
    if (none) input.placeholder = none.text;
    input.id = this.select.id;
    this.select.id = `${input.id}_select`;
    for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) {
      if (this.select.hasAttribute(name)) input.setAttribute(name, this.select.getAttribute(name));
    }
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", `${input.id}_list`);
    return input;
  }

  makeList() {
    const list = document.createElement("div");
    list.className = "combobox__list";
    list.id = `${this.input.id}_list`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.select.labels[0] ? this.select.labels[0].textContent : this.select.name);
    list.hidden = true;
    return list;
  }

  bind() {
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("click", () => this.open(""));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.leave(), 150));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const row = event.target.closest("[role=option]");
      if (row && row.dataset.value) this.choose(row.dataset.value);
    });
    this.select.addEventListener("input", () => this.reset());
  }

  open(typed) {
    const found = matching(this.select, typed);
    this.rows = found.slice(0, SHOWN).map((option, index) => {
      const row = document.createElement("div");
      row.setAttribute("role", "option");
      row.id = `${this.list.id}_${index}`;
      row.dataset.value = option.value;
      row.textContent = option.text;
      return row;
    });
    this.list.replaceChildren(...this.rows);
    this.list.hidden = !this.rows.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.status.textContent = found.length ? say("matches", { count: found.length }) : say("noMatch");
    this.move(-1);
  }

  move(index) {
    this.active = index;
    this.rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === index)));
    const row = this.rows[index];
    if (!row) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", row.id);
    return row.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.open("");
      if (this.rows.length) this.move((this.active + step + this.rows.length) % this.rows.length);
    } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.choose(this.rows[this.active].dataset.value);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.leave();
    }
  }

  choose(value) {
    this.select.value = value;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.reset();
    this.shut();
  }

  leave() {
    if (!this.input.value.trim() && this.select.querySelector('option[value=""]')) this.choose("");
    else this.reset();
    this.shut();
  }

  reset() {
    const option = this.select.selectedOptions[0];
    this.input.value = option && option.value ? option.text : "";
  }

  shut() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

export function startComboboxes(root) {
  for (const select of root.querySelectorAll("select[data-combobox]:not([multiple])")) {
    select.removeAttribute("data-combobox");
    new Combobox(select);
  }
}
