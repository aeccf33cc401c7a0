// Shows new data without a reload: the element [data-live] names a cheap address that says which version the data has. If
// it is another one, the page is fetched and morphed in place: what is the same stays where it is. Nothing happens while
// somebody reads, types or chooses, or looks elsewhere; it is done once they are through.
const EVERY = 20_000;
const PAGE = "main[hx-history-elt]";
const mark = () => document.querySelector("[data-live]");

function busy() {
  const focused = document.activeElement;
  const edge = document.querySelector("[data-live-edge]")?.getBoundingClientRect();
  return (
    document.hidden ||
    document.querySelector(":popover-open, main[aria-busy]") ||
    focused?.matches("input, textarea, select") ||
    !getSelection().isCollapsed ||
    edge?.bottom < 0
  );
}

async function answer(address, accept) {
  const found = await fetch(address, { headers: { Accept: accept }, signal: AbortSignal.timeout(10_000) });
  if (!found.ok || found.redirected) throw new Error(found.status);
  return found;
}

async function refresh() {
  const address = location.href;
  const text = await (await answer(address, "text/html")).text();
  if (busy() || location.href !== address) return;
  const target = document.querySelector(PAGE);
  await htmx.swap({ text, target, sourceElement: target, select: PAGE, swap: "outerMorph show:none" });
}

let asking = false;
async function look() {
  const here = mark();
  if (!here || asking || busy()) return;
  asking = true;
  try {
    const { version } = await (await answer(here.dataset.live, "application/json")).json();
    if (version !== here.dataset.version) await refresh();
    here.querySelector(".stale").textContent = "";
  } catch {
    here.querySelector(".stale").textContent = here.dataset.stale;
  } finally {
    asking = false;
  }
}

setInterval(look, EVERY);
for (const event of ["visibilitychange", "scrollend"]) document.addEventListener(event, look);
