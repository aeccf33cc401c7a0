// An open thread: it starts at the message that the address names, else at its end. Swapped in place, it does so again
// for each thread that is opened.
const end = (line) => line.scrollHeight - line.clientHeight;
let shown = "";

function open() {
  const thread = document.querySelector(".thread[data-thread]");
  if (!thread) return void (shown = "");
  const key = thread.dataset.thread;
  if (key === shown) return;
  shown = key;
  const line = thread.querySelector(".timeline"), named = thread.querySelector(".message[data-here]");
  if (named) named.scrollIntoView({ block: "center" });
  else if (end(line) > 0 && getComputedStyle(line).overflowY === "auto") line.scrollTop = end(line);
  else if (line.querySelector(".more")) line.lastElementChild.scrollIntoView({ block: "end" });
  document.querySelector(".beside [aria-current]")?.scrollIntoView({ block: "nearest" });
}

open();
document.addEventListener("htmx:after:swap", open);
