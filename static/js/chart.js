// Draws every <canvas data-chart="ID"> from the JSON in #ID: stacked bars; after a swap it draws them anew. The same
// numbers stand in the table beside it. Colours are palette.js, bands and marks are marks.js, links are bar_links.js.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const { format } = new Intl.NumberFormat(document.documentElement.lang);

function tooltip({ unsettledNote, totalName }, { unsettled, notes = [] }) {
  const sum = (bars) => bars.reduce((total, { raw }) => total + raw, 0);
  const index = (bars) => bars[0]?.dataIndex;
  const below = (bars) => [unsettled[index(bars)] && unsettledNote, notes[index(bars)]];
  const callbacks = {
    label: ({ dataset, raw }) => ` ${dataset.label}  ${format(raw)}`,
    footer: (bars) => [`${totalName} ${format(sum(bars))}`, ...below(bars)].filter(Boolean),
  };
  return { reverse: true, borderWidth: 1, padding: 10, boxPadding: 3, footerFont: { weight: 400 }, callbacks };
}

function scales() {
  const font = { size: 11 };
  const x = { grid: { display: false }, ticks: { font, maxRotation: 0, autoSkipPadding: 14 } };
  const y = { border: { display: false }, ticks: { font, precision: 0, maxTicksLimit: 6, callback: format } };
  return { x: { ...x, stacked: true }, y: { ...y, stacked: true } };
}

function content(canvas) {
  const data = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
  const { labels, series, unsettled, paused, notes, hrefs } = data;
  const shape = { maxBarThickness: 76, categoryPercentage: 0.86, borderRadius: labels.length > 45 ? 0 : 2 };
  const look = { ...shape, unsettled, borderSkipped: false, borderWidth: { top: 1.5 } };
  const datasets = series.map(({ name, token, values }) => ({ ...look, label: name, token, data: values }));
  const legend = { display: false };
  const marks = { paused, notes }, links = { hrefs, series };
  const plugins = { legend, marks, links, tooltip: tooltip(canvas.dataset, data) };
  const interaction = { mode: "index", intersect: false };
  const options = { maintainAspectRatio: false, animation: !still && { duration: 250 }, interaction, plugins, scales: scales() };
  return { data: { labels, datasets }, options };
}

function draw() {
  for (const chart of Object.values(Chart.instances)) if (!chart.canvas.isConnected) chart.destroy();
  for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
    const drawn = Chart.getChart(canvas), { data, options } = content(canvas);
    if (drawn) Object.assign(drawn, { data, options }).update();
    else new Chart(canvas, { type: "bar", data, options });
  }
}

draw();
document.addEventListener("htmx:after:swap", draw);
