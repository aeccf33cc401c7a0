// Saves the chart of [data-chart-image="ID"] as an image: its bars with title, period and legend, in the colours on screen.
const EDGE = 24, LINE = 22;

// Writes one piece after the other, in as many lines as the width asks for; gives the last line.
function flow(pen, pieces, { width, y, font, colour, gap }) {
  pen.font = `${font} ${Chart.defaults.font.family}`;
  let x = EDGE;
  for (const { text, token } of pieces) {
    const mark = token ? 15 : 0, wide = mark + pen.measureText(text).width;
    if (x > EDGE && x + wide > EDGE + width) [x, y] = [EDGE, y + LINE];
    if (token) Object.assign(pen, { fillStyle: colourOf(token) }).fillRect(x, y - 10, 10, 10);
    Object.assign(pen, { fillStyle: colour }).fillText(text, x + mark, y);
    x += wide + gap;
  }
  return y;
}

const words = (text) => text.trim().split(/\s+/).map((text) => ({ text }));

function paint(pen, { canvas, width, height, data: { datasets } }) {
  const ink = getComputedStyle(document.body).color, colour = Chart.defaults.color;
  const about = [canvas.closest("figure")?.getAttribute("aria-label"), document.querySelector(".window")?.textContent];
  const legend = datasets.map(({ label, token, data }) => ({ token, text: `${label} ${data.reduce((a, b) => a + b, 0)}` }));
  const later = datasets[0]?.unsettled?.some(Boolean) ? [{ text: `▨ ${canvas.dataset.unsettledNote}` }] : [];
  let y = flow(pen, words(document.title), { width, y: EDGE + 10, font: "600 15px", colour: ink, gap: 5 });
  y = flow(pen, words(about.filter(Boolean).join(" · ")), { width, y: y + LINE, font: "12px", colour, gap: 4 });
  pen.drawImage(canvas, EDGE, y + 12, width, height);
  return EDGE + flow(pen, [...legend, ...later], { width, y: y + 12 + height + LINE, font: "12px", colour: ink, gap: 21 });
}

function picture(chart) {
  const { canvas, width } = chart, scale = canvas.width / width;
  const image = document.createElement("canvas"), pen = image.getContext("2d");
  image.width = (width + 2 * EDGE) * scale;
  image.height = paint(pen, chart) * scale; // painted once to learn how high it is, which wipes it
  pen.scale(scale, scale);
  Object.assign(pen, { fillStyle: Chart.defaults.plugins.tooltip.backgroundColor }).fillRect(0, 0, image.width, image.height);
  paint(pen, chart);
  return image;
}

function colourOf(token) {
  const probe = document.body.appendChild(Object.assign(document.createElement("i"), { className: "probe" }));
  probe.dataset.token = token;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-chart-image]");
  const canvas = button && document.querySelector(`canvas[data-chart="${button.dataset.chartImage}"]`);
  if (!canvas) return;
  button.closest("[popover]")?.hidePopover();
  picture(Chart.getChart(canvas)).toBlob((blob) => {
    const href = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href, download: `${document.title}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  });
});
