// Toasts tell of success that needs no answer. The server sends HX-Trigger: {"toast": "Saved"}.
const STAYS = 6000;

export function toast(text) {
  const place = document.querySelector(".toasts");
  if (!place || !text) return;
  const note = document.createElement("div");
  note.className = "toast";
  note.textContent = text;
  place.append(note);
  const leave = () => {
    if (note.matches(":hover")) setTimeout(leave, 1000);
    else note.remove();
  };
  setTimeout(leave, STAYS);
}

export function startToasts() {
  document.addEventListener("toast", (event) => {
    const detail = event.detail;
    toast(detail && typeof detail === "object" ? detail.value : detail);
  });
}
