// An open thread: it starts at the message that the address names, else at its end. Swapped in place, it does so again
// for each thread that is opened.
const end = (line) => line.scrollHeight - line.clientHeight;
const isBox = (line) => getComputedStyle(line).overflowY === "auto";
let shown = "";

// Within its own box alone: the page, with the way back and onwards above, stays where it is.
function center(box, item) {
  box.scrollTop = item.offsetTop - (box.clientHeight - item.offsetHeight) / 2;
}

function open() {
  const thread = document.querySelector(".thread[data-thread]");
  if (!thread) return void (shown = "");
  const key = thread.dataset.thread;
  if (key === shown) return;
  shown = key;
  const line = thread.querySelector(".timeline"), named = thread.querySelector(".message[data-here]");
  if (named && isBox(line)) center(line, named);
  else if (named) named.scrollIntoView({ block: "center" });
  else if (end(line) > 0 && isBox(line)) line.scrollTop = end(line);
  else if (line.querySelector(".more")) line.lastElementChild.scrollIntoView({ block: "end" });
  const row = document.querySelector(".beside [aria-current]"), list = row?.parentElement;
  const isSeen = row && row.offsetTop >= list.scrollTop && row.offsetTop + row.offsetHeight <= list.scrollTop + list.clientHeight;
  if (row && !isSeen) center(list, row);
}

open();

// By the keyboard, the thread that was opened scrolls at once.
document.addEventListener("htmx:after:swap", () => {
  open();
  const line = document.querySelector(".thread[data-thread] .timeline");
  if (line && isBox(line) && document.activeElement?.matches("body, main")) line.focus({ preventScroll: true });
});
