'use strict';

/** Every chart of the page: where it stands and how it is configured, which is asked anew when the colours change. */
const plots = [];
const drawn = new Set();

/** A place for a chart. The label says in words what there is to see. */
function plot(height, label, configure) {
    const canvas = element('canvas', {role: 'img', 'aria-label': label});
    const box = element('div', {class: 'plot', style: `height: ${height}px`}, canvas);
    plots.push({canvas, configure, chart: null});
    return box;
}

Chart.register({
    id: 'drawn',
    afterDraw(chart) {
        drawn.add(chart.canvas);
        document.documentElement.dataset.charts = drawn.size;
    }
});

function isHidden(canvas) {
    const folded = canvas.closest('details');
    return folded !== null && !folded.open;
}

function draw(plotted) {
    if (plotted.chart) {
        plotted.chart.destroy();
    }
    plotted.chart = new Chart(plotted.canvas, plotted.configure());
    applyVisibility(plotted.chart);
}

function tryToDraw(plotted) {
    attempt(plotted.canvas.getAttribute('aria-label'), () => draw(plotted));
}

function redraw(canvas) {
    plots.filter(plotted => plotted.canvas === canvas).forEach(tryToDraw);
}

/** Charts in a folded part are drawn when it is opened. */
function drawAll() {
    applyTheme();
    plots.filter(plotted => !isHidden(plotted.canvas)).forEach(tryToDraw);
}

function foldable(summary, ...children) {
    const folded = element('details', {}, element('summary', {}, summary), children);
    folded.addEventListener('toggle', () => {
        if (folded.open) {
            plots.filter(plotted => folded.contains(plotted.canvas)).forEach(tryToDraw);
        }
    });
    return folded;
}

/** The printed page is light, as wide as paper, and shows what is folded on the screen. */
function preparePrint(printing) {
    document.documentElement.toggleAttribute('data-printing', printing);
    document.querySelectorAll(printing ? 'details:not([open])' : 'details[data-opened]').forEach(folded => {
        folded.toggleAttribute('data-opened', printing);
        folded.open = printing;
    });
    drawAll();
}
