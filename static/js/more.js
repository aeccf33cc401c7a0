// A long thread grows as one scrolls: what a [data-more] link leads to takes the place of the link's item. Whatever is
// on the screen stays where it is.
const box = (line) => (getComputedStyle(line).overflowY === "auto" ? line : document.scrollingElement);

async function grow(link) {
  const item = link.closest("li"), line = item.parentElement;
  const answer = await fetch(link.href);
  if (!answer.ok || !item.isConnected) return; // the link is still there, and works as one
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  const other = link.dataset.more === "earlier" ? ".more.later" : ".more.earlier";
  const items = [...read.querySelectorAll(".timeline > li")].filter((each) => !each.matches(other));
  const before = box(line).scrollHeight, top = box(line).scrollTop;
  item.replaceWith(...items);
  if (link.dataset.more === "earlier") box(line).scrollTop = top + box(line).scrollHeight - before;
  watch();
}

const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    grow(target);
  }
});

function watch() {
  for (const link of document.querySelectorAll("[data-more]")) seen.observe(link);
}

watch();
document.addEventListener("htmx:after:swap", watch);
