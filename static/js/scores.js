// Score sheets: <form data-scores data-most data-given>. A band sets the middle of its points, points find their band,
// what is out of range is said at once, and the total is told after a pause.
import { say } from "./words.js";

const PAUSE = 400;

function number(text) {
  const value = Number(String(text).trim().replace(",", "."));
  return String(text).trim() === "" || Number.isNaN(value) ? null : value;
}

function parts(crit) {
  return { input: crit.querySelector('input[type="number"]'), radios: [...crit.querySelectorAll('input[type="radio"]')] };
}

function mark({ input, radios }) {
  const points = number(input.value);
  const reached = radios.filter((radio) => points !== null && Number(radio.dataset.least) <= points);
  const on = reached.sort((a, b) => Number(b.dataset.least) - Number(a.dataset.least))[0];
  for (const radio of radios) {
    radio.checked = radio === on;
    radio.parentElement.classList.toggle("is-on", radio === on);
  }
}

function check(crit, { input }) {
  const points = number(input.value);
  const most = Number(input.max);
  const place = crit.querySelector("[data-range]");
  const typed = input.value.trim() !== "" || input.validity.badInput;
  const fits = points !== null && points >= 0 && points <= most && Number.isInteger(points * 2);
  input.setAttribute("aria-invalid", String(typed && !fits));
  if (!place) return;
  place.textContent = "";
  if (!typed || fits) return;
  const words = document.createElement("p");
  words.className = "field__error";
  words.textContent = say("range", { most: input.max });
  place.append(words);
}

function total(form) {
  let sum = Number(form.dataset.given);
  for (const crit of form.querySelectorAll("[data-crit]")) {
    const points = number(parts(crit).input.value);
    if (!crit.dataset.bonus && points !== null) sum += points;
  }
  const most = Number(form.dataset.most);
  return most ? (Math.round((10000 * sum) / most + 1e-7) / 100).toFixed(2) : "100.00";
}

function open(form) {
  const owed = [...form.querySelectorAll("[data-crit]")].filter((crit) => !crit.dataset.bonus);
  const left = owed.filter((crit) => number(parts(crit).input.value) === null).length;
  if (!left) return say("noGap");
  return say(left === 1 ? "gap" : "gaps", { number: left });
}

class Sheet {
  constructor(form) {
    this.form = form;
    this.place = document.querySelector("[data-total]");
    for (const crit of form.querySelectorAll("[data-crit]")) this.watch(crit);
  }

  watch(crit) {
    const found = parts(crit);
    found.input.addEventListener("input", () => {
      mark(found);
      this.changed(crit, found);
    });
    for (const radio of found.radios) radio.addEventListener("change", () => {
      found.input.value = radio.dataset.middle;
      mark(found);
      this.changed(crit, found);
    });
  }

  changed(crit, found) {
    check(crit, found);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), PAUSE);
  }

  tell() {
    if (this.place) this.place.textContent = total(this.form);
    const gaps = document.querySelector("[data-gaps]");
    if (gaps) gaps.textContent = open(this.form);
  }
}

export function startScores() {
  for (const form of document.querySelectorAll("form[data-scores]")) new Sheet(form);
}
