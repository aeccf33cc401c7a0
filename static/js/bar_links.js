// A Chart.js plugin: each bar is a link to the rows that it counts, a part of it to the rows of that part.
function href(chart, event, { hrefs = [], series = [] }) {
  const [bar] = chart.getElementsAtEventForMode(event, "nearest", { intersect: true }, false);
  if (!bar || !hrefs[bar.index]) return "";
  const address = new URL(hrefs[bar.index], location.href);
  for (const [name, values] of Object.entries(series[bar.datasetIndex].narrows ?? {})) {
    address.searchParams.delete(name);
    for (const value of values) address.searchParams.append(name, value);
  }
  return address.href;
}

Chart.register({
  id: "links",
  afterEvent(chart, { event }, options) {
    const to = href(chart, event, options);
    if (event.type === "mousemove") chart.canvas.classList.toggle("pointing", Boolean(to));
    if (event.type !== "click" || !to) return;
    const { ctrlKey, metaKey } = event.native;
    open(to, ctrlKey || metaKey ? "_blank" : "_self");
  },
});
