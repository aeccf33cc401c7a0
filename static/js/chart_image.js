// Saves the chart of [data-chart-image="ID"] as an image: its bars with title, period and legend, in the colours on screen.
const EDGE = 24, LINE = 22;

function words(pen, text, x, y, font, colour) {
  Object.assign(pen, { font: `${font} ${Chart.defaults.font.family}`, fillStyle: colour, textBaseline: "alphabetic" });
  pen.fillText(text, x, y);
  return pen.measureText(text).width;
}

function picture(chart) {
  const { canvas, width, height, data } = chart, scale = canvas.width / width;
  const ink = getComputedStyle(document.body).color, muted = Chart.defaults.color;
  const image = document.createElement("canvas"), pen = image.getContext("2d");
  image.width = (width + 2 * EDGE) * scale;
  image.height = (height + 5 * LINE + EDGE) * scale;
  pen.scale(scale, scale);
  pen.fillStyle = Chart.defaults.plugins.tooltip.backgroundColor;
  pen.fillRect(0, 0, image.width, image.height);
  words(pen, document.title, EDGE, EDGE + 10, "600 15px", ink);
  const about = [canvas.closest("figure")?.getAttribute("aria-label"), document.querySelector(".window")?.textContent];
  words(pen, about.filter(Boolean).join(" · "), EDGE, EDGE + 10 + LINE, "12px", muted);
  pen.drawImage(canvas, EDGE, EDGE + 2 * LINE, width, height);
  let x = EDGE;
  for (const { label, token, data: values } of data.datasets) {
    pen.fillStyle = colourOf(token);
    pen.fillRect(x, height + EDGE + 3 * LINE - 10, 10, 10);
    const sum = values.reduce((total, value) => total + value, 0);
    x += 36 + words(pen, `${label} ${sum}`, x + 15, height + EDGE + 3 * LINE, "12px", ink);
  }
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
