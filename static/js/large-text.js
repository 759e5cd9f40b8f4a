// Large text before the first paint: a classic script in the head, so that nothing jumps.
// Without it the switch is a link to ?text=large.
(function () {
  var root = document.documentElement;
  var key = "text";

  function stored() {
    try { return localStorage.getItem(key); } catch (error) { return null; }
  }

  function store(value) {
    try { localStorage.setItem(key, value); } catch (error) { /* private window: this page only */ }
  }

  function isLarge() {
    return root.getAttribute("data-text") === "large";
  }

  function set(large) {
    if (large) root.setAttribute("data-text", "large");
    else root.removeAttribute("data-text");
  }

  function relabel() {
    document.querySelectorAll("[data-large-text]").forEach(function (link) {
      link.querySelector("span").textContent = isLarge() ? link.dataset.normal : link.dataset.large;
    });
  }

  if (stored() === "large") set(true);
  document.addEventListener("DOMContentLoaded", relabel);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("[data-large-text]");
    if (!link) return;
    event.preventDefault();
    set(!isLarge());
    store(isLarge() ? "large" : "normal");
    relabel();
    var url = new URL(location.href);
    url.searchParams.delete("text");
    history.replaceState(history.state, "", url);
  });
})();
