// A row of the list is opened by a click anywhere on it, as its ground promises; what was selected stays selected.
const PRESSED = "a, button, input, label, summary, [popover]";

document.addEventListener("click", ({ target, ctrlKey, metaKey, shiftKey }) => {
  const row = target.closest("[data-rows] tbody tr");
  if (!row || target.closest(PRESSED) || !getSelection().isCollapsed) return;
  const link = row.querySelector("td.wide > a");
  if (ctrlKey || metaKey || shiftKey) window.open(link.href);
  else link.click();
});
