// A file comes while the page stays: what was exported is listed anew once it has begun, and when it should be whole.
const LOOKS = [1000, 4000, 15000]; // ms

async function look() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return; // the next look may do better
  const read = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-log]");
  if (read) document.querySelector("[data-log]").replaceWith(read);
}

document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-file]")) for (const wait of LOOKS) setTimeout(look, wait);
});
