// The error summary takes the focus; its links bring field and label into view.
function goTo(event) {
  const link = event.target.closest('a[href^="#"]');
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const folded = field.closest("details:not([open])");
  if (folded) folded.open = true;
  (field.closest(".field") || field).scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}

export function startErrors(root) {
  const summary = root.querySelector("[data-errors]");
  if (!summary || summary.dataset.started) return;
  summary.dataset.started = "true";
  summary.focus();
  summary.addEventListener("click", goTo);
}
