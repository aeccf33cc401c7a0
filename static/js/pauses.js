// A Chart.js plugin: bands behind the bars of the buckets in which the agent was paused (S9).
Chart.register({
  id: "pauses",
  beforeDatasetsDraw({ ctx, chartArea, scales: { x } }, _, { paused = [] }) {
    const width = chartArea.width / Math.max(paused.length, 1);
    ctx.save();
    Object.assign(ctx, { fillStyle: Chart.defaults.borderColor, globalAlpha: 0.6 });
    paused.forEach((is, index) => {
      if (is) ctx.fillRect(x.getPixelForValue(index) - width / 2, chartArea.top, width, chartArea.height);
    });
    ctx.restore();
  },
});
