// Draws every <canvas data-chart="ID"> from the JSON in #ID: stacked bars, each a link to the rows that it counts.
// The same numbers stand in the table beside it. Colours are palette.js, bands are pauses.js.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const { format } = new Intl.NumberFormat(document.documentElement.lang);

function tooltip({ unsettledNote, totalName }, unsettled) {
  const sum = (bars) => bars.reduce((total, { raw }) => total + raw, 0);
  const callbacks = {
    label: ({ dataset, raw }) => ` ${dataset.label}  ${format(raw)}`,
    footer: (bars) => [`${totalName} ${format(sum(bars))}`, unsettled[bars[0]?.dataIndex] && unsettledNote].filter(Boolean),
  };
  return { reverse: true, borderWidth: 1, padding: 10, boxPadding: 3, footerFont: { weight: 400 }, callbacks };
}

function scales() {
  const font = { size: 11 };
  const x = { grid: { display: false }, ticks: { font, maxRotation: 0, autoSkipPadding: 14 } };
  const y = { border: { display: false }, ticks: { font, precision: 0, maxTicksLimit: 6, callback: format } };
  return { x: { ...x, stacked: true }, y: { ...y, stacked: true } };
}

// Where a click leads: to the bar's own rows, of its series if the page says which, else of its bucket.
function linked(canvas, { hrefs, series }) {
  const href = (event, chart) => {
    const [bar] = chart.getElementsAtEventForMode(event, "nearest", { intersect: true }, false);
    return bar && (series[bar.datasetIndex].hrefs ?? hrefs)[bar.index];
  };
  return {
    onHover: (event, _, chart) => canvas.classList.toggle("pointing", Boolean(href(event, chart))),
    onClick: (event, _, chart) => {
      const { ctrlKey, metaKey } = event.native, to = href(event, chart);
      if (to) open(to, ctrlKey || metaKey ? "_blank" : "_self");
    },
  };
}

for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
  const data = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
  const { labels, series, unsettled, paused } = data;
  const shape = { maxBarThickness: 76, categoryPercentage: 0.86, borderRadius: labels.length > 45 ? 0 : 2 };
  const look = { ...shape, unsettled, borderSkipped: false, borderWidth: { top: 1.5 } };
  const datasets = series.map(({ name, token, values }) => ({ ...look, label: name, token, data: values }));
  const plugins = { legend: { display: false }, pauses: { paused }, tooltip: tooltip(canvas.dataset, unsettled) };
  const interaction = { mode: "index", intersect: false };
  const animation = still ? false : { duration: 250 };
  const options = { maintainAspectRatio: false, animation, interaction, plugins, scales: scales(), ...linked(canvas, data) };
  new Chart(canvas, { type: "bar", data: { labels, datasets }, options });
}
