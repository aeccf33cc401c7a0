// Prints the page.
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-print]");
  if (!button) return;
  button.closest("[popover]")?.hidePopover();
  window.print();
});
