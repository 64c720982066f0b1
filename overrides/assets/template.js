// A template on screen: more rows where they are needed, and dates that leave no trace on paper while they are empty.

const form = document.querySelector("[data-template]");

function tellEmpty(field) {
  field.toggleAttribute("data-is-empty", !field.value);
}

function addRow(button) {
  const body = button.parentElement.querySelector(".field-rows tbody");
  const row = body.lastElementChild.cloneNode(true);
  body.append(row);
  for (const cell of row.querySelectorAll("textarea")) {
    cell.value = cell.defaultValue = "";
    cell.ariaLabel = cell.ariaLabel.replace(/\d+$/, body.rows.length);
  }
  row.querySelector("textarea").focus();
}

for (const field of form.querySelectorAll("input[type=date]")) {
  field.addEventListener("input", () => tellEmpty(field));
  tellEmpty(field);
}
document.addEventListener("click", ({ target }) => {
  const control = target.closest("[data-do]");
  if (control?.dataset.do === "add-row") addRow(control);
  if (control?.dataset.do === "print" && control.closest(".form-tools")) print();
});
