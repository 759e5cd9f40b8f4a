// Leaving is questioned only while something typed is not saved: <form data-guard> or data-autosave.
export function mark(form, dirty) {
  if (dirty) form.dataset.dirty = "true";
  else delete form.dataset.dirty;
}

export function startUnsaved() {
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard], form[data-autosave]");
    if (form) mark(form, true);
  });
  document.addEventListener("submit", (event) => mark(event.target, false));
  window.addEventListener("beforeunload", (event) => {
    if (!document.querySelector("form[data-dirty]")) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
