(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const time = data.timeline.seconds;
  const whole = { min: time[0], max: time[time.length - 1] };
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue("--" + name).trim();
  const charts = [];

  Chart.defaults.color = color("quiet");
  Chart.defaults.borderColor = color("line");
  Chart.defaults.font.family = "system-ui, sans-serif";
  Chart.defaults.animation = false;

  const clock = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    return String(Math.floor(minutes / 60)).padStart(2, "0") + ":" + String(minutes % 60).padStart(2, "0");
  };
  const points = (values) => values.map((y, i) => ({ x: time[i], y: y }));
  const series = (label, values, stroke, more) =>
    Object.assign({ label: label, data: points(values), borderColor: stroke, backgroundColor: stroke,
      borderWidth: 1.5, pointRadius: 0, pointHitRadius: 6, spanGaps: false }, more);

  function zoom(range) {
    for (const chart of charts) {
      chart.options.scales.x.min = range.min;
      chart.options.scales.x.max = range.max;
      chart.update("none");
    }
  }

  function tickStep(range) {
    const steps = [60, 300, 600, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
    return steps.find((step) => range / step <= 13) || Math.ceil(range / 12 / 86400) * 86400;
  }

  const selection = {
    id: "selection",
    afterDraw(chart) {
      if (chart.drag) {
        const area = chart.chartArea;
        const left = Math.min(chart.drag.from, chart.drag.to);
        chart.ctx.save();
        chart.ctx.fillStyle = color("policy");
        chart.ctx.globalAlpha = 0.15;
        chart.ctx.fillRect(left, area.top, Math.abs(chart.drag.to - chart.drag.from), area.height);
        chart.ctx.restore();
      }
    },
  };

  function listen(chart) {
    const position = (event) => {
      const left = event.clientX - chart.canvas.getBoundingClientRect().left;
      return Math.min(chart.chartArea.right, Math.max(chart.chartArea.left, left));
    };
    chart.canvas.addEventListener("mousedown", (event) => {
      chart.drag = { from: position(event), to: position(event) };
    });
    window.addEventListener("mousemove", (event) => {
      if (chart.drag) {
        chart.drag.to = position(event);
        chart.draw();
      }
    });
    window.addEventListener("mouseup", () => {
      const drag = chart.drag;
      chart.drag = null;
      if (drag && Math.abs(drag.to - drag.from) > 8) {
        const ends = [drag.from, drag.to].map((x) => chart.scales.x.getValueForPixel(x));
        zoom({ min: Math.min(...ends), max: Math.max(...ends) });
      }
    });
    chart.canvas.addEventListener("dblclick", () => zoom(whole));
  }

  function draw(id, title, datasets, y) {
    const chart = new Chart(document.getElementById(id), {
      type: "line",
      data: { datasets: datasets },
      plugins: [selection],
      options: {
        parsing: false,
        normalized: true,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: {
          title: { display: true, text: title, color: color("text"), align: "start" },
          legend: { align: "end", labels: { boxWidth: 18, boxHeight: 2 } },
          decimation: { enabled: true, algorithm: "min-max" },
          tooltip: { callbacks: { title: (items) => clock(items[0].parsed.x) + " h" } },
        },
        scales: {
          x: {
            type: "linear", min: whole.min, max: whole.max,
            title: { display: true, text: "time since the beginning of the day [h:min]" },
            ticks: { callback: (value) => clock(value), maxRotation: 0, autoSkip: false },
            afterBuildTicks: (axis) => {
              const step = tickStep(axis.max - axis.min);
              axis.ticks = [];
              for (let t = Math.ceil(axis.min / step) * step; t <= axis.max; t += step) {
                axis.ticks.push({ value: t });
              }
            },
          },
          y: y,
        },
      },
    });
    charts.push(chart);
    listen(chart);
  }

  const largest = (values) => values.reduce((most, value) => Math.max(most, value), 0);
  const top = 1.05 * Math.max(largest(data.timeline.policy.desired), largest(data.timeline.hpa.desired), largest(data.timeline.load));
  const replicas = { min: 0, max: Math.ceil(top / 10) * 10, title: { display: true, text: "replicas" } };
  const pair = (side, stroke) => [
    series("asked for", data.timeline[side].desired, stroke, { stepped: true }),
    series("ready", data.timeline[side].ready, stroke, { stepped: true, borderDash: [2, 2], borderWidth: 1 }),
    series("load", data.timeline.load, color("load"), { borderWidth: 1, fill: "origin", backgroundColor: color("load") + "40" }),
  ];
  draw("policy", "Policy: fixed headroom, not learned", pair("policy", color("policy")), replicas);
  draw("hpa", "Best HPA in hindsight", pair("hpa", color("hpa")), replicas);

  const limit = data.scenario.latencySeconds;
  draw("latency", "p95 latency per decision period",
    [
      series("policy", data.timeline.policy.p95, color("policy"), { borderWidth: 1 }),
      series("best HPA", data.timeline.hpa.p95, color("hpa"), { borderWidth: 1 }),
      series("objective", time.map(() => limit), color("limit"), { borderDash: [6, 4], borderWidth: 1 }),
    ],
    {
      type: "logarithmic",
      title: { display: true, text: "seconds" },
      ticks: { callback: (value) => (/^[125]/.test(String(value).replace(/[0.]/g, "")) ? value + " s" : null) },
    });
})();
