// Copy a link, or the text of a field; where the browser refuses, show it for copying by hand.
import { say } from "./words.js";
import { toast } from "./toast.js";

async function copy(event) {
  const control = event.target.closest("[data-copy]");
  if (!control) return;
  event.preventDefault();
  const url = new URL(control.dataset.copy || control.href || location.href, location.href).href;
  try {
    await navigator.clipboard.writeText(url);
    toast(say("copied"));
  } catch (error) {
    toast(say("copyBy", { url }));
  }
}

async function copyText(event) {
  const control = event.target.closest("[data-copy-from]");
  if (!control) return;
  const field = document.getElementById(control.dataset.copyFrom);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    toast(say("copiedText"));
  } catch (error) {
    // The text stays selected: the keyboard copies it.
  }
}

export function startCopying() {
  document.addEventListener("click", copy);
  document.addEventListener("click", copyText);
}
