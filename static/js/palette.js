// A Chart.js plugin: charts wear the colours of the page's theme, and change with it. A dataset names its `token`, and
// by `unsettled` which of its bars can still change: those are striped.

// Canvas cannot read light-dark(), so an element with the token says what its colour is now.
function colour(token) {
  const probe = document.body.appendChild(Object.assign(document.createElement("i"), { className: "probe" }));
  probe.dataset.token = token;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function stripes(fill) {
  const tile = Object.assign(document.createElement("canvas"), { width: 6, height: 6 });
  const pen = tile.getContext("2d");
  Object.assign(pen, { fillStyle: fill, strokeStyle: fill, globalAlpha: 0.4, lineWidth: 1.5 });
  pen.fillRect(0, 0, 6, 6);
  pen.globalAlpha = 0.9;
  for (const x of [-6, 0, 6]) pen.stroke(new Path2D(`M${x} 6 l6 -6`));
  return pen.createPattern(tile, "repeat");
}

function paintFrame() {
  const [ink, muted, line, raised] = ["ink", "muted", "line", "raised"].map(colour);
  Object.assign(Chart.defaults, { color: muted, borderColor: line });
  const text = { titleColor: ink, bodyColor: ink, footerColor: muted };
  const ground = { backgroundColor: raised, multiKeyBackground: raised, borderColor: line };
  Object.assign(Chart.defaults.plugins.tooltip, text, ground);
}

function paintBars({ data }) {
  for (const bars of data.datasets) {
    const fill = colour(bars.token), striped = stripes(fill);
    bars.backgroundColor = bars.hoverBackgroundColor = bars.unsettled.map((is) => (is ? striped : fill));
    bars.borderColor = bars.hoverBorderColor = colour("panel");
  }
}

function paintAgain() {
  paintFrame();
  for (const chart of Object.values(Chart.instances)) chart.update("none");
}

Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
// As functions: a value would be copied into each chart once, and stay.
Chart.defaults.scale.ticks.color = () => Chart.defaults.color;
Chart.defaults.scale.grid.color = Chart.defaults.scale.border.color = () => Chart.defaults.borderColor;
Chart.register({ id: "palette", beforeUpdate: paintBars });
for (const media of ["(prefers-color-scheme: dark)", "print"]) matchMedia(media).addEventListener("change", paintAgain);
new MutationObserver(paintAgain).observe(document.documentElement, { attributeFilter: ["data-theme"] });
paintFrame();
