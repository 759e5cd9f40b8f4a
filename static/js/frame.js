// The frame of a picture: drag it, or move it with the arrow keys; the numbers of the form follow, and lead.
const STEP = 1;
const SIZE_STEP = 5;

const limited = (value, low, high) => Math.min(Math.max(value, low), high);

function start(stage) {
  const form = stage.closest("form");
  const picture = stage.querySelector("img");
  const shape = picture.getAttribute("width") / picture.getAttribute("height");
  const box = document.createElement("div");
  box.className = "frame__box";
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", `${stage.dataset.name}. ${stage.dataset.help}`);
  stage.append(box);

  const number = (name) => Number.parseInt(form.elements[name].value, 10) || 0;
  const length = { x: 100, y: 100 };

  // Width and height in per cent of the picture, as the server reckons them.
  function measure() {
    const [across, down] = (form.elements.ratio.value || "").split(":").map(Number);
    const wanted = down ? across / down : shape;
    const part = limited(number("size") || 100, 10, 100) / 100;
    length.x = 100 * part * Math.min(1, wanted / shape);
    length.y = 100 * part * Math.min(1, shape / wanted);
  }

  function draw() {
    measure();
    for (const [name, side, extent] of [["x", "left", "width"], ["y", "top", "height"]]) {
      const middle = limited(number(name), length[name] / 2, 100 - length[name] / 2);
      box.style[side] = `${middle - length[name] / 2}%`;
      box.style[extent] = `${length[name]}%`;
    }
  }

  function set(name, value) {
    form.elements[name].value = String(Math.round(value));
    form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
  }

  function move(x, y) {
    set("x", limited(x, length.x / 2, 100 - length.x / 2));
    set("y", limited(y, length.y / 2, 100 - length.y / 2));
  }

  const keys = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  box.addEventListener("keydown", (event) => {
    const way = keys[event.key];
    const growth = { "+": SIZE_STEP, "=": SIZE_STEP, "-": -SIZE_STEP }[event.key];
    if (!way && !growth) return;
    event.preventDefault();
    if (way) move(number("x") + way[0], number("y") + way[1]);
    else set("size", limited(number("size") + growth, 10, 100));
  });

  let held = null;
  box.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, left: number("x"), top: number("y") };
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener("pointermove", (event) => {
    if (!held) return;
    const { width, height } = stage.getBoundingClientRect();
    move(held.left + (100 * (event.clientX - held.x)) / width, held.top + (100 * (event.clientY - held.y)) / height);
  });
  for (const name of ["pointerup", "pointercancel"]) box.addEventListener(name, () => { held = null; });

  form.addEventListener("input", draw);
  form.addEventListener("change", draw);
  draw();
}

export function startFrames(root) {
  for (const stage of root.querySelectorAll("[data-frame]")) start(stage);
}
