// Choosing methods to see side by side: the style sheet shows the columns; the script counts, and stops at three.

const boxes = [...document.querySelectorAll(".pick input")];
const status = document.querySelector(".pick-status");
const said = status.dataset.said.split("|");
const MOST = 3;

function tell() {
  const chosen = boxes.filter((box) => box.checked).length;
  for (const box of boxes) box.disabled = chosen >= MOST && !box.checked;
  status.querySelector("[role=status]").textContent = said[Math.min(chosen, MOST)];
}

for (const box of boxes) box.addEventListener("change", tell);
status.querySelector("button").addEventListener("click", () => {
  for (const box of boxes) box.checked = false;
  tell();
  boxes[0].focus();
});
tell();
