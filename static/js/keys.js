// The keys of the list and the thread, listed in components/keys.html: J, K, /, ? and Escape; the links say where to.
// On the list J and K move the focus from row to row, on a thread they open the next and the previous one.
const ROWS = ".table.rows td.wide > a";

const isTyping = ({ target }) => target.closest("input, textarea, select, [contenteditable]");
const isTaken = (event) => event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey;
const link = (rel) => document.querySelector(`main a[rel=${rel}]`);

function move(step) {
  const rows = [...document.querySelectorAll(ROWS)];
  const at = rows.findIndex((row) => row.closest("tr").contains(document.activeElement));
  const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
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
  [...document.querySelectorAll(ROWS)].find((row) => row.pathname === left)?.focus();
}

const inThread = () => document.querySelector(".thread");
const doing = {
  j: () => (inThread() ? link("next")?.click() : move(1)),
  k: () => (inThread() ? link("prev")?.click() : move(-1)),
  "/": () => document.querySelector("main [type=search]")?.select(),
  "?": () => document.getElementById("keys")?.togglePopover(),
  escape: () => document.querySelector(":popover-open, dialog[open]") ?? link("up")?.click(),
};

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (isTaken(event) || !doing[key]) return;
  if (isTyping(event)) {
    if (key === "escape") event.target.blur();
    return;
  }
  if (key !== "escape") event.preventDefault();
  doing[key]();
});
