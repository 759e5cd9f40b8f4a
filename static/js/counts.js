// Characters are counted by code point, so that rare characters count as one.
import { say } from "./words.js";

function show(control) {
  const place = document.getElementById(control.dataset.count);
  if (!place) return;
  const count = [...control.value.trim().replace(/\r\n/g, "\n")].length;
  const limit = Number(control.dataset.max);
  place.textContent = limit ? say("count", { count, limit }) : say("countOnly", { count });
  place.classList.toggle("is-over", Boolean(limit) && count > limit);
}

export function startCounts(root) {
  for (const control of root.querySelectorAll("[data-count]")) {
    if (control.dataset.counted) continue;
    control.dataset.counted = "true";
    control.addEventListener("input", () => show(control));
    show(control);
  }
}
