// The keys of the list and the thread, listed in components/keys.html: J, K, /, ? and Escape; the links say where to.
// On the list J and K move the focus from row to row, on a thread they open the next and the previous one. So do the
// arrows, once a row or the search has the focus: elsewhere they scroll.
const ROWS = ".table.rows td.wide > a, .beside [data-row]", SEARCH = "main [type=search]";

const isTyping = ({ target }) => target.closest("input, textarea, select, [contenteditable]");
const isTaken = (event) => event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey;
const link = (rel) => document.querySelector(`main a[rel=${rel}]`);

const rows = () => [...document.querySelectorAll(ROWS)];
const at = () => rows().findIndex((row) => row.closest("tr, li").contains(document.activeElement));

function move(step) {
  const all = rows(), here = at();
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

// Back on the list, the row that was open has the focus again.
const LEFT = "left-thread";
document.addEventListener("click", ({ target }) => {
  if (target.closest("main a[rel=up]")) sessionStorage.setItem(LEFT, location.pathname);
});
const left = !document.querySelector(".thread") && sessionStorage.getItem(LEFT);
if (left) {
  sessionStorage.removeItem(LEFT);
  rows().find((row) => row.pathname === left)?.focus();
}

const inThread = () => document.querySelector(".thread");
const doing = {
  j: () => (inThread() ? link("next")?.click() : move(1)),
  k: () => (inThread() ? link("prev")?.click() : move(-1)),
  arrowdown: () => move(1),
  arrowup: () => move(-1),
  "/": () => document.querySelector(SEARCH)?.select(),
  "?": () => document.getElementById("keys")?.togglePopover({ source: document.querySelector("[data-keys]") }), // beside it
  escape: () => document.querySelector(":popover-open, dialog[open]") ?? link("up")?.click(),
};

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (isTaken(event) || !doing[key]) return;
  if (isTyping(event) && !(key === "arrowdown" && event.target.matches(SEARCH))) {
    if (key === "escape" && !event.target.closest(":popover-open")) event.target.blur(); // a popover gives the focus back itself
    return;
  }
  if (key.startsWith("arrow") && at() < 0 && !isTyping(event)) return;
  if (key !== "escape") event.preventDefault();
  doing[key]();
});
