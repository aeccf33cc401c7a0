// Buttons that copy: [data-copy] holds an address, made whole by the page's own (empty for the page itself), or
// [data-copy-field] the id of a field with the text. The button says [data-copied] for a moment.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Plain http: the browser lets nobody at the clipboard, so the old way is taken.
  const field = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: text }));
  field.select();
  document.execCommand("copy");
  field.remove();
}

document.documentElement.dataset.scripted = ""; // what needs a script is not shown without

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy], [data-copy-field]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copyField);
  await copy(field ? field.value : new URL(button.dataset.copy || location.href, location.href).href);
  field?.select();
  const said = button.querySelector("[aria-live]") ?? button, before = said.textContent;
  if (before === button.dataset.copied) return;
  said.textContent = button.dataset.copied;
  setTimeout(() => (said.textContent = before), 2500);
});
