// Draws the charts of the last hour. The table below them has the same figures.
(() => {
  'use strict';

  const box = document.getElementById('hour-charts');
  if (!box || !window.uPlot) return;

  const EVERY_MS = 5000;
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const LINES = {
    rates: [
      { key: 'in', label: 'come', color: '--processing' },
      { key: 'done', label: 'become final', color: '--processed' },
      { key: 'failed', label: 'fail', color: '--failed' },
    ],
    waiting: [{ key: 'waiting', label: 'wait', color: '--queued' }],
    oldest: [{ key: 'oldest', label: 'oldest', color: '--queued' }],
  };
  const charts = new Map();
  let drawnAt = 0;

  const make = (element, lines, data) => {
    const text = color('--pico-color');
    const axis = { stroke: text, grid: { stroke: color('--pico-muted-border-color') } };
    return new uPlot({
      width: element.clientWidth,
      height: 200,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      scales: { y: { range: (chart, low, high) => [0, Math.max(1, high * 1.1)] } },
      axes: [axis, { ...axis, size: 70 }],
      series: [{ label: 'UTC' }, ...lines.map((line) => ({ label: line.label, stroke: color(line.color), width: 2 }))],
    }, data, element);
  };

  const draw = async () => {
    drawnAt = Date.now();
    const answer = await fetch(box.dataset.samples, { headers: { Accept: 'application/json' } });
    if (!answer.ok) return;
    const hour = await answer.json();
    for (const element of box.querySelectorAll('[data-chart]')) {
      const lines = LINES[element.dataset.chart];
      const data = [hour.at, ...lines.map((line) => hour[line.key])];
      const chart = charts.get(element);
      if (chart) chart.setData(data);
      else charts.set(element, make(element, lines, data));
    }
  };

  const again = () => {
    for (const [element, chart] of charts) {
      chart.destroy();
      charts.delete(element);
    }
    draw().catch(() => {});
  };

  document.addEventListener('live', (event) => {
    if (event.target.dataset.live === 'overview' && Date.now() - drawnAt >= EVERY_MS) draw().catch(() => {});
  });
  window.addEventListener('resize', () => {
    for (const [element, chart] of charts) chart.setSize({ width: element.clientWidth, height: 200 });
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  draw().catch(() => {});
})();
