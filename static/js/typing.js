// A form follows what is typed into an input[data-live]: it is sent as Enter sends it, once the typing rests.
const RESTS = 300; // ms
let waiting = 0;

document.addEventListener("input", ({ target, isComposing }) => {
  if (!target.matches("input[data-live]") || isComposing) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => target.isConnected && target.form.requestSubmit(), RESTS);
});

document.addEventListener("submit", () => clearTimeout(waiting));
