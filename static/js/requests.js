// htmx requests carry the token of the page.
export function startRequests() {
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = token();
  });
}

export function token() {
  const field = document.querySelector('input[name="csrfmiddlewaretoken"]');
  const meta = document.querySelector('meta[name="csrf-token"]');
  return (meta && meta.content) || (field && field.value) || "";
}
