// A link with data-dialog opens the confirm page it leads to in a dialog. The page's own
// [data-confirm] part is shown; its form posts as it would there.
function draw(part) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.append(part);
  const title = part.querySelector("h1, h2");
  if (title) {
    title.id = title.id || "dialog-title";
    dialog.setAttribute("aria-labelledby", title.id);
  }
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

function bind(dialog) {
  const cancel = dialog.querySelector("[data-cancel]");
  if (!cancel) return;
  cancel.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  cancel.focus();
}

async function open(link) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = answer.ok && page.querySelector("[data-confirm]");
  if (!part) return location.assign(link.href);
  part.classList.remove("panel");
  for (const form of part.querySelectorAll("form:not([action])")) form.action = link.href;
  const dialog = draw(part);
  dialog.showModal();
  bind(dialog);
  dialog.addEventListener("close", () => link.focus());
}

export function startDialogs() {
  if (!("HTMLDialogElement" in window)) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link).catch(() => location.assign(link.href));
  });
}
