// Files: the native control becomes a drop zone. With data-upload="URL" on the zone each file is
// sent at once with its progress; the server answers with the new <li> of the list.
import { say } from "./words.js";
import { token } from "./requests.js";
import { showSignedOut } from "./signed-out.js";

function quietly(zone, words) {
  const place = zone.parentElement.querySelector("[data-upload-status]");
  if (place) place.textContent = words;
}

function bar() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const rect = document.createElementNS(space, "rect");
  svg.setAttribute("class", "meter");
  svg.setAttribute("viewBox", "0 0 100 8");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  rect.setAttribute("height", "8");
  rect.setAttribute("width", "0");
  svg.append(rect);
  return { svg, rect };
}

function element(tag, css, text = "") {
  const made = document.createElement(tag);
  made.className = css;
  made.textContent = text;
  return made;
}

function row(file) {
  const item = document.createElement("li");
  const { svg, rect } = bar();
  const holder = element("span", "files__bar");
  holder.append(svg);
  const state = element("span", "num muted", "0%");
  const stop = element("button", "btn btn--quiet btn--sm", say("cancel"));
  stop.type = "button";
  item.append(element("span", "files__name", file.name), holder, state, stop);
  return { item, rect, state, stop };
}

function send(zone, input, list, file) {
  const shown = row(file);
  list.hidden = false;
  list.append(shown.item);
  const start = () => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append(input.name, file);
    request.open("POST", zone.dataset.upload);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("X-Upload", "true");
    request.upload.addEventListener("progress", (event) => {
      const part = event.lengthComputable ? Math.round((100 * event.loaded) / event.total) : 0;
      shown.rect.setAttribute("width", part);
      shown.state.textContent = `${part}%`;
    });
    const failed = (words) => {
      shown.state.textContent = words;
      shown.stop.textContent = say("retry");
      shown.stop.onclick = start;
      quietly(zone, words);
    };
    request.addEventListener("error", () => failed(say("failed")));
    request.addEventListener("load", () => {
      if (request.status === 401) return showSignedOut();
      // 422 carries the reason in words, 200 the finished row.
      if (request.status === 422) return failed(request.responseText);
      if (request.status >= 400) return failed(say("failed"));
      shown.item.outerHTML = request.responseText;
      return quietly(zone, say("sent", { name: file.name }));
    });
    shown.stop.textContent = say("cancel");
    shown.stop.onclick = () => {
      request.abort();
      shown.item.remove();
      quietly(zone, say("cancelled", { name: file.name }));
    };
    quietly(zone, say("sending", { name: file.name }));
    request.send(body);
  };
  start();
}

function take(zone, input, list, files) {
  if (zone.dataset.upload) {
    for (const file of files) send(zone, input, list, file);
    input.value = "";
    return;
  }
  list.hidden = !files.length;
  list.replaceChildren(...[...files].map((file) => {
    const item = document.createElement("li");
    item.append(element("span", "files__name", file.name));
    return item;
  }));
}

function start(zone) {
  const input = zone.querySelector('input[type="file"]');
  const list = zone.parentElement.querySelector("[data-files]");
  if (!input || !list || zone.dataset.started) return;
  zone.dataset.started = "true";
  input.classList.add("vh");
  zone.querySelectorAll("label[hidden], [data-drop-hint]").forEach((part) => { part.hidden = false; });
  input.addEventListener("change", () => take(zone, input, list, input.files));
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    if (!zone.dataset.upload) input.files = event.dataTransfer.files;
    take(zone, input, list, event.dataTransfer.files);
  });
}

export function startUploads(root) {
  for (const zone of root.querySelectorAll(".upload")) start(zone);
}
