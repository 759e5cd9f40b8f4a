// Suggestions below a search field as one types (APG combobox with a list); an option leads to its page.
// The field stays the text box of a plain form: Enter without a chosen option sends it.
import { say } from "./words.js";

const PAUSE = 180;
const LONGEST = 60;

class Suggest {
  constructor(input) {
    this.input = input;
    this.rows = [];
    this.active = -1;
    this.list = document.createElement("div");
    this.list.className = "suggest__list";
    this.list.id = `${input.id}_suggestions`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", say("suggestions"));
    this.status = document.createElement("span");
    this.status.className = "vh";
    this.status.setAttribute("role", "status");
    input.after(this.list, this.status);
    input.autocomplete = "off";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    this.bind();
  }

  bind() {
    // A half-typed syllable of an input method is no word yet.
    this.input.addEventListener("input", (event) => event.isComposing || this.wait());
    this.input.addEventListener("compositionend", () => this.wait());
    this.input.addEventListener("keydown", (event) => event.isComposing || this.key(event));
    this.input.addEventListener("blur", () => this.shut());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.open(row);
    });
  }

  wait() {
    clearTimeout(this.timer);
    if (this.request) this.request.abort();
    if (!this.input.value.trim()) this.shut();
    else this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = [...this.input.value.trim()].slice(0, LONGEST).join("");
    const request = new AbortController();
    this.request = request;
    try {
      const url = `${this.input.dataset.suggest}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(url, { signal: request.signal, credentials: "omit" });
      if (answer.ok) this.show((await answer.json()).items);
    } catch (error) {
      // Aborted, or no network: the form works without.
    }
  }

  show(items) {
    if (document.activeElement !== this.input) return;
    this.rows = items.map((item, index) => this.row(item, index));
    this.list.replaceChildren(...this.rows);
    this.list.hidden = !this.rows.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.status.textContent = say(this.rows.length ? "suggested" : "noneSuggested", { count: this.rows.length });
    this.move(-1);
  }

  row(item, index) {
    const row = document.createElement("div");
    row.className = "suggest__item";
    row.id = `${this.list.id}_${index}`;
    row.setAttribute("role", "option");
    row.dataset.url = item.url;
    for (const [part, lang] of [["name", "zh-CN"], ["kind", ""], ["about", "zh-CN"]]) {
      const span = document.createElement("span");
      span.className = `suggest__${part}`;
      span.textContent = item[part];
      if (lang) span.lang = lang;
      row.append(span, " ");
    }
    return row;
  }

  move(index) {
    this.active = index;
    this.rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === index)));
    const row = this.rows[index];
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  // One place more than there are options: the field itself.
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.rows.length) {
      event.preventDefault();
      if (this.list.hidden) this.reopen();
      const places = this.rows.length + 1;
      this.move(((this.active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.open(this.rows[this.active]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.shut();
    }
  }

  reopen() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  open(row) {
    this.shut();
    location.assign(row.dataset.url);
  }

  shut() {
    clearTimeout(this.timer);
    if (this.request) this.request.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.status.textContent = "";
    this.move(-1);
  }
}

export function startSuggestions() {
  for (const input of document.querySelectorAll("input[data-suggest]")) new Suggest(input);
}
