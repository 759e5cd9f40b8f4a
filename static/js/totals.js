// The sums of a form of points while they are typed. Without script the page shows them after saving.
function number(input) {
  const value = Number.parseFloat(input.value);
  return Number.isFinite(value) ? value : null;
}

function sums(form) {
  const own = [...form.querySelectorAll("[data-points-own]")];
  const service = [...form.querySelectorAll("[data-points-service]")];
  const found = { own: 0, service: 0, bonus: 0 };
  own.forEach((input, place) => {
    const points = number(input) ?? 0;
    if (input.hasAttribute("data-bonus")) {
      found.bonus += points;
      return;
    }
    found.own += points;
    found.service += number(service[place]) ?? points;
  });
  return found;
}

function show(form) {
  const found = sums(form);
  for (const output of form.querySelectorAll("[data-total]")) {
    output.value = String(Math.round(found[output.dataset.total] * 100) / 100);
  }
  const warning = form.querySelector("[data-total-off]");
  if (warning) warning.hidden = found.own === 100 && found.service === 100;
}

export function startTotals() {
  for (const form of document.querySelectorAll("[data-totals]")) {
    form.addEventListener("input", () => show(form));
    show(form);
  }
}
