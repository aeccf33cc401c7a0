// Reading with the keyboard: 1 to 3 choose a verdict, Enter saves it, S skips. Not while somebody types.
function key(event) {
  const card = document.querySelector("[data-review]");
  if (!card || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, select, input:not([type=radio])")) return;
  const choice = card.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (choice) {
    choice.checked = true;
    choice.focus();
  } else if (event.key === "s" || event.key === "S") {
    card.querySelector("[data-skip]")?.click();
  } else return;
  event.preventDefault();
}

// What scrolls a page scrolls the thread, which is a box of its own beside the verdict.
const SCROLLS = new Set([" ", "PageDown", "PageUp", "ArrowDown", "ArrowUp", "Home", "End"]);

document.addEventListener("keydown", (event) => {
  if (SCROLLS.has(event.key) && event.target === document.body) document.querySelector(".timeline")?.focus({ preventScroll: true });
});
document.addEventListener("keydown", key);
