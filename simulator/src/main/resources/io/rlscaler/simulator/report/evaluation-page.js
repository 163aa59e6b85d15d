(function () {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const figures = read("document");
  const details = read("details");
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const LEAST_SHARE = 1e-6;
  const charts = {};
  let range = null;

  document.documentElement.classList.add("scripted");

  const paint = (controller) =>
    controller.startsWith("policy") ? color("policy") : controller.startsWith("hpa") ? color("hpa") : controller === "oracle" ? color("kept") : color("load");
  const shapes = ["circle", "triangle", "rect", "rectRot", "star", "cross"];
  const percent = (share) => Number((100 * share).toPrecision(3)) + " %";
  const decades = (axis) => {
    axis.ticks = [];
    for (let decade = -7; decade < 5; decade++) {
      for (const factor of [1, 2, 5]) {
        const value = factor * Math.pow(10, decade);
        const crowded = axis.max / axis.min > 200 && factor !== 1;
        if (value >= axis.min && value <= axis.max && !crowded) {
          axis.ticks.push({ value: value });
        }
      }
    }
  };
  const logarithmic = (title, label) => ({ type: "logarithmic", title: { display: true, text: title }, afterBuildTicks: decades, ticks: { callback: label } });

  function show(id, config) {
    if (charts[id]) {
      charts[id].destroy();
    }
    const canvas = document.getElementById(id);
    charts[id] = new Chart(canvas, config);
    canvas.dataset.points = config.data.datasets.reduce((sum, set) => sum + (set.outline ? 0 : set.data.length), 0);
  }

  function options(title, scales, more) {
    return Object.assign({
      maintainAspectRatio: false,
      animation: false,
      plugins: {
        title: { display: true, text: title, color: color("text"), align: "start" },
        legend: { position: "bottom", labels: { usePointStyle: true, boxHeight: 7 } },
      },
      scales: scales,
    }, more);
  }

  const line = (label, points, stroke, more) =>
    Object.assign({ type: "line", label: label, data: points, borderColor: stroke, backgroundColor: stroke, borderWidth: 1.5, pointRadius: 0, pointStyle: "line" }, more);

  function front(cell) {
    const place = (point) => ({ x: Math.max(LEAST_SHARE, point.x), y: point.y });
    const own = cell.runs.map((run, i) => ({
      label: run.controller,
      data: [place({ x: run.fastShare, y: run.cost })],
      borderColor: paint(run.controller), backgroundColor: paint(run.controller),
      pointRadius: 6, pointHoverRadius: 8, pointStyle: shapes[i % shapes.length], borderWidth: 2,
    }));
    const highest = Math.max(1.1, ...cell.tried.map((point) => point.y), ...cell.runs.map((run) => run.cost));
    const edges = { outline: true, borderDash: [6, 4] };
    const shares = cell.tried.map((point) => point.x).concat(cell.runs.map((run) => run.fastShare), [1 - cell.objective]);
    const most = Math.max(...shares);
    const least = Math.min(...shares.map((share) => Math.max(LEAST_SHARE, share)));
    const sets = own.concat([
      line("HPA front", cell.front.map(place), color("hpa"), {}),
      { label: "HPA tried", data: cell.tried.map(place), borderColor: color("hpa"), backgroundColor: color("hpa") + "55", pointRadius: 2, borderWidth: 0 },
      line("budget", [{ x: 1 - cell.objective, y: 1 }, { x: 1 - cell.objective, y: highest }], color("limit"), edges),
      line("bound", [{ x: least / 1.5, y: 1 }, { x: most * 1.5, y: 1 }], color("quiet"), edges),
    ]);
    const x = logarithmic("share of requests that violate the objective", percent);
    x.min = least / 1.5;
    x.max = most * 1.5;
    show("front", {
      type: "scatter",
      data: { datasets: sets },
      options: options("Cost over the bound against violations", { x: x, y: { title: { display: true, text: "cost over the bound" } } }, {}),
    });
    charts.front.options.plugins.tooltip = { callbacks: { label: (item) => item.dataset.label + ": " + percent(item.parsed.x) + ", " + item.parsed.y.toFixed(3) } };
  }

  function latency(cell) {
    const rows = figures.rows.filter((row) => row.trace === cell.trace && row.startUp === cell.startUp && row.objective === cell.objective && row.controller !== "bound");
    const set = (quantile, alpha) => ({ label: quantile, data: rows.map((row) => (row.latencySeconds[quantile] === null ? null : 1000 * row.latencySeconds[quantile])), backgroundColor: color("policy") + alpha });
    show("latency", {
      type: "bar",
      data: { labels: rows.map((row) => row.controller), datasets: [set("p50", "55"), set("p95", "99"), set("p99", "ff")] },
      options: options("Latency", { y: logarithmic("latency [ms]", (value) => String(Number(value.toPrecision(2)))) }, {}),
    });
  }

  const clock = (seconds) => {
    const minutes = Math.round(seconds / 60);
    const day = Math.floor(minutes / 1440);
    return "day " + (day + 1) + ", " + String(Math.floor((minutes % 1440) / 60)).padStart(2, "0") + ":" + String(minutes % 60).padStart(2, "0");
  };

  function timeline(cell) {
    const data = cell.timeline;
    if (!data) {
      range = null;
      show("timeline", { type: "line", data: { datasets: [] }, options: options("No timeline was kept for this cell", {}, {}) });
      return;
    }
    const points = (values) => values.map((y, i) => ({ x: data.seconds[i], y: y }));
    const sets = Object.keys(data.replicas).map((controller) =>
      line(controller, points(data.replicas[controller]), paint(controller), { stepped: true }));
    sets.push(line("load", points(data.load), color("load"), { borderWidth: 1, fill: "origin", backgroundColor: color("load") + "40" }));
    const last = data.seconds[data.seconds.length - 1];
    range = { min: 0, max: last, end: last };
    show("timeline", {
      type: "line",
      data: { datasets: sets },
      plugins: [selection],
      options: options("Load and replicas", {
        x: {
          type: "linear", min: 0, max: last, ticks: { callback: clock, maxRotation: 0, autoSkip: false },
          afterBuildTicks: (axis) => {
            const steps = [60, 300, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
            const wide = Math.max(3, Math.floor(axis.width / 110));
            const step = steps.find((one) => (axis.max - axis.min) / one <= wide) || 86400 * Math.ceil((axis.max - axis.min) / 86400 / wide);
            axis.ticks = [];
            for (let at = Math.ceil(axis.min / step) * step; at <= axis.max; at += step) {
              axis.ticks.push({ value: at });
            }
          },
        },
        y: { min: 0, title: { display: true, text: "replicas" } },
      }, { parsing: false, normalized: true, interaction: { mode: "index", intersect: false } }),
    });
    charts.timeline.options.plugins.tooltip = { callbacks: { title: (items) => clock(items[0].parsed.x) } };
  }

  const selection = {
    id: "selection",
    afterDraw(chart) {
      if (chart.drag) {
        chart.ctx.save();
        chart.ctx.fillStyle = color("policy");
        chart.ctx.globalAlpha = 0.15;
        chart.ctx.fillRect(Math.min(chart.drag.from, chart.drag.to), chart.chartArea.top, Math.abs(chart.drag.to - chart.drag.from), chart.chartArea.height);
        chart.ctx.restore();
      }
    },
  };

  function zoom(min, max) {
    if (!range) {
      return;
    }
    const width = Math.min(range.end, Math.max(600, max - min));
    range.min = Math.min(Math.max(0, min), range.end - width);
    range.max = range.min + width;
    charts.timeline.options.scales.x.min = range.min;
    charts.timeline.options.scales.x.max = range.max;
    charts.timeline.update("none");
  }

  function scale(factor) {
    if (range) {
      const middle = (range.min + range.max) / 2;
      const half = (factor * (range.max - range.min)) / 2;
      zoom(middle - half, middle + half);
    }
  }

  function listen() {
    const canvas = document.getElementById("timeline");
    const position = (event) => {
      const area = charts.timeline.chartArea;
      const left = event.clientX - canvas.getBoundingClientRect().left;
      return Math.min(area.right, Math.max(area.left, left));
    };
    canvas.addEventListener("mousedown", (event) => {
      charts.timeline.drag = { from: position(event), to: position(event) };
    });
    window.addEventListener("mousemove", (event) => {
      if (charts.timeline.drag) {
        charts.timeline.drag.to = position(event);
        charts.timeline.draw();
      }
    });
    window.addEventListener("mouseup", () => {
      const drag = charts.timeline.drag;
      charts.timeline.drag = null;
      if (drag && Math.abs(drag.to - drag.from) > 8) {
        const ends = [drag.from, drag.to].map((x) => charts.timeline.scales.x.getValueForPixel(x));
        zoom(Math.min(...ends), Math.max(...ends));
      }
    });
    canvas.addEventListener("keydown", (event) => {
      const step = range ? (range.max - range.min) / 4 : 0;
      const moves = { ArrowLeft: () => zoom(range.min - step, range.max - step), ArrowRight: () => zoom(range.min + step, range.max + step), "+": () => scale(0.5), "-": () => scale(2) };
      if (range && moves[event.key]) {
        moves[event.key]();
        event.preventDefault();
      }
    });
    const whole = () => range && zoom(0, range.end);
    canvas.addEventListener("dblclick", whole);
    document.getElementById("whole").addEventListener("click", whole);
    document.getElementById("nearer").addEventListener("click", () => scale(0.5));
    document.getElementById("farther").addEventListener("click", () => scale(2));
  }

  function agreement() {
    const tolerance = (share) => Math.max(0.0005, 0.15 * share);
    const audits = details.cells.flatMap((cell) => cell.runs.filter((run) => run.audit).map((run) => ({
      controller: run.controller, cell: cell.trace + ", " + cell.startUp + " s, " + percent(cell.objective), audit: run.audit })));
    const place = (share) => Math.max(1e-5, share);
    const names = [...new Set(audits.map((one) => one.controller))];
    const sets = names.map((name, i) => ({
      label: name,
      data: audits.filter((one) => one.controller === name).map((one) => ({ x: place(one.audit.share), y: place(one.audit.fastShare), cell: one.cell })),
      backgroundColor: paint(name), borderColor: paint(name), pointStyle: shapes[i % shapes.length], pointRadius: 4,
    }));
    const grid = [];
    for (let i = 0; i <= 100; i++) {
      grid.push(Math.pow(10, -5 + i / 20));
    }
    const edge = { outline: true, borderWidth: 1, pointHitRadius: 0 };
    sets.push(line("tolerance", grid.map((share) => ({ x: share, y: share + tolerance(share) })), color("quiet"), Object.assign({ fill: "+1", backgroundColor: color("load") + "30" }, edge)));
    sets.push(line("lower", grid.map((share) => ({ x: share, y: place(share - tolerance(share)) })), color("quiet"), edge));
    const axis = (title) => Object.assign(logarithmic(title, percent), { min: 1e-5, max: 1 });
    show("agreement", {
      type: "scatter",
      data: { datasets: sets },
      options: options("Violation share on audited windows", { x: axis("request-level model"), y: axis("fast model") }, {}),
    });
    charts.agreement.options.plugins.legend.labels.filter = (item) => item.text !== "lower";
    charts.agreement.options.plugins.tooltip = { callbacks: { label: (item) => item.dataset.label + ", " + (item.raw.cell || "") + ": " + percent(item.parsed.x) + " against " + percent(item.parsed.y) } };
    charts.agreement.update("none");
    const inside = audits.filter((one) => Math.abs(one.audit.share - one.audit.fastShare) <= tolerance(one.audit.share)).length;
    document.getElementById("agreed").textContent = audits.length === 0
      ? "No cell was audited: the shares are those of the fast model alone."
      : inside + " of " + audits.length + " audited shares agree within the tolerance.";
  }

  function select(index) {
    const cell = details.cells[index];
    front(cell);
    latency(cell);
    timeline(cell);
  }

  function draw() {
    Chart.defaults.color = color("quiet");
    Chart.defaults.borderColor = color("line");
    Chart.defaults.font.family = "system-ui, sans-serif";
    if (details.cells.length > 0) {
      select(Number(document.getElementById("cell").value));
    }
    agreement();
  }

  document.getElementById("cell").addEventListener("change", draw);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  listen();
  draw();
  document.documentElement.dataset.drawn = Object.keys(charts).length;
})();
