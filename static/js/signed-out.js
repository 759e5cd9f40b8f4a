// A session that ended keeps the page and what was typed on it.
export function showSignedOut() {
  const dialog = document.querySelector("[data-signed-out]");
  if (!dialog || dialog.open) return;
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
}

export function startSignedOut() {
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) showSignedOut();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    const dialog = event.target.closest("dialog");
    if (dialog && dialog.close) dialog.close();
    else if (dialog) dialog.removeAttribute("open");
  });
}
