// A form that is on its way cannot be sent twice; the server is idempotent all the same.
import { say } from "./words.js";
import { token } from "./requests.js";

export function startSubmits() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "true";
    const field = form.querySelector('input[name="csrfmiddlewaretoken"]');
    if (field) field.value = token();
    const button = event.submitter;
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    if (form.hasAttribute("data-long")) button.textContent = say("busy");
  });
  // The page may come back from the browser's memory: then everything is open again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
  });
}
