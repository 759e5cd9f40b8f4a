// A visit's form on a phone: <form data-visit="KEY">. What is typed stays on the phone until the server
// has it, is sent whenever there is a connection, and comes back into the form after a reload.
import { token } from "./requests.js";
import { showSignedOut } from "./signed-out.js";

const PAUSE = 1500;
const RETRIES = [3000, 10000, 30000, 60000];
const SKIPPED = new Set(["csrfmiddlewaretoken", "version", "rubric"]);

function place(key) {
  return `visit:${key}`;
}

function stores() {
  const found = [];
  for (const name of ["localStorage", "sessionStorage"]) {
    try { found.push(window[name]); } catch (error) { /* switched off */ }
  }
  return found;
}

function keep(key, draft) {
  return stores().some((store) => {
    try {
      store.setItem(place(key), JSON.stringify(draft));
      return true;
    } catch (error) { return false; }
  });
}

function kept(key) {
  for (const store of stores()) {
    try {
      const draft = JSON.parse(store.getItem(place(key)));
      if (draft) return draft;
    } catch (error) { /* not ours */ }
  }
  return null;
}

function drop(key) {
  for (const store of stores()) {
    try { store.removeItem(place(key)); } catch (error) { /* nothing was kept */ }
  }
}

function values(form) {
  return [...new FormData(form).entries()].filter(([name, value]) => !SKIPPED.has(name) && typeof value === "string");
}

function fill(form, entries) {
  for (const control of form.elements) {
    if (!control.name || SKIPPED.has(control.name) || ["file", "submit", "button"].includes(control.type)) continue;
    const wanted = entries.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "checkbox") control.checked = wanted.includes(control.value);
    else if (wanted.length) [control.value] = wanted;
    if (control.dataset.count) control.dispatchEvent(new Event("input"));
  }
}

class Visit {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.visit;
    this.status = form.querySelector("[data-visit-status]");
    this.words = this.status.dataset;
    this.version = form.elements.version;
    this.tries = 0;
    form.addEventListener("input", (event) => this.typed(event, PAUSE));
    form.addEventListener("change", (event) => this.typed(event, 200));
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => this.pending && this.later(0));
    document.addEventListener("visibilitychange", () => this.pending && this.later(0));
    this.restore();
  }

  typed(event, pause) {
    if (event.target.type === "file") return;
    this.keep();
    this.later(pause);
  }

  keep(submitted = false) {
    const draft = { version: this.version.value, values: values(this.form), submitted };
    this.pending = JSON.stringify(draft.values);
    if (keep(this.key, draft)) this.tell(this.words.waiting, "saved saved--waiting");
  }

  restore() {
    const draft = kept(this.key);
    const here = this.version.value;
    // A page that came back with faults holds what was typed; the server does not have it yet.
    if (this.form.hasAttribute("data-visit-unsaved")) {
      this.stopped = !this.form.querySelector("[data-visit-conflict]").hidden;
      return this.keep();
    }
    const arrived = draft && draft.submitted && Number(here) === Number(draft.version) + 1;
    if (!draft || arrived || JSON.stringify(draft.values) === JSON.stringify(values(this.form))) return drop(this.key);
    return draft.version === here ? this.take(draft) : this.offer(draft);
  }

  take(draft) {
    fill(this.form, draft.values);
    this.keep();
    this.tell(this.words.found, "saved saved--waiting");
    this.later(PAUSE);
  }

  // Somebody else saved since: the two texts are not mixed without being asked.
  offer(draft) {
    const note = document.createElement("div");
    note.className = "note note--amber";
    const text = document.createElement("p");
    text.textContent = this.words.older;
    const row = document.createElement("p");
    row.className = "btngroup";
    row.append(
      this.button(this.words.restore, () => { note.remove(); this.take(draft); }),
      this.button(this.words.discard, () => { note.remove(); drop(this.key); }),
    );
    const inner = document.createElement("div");
    inner.append(text, row);
    note.append(inner);
    this.form.prepend(note);
  }

  button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  later(pause) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.send(), pause);
  }

  async send() {
    if (this.running || this.stopped || !this.pending) return;
    this.running = true;
    const sent = this.pending;
    this.tell(this.words.sending, "saved saved--waiting");
    try {
      await this.receive(await this.post(), sent);
    } catch (error) {
      this.retry();
    } finally {
      this.running = false;
      if (this.held) this.release();
    }
  }

  post() {
    const body = new FormData(this.form);
    body.delete("photos");
    body.set("csrfmiddlewaretoken", token());
    return fetch(this.form.action, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token(), "X-Autosave": "true", Accept: "text/html" },
      redirect: "manual",
    });
  }

  async receive(answer, sent) {
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      this.tell(this.words.waiting, "saved saved--failed");
      return showSignedOut();
    }
    if (answer.status === 409) return this.conflict(await answer.text());
    if (answer.status === 422) return this.tell(await answer.text(), "saved saved--failed");
    if (!answer.ok) return this.retry();
    this.tries = 0;
    this.version.value = answer.headers.get("X-Version") || this.version.value;
    if (this.pending !== sent) {
      this.keep();
      return this.later(PAUSE);
    }
    this.pending = "";
    drop(this.key);
    this.status.className = "saved visit__state";
    this.status.innerHTML = await answer.text();
    return undefined;
  }

  retry() {
    this.tell(this.words.waiting, "saved saved--failed");
    this.later(RETRIES[Math.min(this.tries, RETRIES.length - 1)]);
    this.tries += 1;
  }

  conflict(fragment) {
    this.stopped = true;
    this.tell(this.words.waiting, "saved saved--failed");
    const shown = this.form.querySelector("[data-visit-conflict]");
    shown.innerHTML = fragment;
    shown.hidden = false;
    shown.tabIndex = -1;
    shown.focus();
  }

  // Without a connection nothing leaves the page; a draft under way brings the version that the page must carry.
  submit(event) {
    clearTimeout(this.timer);
    if (navigator.onLine === false || this.running) {
      event.preventDefault();
      this.keep();
      this.held = this.running ? event.submitter : null;
    } else {
      this.keep(true);
      this.stopped = true;
    }
  }

  release() {
    const button = this.held;
    this.held = null;
    if (!this.stopped) button.click();
  }

  tell(words, css) {
    this.status.className = `${css} visit__state`;
    this.status.textContent = words;
  }
}

export function startVisits() {
  for (const over of document.querySelectorAll("[data-visit-over]")) drop(over.dataset.visitOver);
  for (const form of document.querySelectorAll("form[data-visit]")) new Visit(form);
}
