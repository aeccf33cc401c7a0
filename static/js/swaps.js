// What htmx leaves to the page when a link or a form swaps <main> in place: the rules are in docs/design.md, "Swaps".
const PAGE = "main[hx-history-elt]";
const trouble = document.getElementById("trouble");

function tell(words) {
  trouble.querySelector("[role]").textContent = words;
  trouble.hidden = !words;
}

// Natively a GET form replaces the whole query of its address; htmx would keep what the form does not name.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const { sourceElement: form, request } = ctx;
  if (form.matches("form") && request.method === "GET") request.action = new URL(form.action).pathname;
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  tell("");
  ctx.sourceElement.closest("[popover]:popover-open")?.hidePopover();
  document.querySelector(PAGE)?.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", () => document.querySelector(PAGE)?.removeAttribute("aria-busy"));

// An answer that is no page of ours (signed out, not found, a fault): what was asked for is opened for real, so that
// the answer speaks for itself. Nothing may be posted twice, so of a form it is only said.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  const main = tasks.find(({ type }) => type === "main");
  if (!ctx.response || ctx.select !== PAGE || main?.fragment.childElementCount) return;
  event.preventDefault();
  if (ctx.request.method === "GET") location.assign(ctx.request.action);
  else tell(trouble.dataset.refused.replace("%(status)s", ctx.response.status));
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => ctx?.request && tell(trouble.dataset.unanswered));

// Controls show what the address says, also where somebody had ticked something and gone another way. Focus that was
// on what is gone goes to the page.
document.addEventListener("htmx:after:swap", () => {
  const focused = document.activeElement;
  for (const form of document.querySelectorAll(`${PAGE} form[method=get]`)) if (!form.contains(focused)) form.reset();
  if (focused === document.body) document.querySelector(PAGE)?.focus({ preventScroll: true });
});
