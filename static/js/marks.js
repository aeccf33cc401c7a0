// A Chart.js plugin: bands behind the bars of the buckets in which the agent was paused (S9), and a flag above those
// with a note of the team.
function place({ chartArea, scales: { x } }, index, count) {
  const width = chartArea.width / Math.max(count, 1);
  return { left: x.getPixelForValue(index) - width / 2, middle: x.getPixelForValue(index), width };
}

Chart.register({
  id: "marks",
  beforeDatasetsDraw(chart, _, { paused = [] }) {
    const { ctx, chartArea } = chart;
    ctx.save();
    Object.assign(ctx, { fillStyle: Chart.defaults.borderColor, globalAlpha: 0.6 });
    paused.forEach((is, index) => {
      const { left, width } = place(chart, index, paused.length);
      if (is) ctx.fillRect(left, chartArea.top, width, chartArea.height);
    });
    ctx.restore();
  },
  afterDatasetsDraw(chart, _, { notes = [] }) {
    const { ctx, chartArea } = chart;
    ctx.save();
    Object.assign(ctx, { fillStyle: Chart.defaults.color, strokeStyle: Chart.defaults.color });
    ctx.setLineDash([2, 3]);
    notes.forEach((words, index) => {
      if (!words) return;
      const { middle } = place(chart, index, notes.length);
      ctx.stroke(new Path2D(`M${middle} ${chartArea.top} V${chartArea.bottom}`));
      ctx.fill(new Path2D(`M${middle} ${chartArea.top - 8} h9 l-3 4 l3 4 h-9 z`));
    });
    ctx.restore();
  },
});
