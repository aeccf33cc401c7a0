// Copies the page's address, and prints. Where the browser lets nobody at the clipboard (plain http), the old way is taken.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: text }));
  field.select();
  document.execCommand("copy");
  field.remove();
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy-address], [data-print]");
  if (!button) return;
  if ("print" in button.dataset) {
    button.closest("[popover]")?.hidePopover();
    window.print();
    return;
  }
  await copy(location.href);
  const said = button.querySelector("[role=status]"), before = said.textContent;
  said.textContent = button.dataset.done;
  setTimeout(() => (said.textContent = before), 2500);
});
