// Autosave: <form data-autosave="URL"> with a hidden `version`. The answer is a fragment for
// [data-autosave-status] and the header X-Version; 409 brings a fragment for [data-conflict].
import { say } from "./words.js";
import { token } from "./requests.js";
import { showSignedOut } from "./signed-out.js";
import { mark } from "./unsaved.js";
import { drop, keep, offer } from "./drafts.js";

const PAUSE = 1500;
const RETRIES = [2000, 5000, 15000, 30000];

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = document.querySelector("[data-autosave-status]");
    this.tries = 0;
    this.running = false;
    this.again = false;
    this.stopped = false;
    this.held = null;
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(0));
    form.addEventListener("submit", (event) => this.leave(event));
    offer(form, () => this.later(0));
  }

  later(pause) {
    keep(this.form);
    mark(this.form, true);
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  leave(event) {
    clearTimeout(this.timer);
    if (this.running) this.hold(event);
    else this.stopped = true;
  }

  // The answer under way brings the version that the page must carry, or it would conflict with itself.
  hold(event) {
    event.preventDefault();
    this.held = { button: event.submitter };
  }

  release() {
    const { button } = this.held;
    this.held = null;
    if (this.stopped) return;
    if (button) button.click();
    else this.form.submit();
  }

  body() {
    const body = new FormData(this.form);
    body.set("csrfmiddlewaretoken", token());
    // Files have their own upload.
    for (const [name, value] of [...body.entries()]) if (value instanceof File) body.delete(name);
    return body;
  }

  async save() {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    this.tell(say("saving"), "saved saved--waiting");
    try {
      await this.receive(await this.send());
    } catch (error) {
      this.retry();
    } finally {
      this.running = false;
      if (this.held) this.release();
      else if (this.again) this.once();
    }
  }

  once() {
    this.again = false;
    this.later(0);
  }

  send() {
    return fetch(this.form.dataset.autosave, {
      method: "POST",
      body: this.body(),
      headers: { "X-CSRFToken": token(), "X-Autosave": "true", Accept: "text/html" },
      redirect: "manual",
    });
  }

  async receive(answer) {
    const isSignIn = answer.type === "opaqueredirect" || answer.status === 401;
    if (isSignIn) return this.signedOut();
    if (answer.status === 409) return this.conflict(await answer.text());
    if (!answer.ok) return this.retry();
    this.tries = 0;
    const version = answer.headers.get("X-Version");
    const field = this.form.querySelector('[name="version"]');
    if (version && field) field.value = version;
    if (this.status) {
      this.status.className = "saved";
      this.status.innerHTML = await answer.text();
    }
    if (this.again) return undefined;
    mark(this.form, false);
    return drop(this.form);
  }

  conflict(fragment) {
    this.stopped = true;
    this.again = false;
    this.tell(say("notSaved"), "saved saved--failed");
    const place = document.querySelector("[data-conflict]");
    if (!place) return;
    place.innerHTML = fragment;
    place.hidden = false;
    place.tabIndex = -1;
    place.focus();
  }

  signedOut() {
    this.held = null;
    this.tell(say("notSaved"), "saved saved--failed");
    showSignedOut();
    // Once the other tab has signed in, the next change or return to this page saves.
    window.addEventListener("focus", () => this.later(0), { once: true });
  }

  retry() {
    this.tell(say("waiting"), "saved saved--failed");
    const pause = RETRIES[Math.min(this.tries, RETRIES.length - 1)];
    this.tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  tell(words, css) {
    if (!this.status) return;
    this.status.className = css;
    this.status.textContent = words;
  }
}

export function startAutosave() {
  for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
}
