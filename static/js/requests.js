// htmx requests carry the token of the page.
export function startRequests() {
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = token();
  });
}

// Signing in again in another tab changes the token; the cookie has the present one.
export function token() {
  const present = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (present) return present[1];
  const field = document.querySelector('input[name="csrfmiddlewaretoken"]');
  const meta = document.querySelector('meta[name="csrf-token"]');
  return (meta && meta.content) || (field && field.value) || "";
}
