'use strict';

/** Curves: for each axis what an operation costs and how large the process gets while something grows. */
function growthChapter() {
    const axes = [...new Set(rows.filter(isPoint).map(row => row.axis))]
        .map(axis => ({axis, points: rows.filter(row => row.axis === axis && finite(row.x) > 0).sort((a, b) => a.x - b.x)}))
        .filter(({points}) => points.filter(row => allocators.some(name => measured(row, name))).length > 1);
    if (!axes.length) {
        return null;
    }
    return chapter('growth', 'The cost of growth',
        'What an operation costs, and how large the process gets at its peak, while something grows. Lower is better.',
        axes.map(({axis, points}) => element('div', {class: 'group'},
            element('h3', {}, axis[0].toUpperCase() + axis.slice(1)), describeCurve(points),
            element('div', {class: 'grid'},
                curvePlot(axis, points, 'Wall time of an operation', 'ns', one => 1e9 / one.opsPerSecond, value => `${plain(value)} ns`),
                curvePlot(axis, points, 'Peak resident size', 'MiB', one => one.peakRssKib / 1024, value => `${plain(value)} MiB`)))));
}

/** Points tell their own number each; the first one's sentence stands for all. */
function describeCurve(points) {
    const about = points[0].about;
    return about ? element('p', {class: 'note'}, points.every(row => row.about === about) ? about : `First point: ${about}`) : null;
}

function curvePlot(axis, points, title, unit, figure, text) {
    const lines = allocators.map(name => ({
        name,
        data: points.map(row => ({x: row.x, one: measured(row, name)}))
            .map(({x, one}) => ({x, y: one && figure(one) > 0 ? figure(one) : null}))
    })).filter(line => line.data.some(point => point.y !== null));
    const label = `${title} against ${axis}: ` + listing(lines.map(({name, data}) => {
        const known = data.filter(point => point.y !== null);
        return `${name} goes from ${text(known[0].y)} to ${text(known[known.length - 1].y)}`;
    })) + '.';
    return element('div', {}, element('h4', {}, title), plot(300, label, () => curveConfig(lines, axis, unit, text)));
}

/** The vertical axis is logarithmic too where the figures differ by more than what a linear one shows. */
function curveConfig(lines, axis, unit, text) {
    const xs = [...new Set(lines.flatMap(line => line.data.map(point => point.x)))];
    const ys = lines.flatMap(line => line.data.map(point => point.y)).filter(y => y !== null);
    const xText = axisNumbers(xs);
    const isWide = Math.max(...ys) / Math.min(...ys) > 20;
    return {
        type: 'line',
        data: {datasets: lines.map(line => ({
            ...lineStyle(line.name), data: line.data, spanGaps: true, pointRadius: line.name === subject ? 6 : 5
        }))},
        options: {
            clip: false,
            interaction: {mode: 'index', intersect: false},
            scales: {
                x: {
                    type: 'logarithmic', min: Math.min(...xs), max: Math.max(...xs), title: axisTitle(axis + ' (logarithmic)'),
                    afterBuildTicks: scale => { scale.ticks = xs.map(value => ({value})); }, ticks: {callback: value => xText(value)}
                },
                y: isWide
                    ? {type: 'logarithmic', title: axisTitle(unit + ' (logarithmic)'), ticks: {callback: plainTick}}
                    : {min: 0, title: axisTitle(unit), ticks: {maxTicksLimit: 8}}
            },
            plugins: {tooltip: {itemSort: highestFirst, callbacks: {
                title: items => `${axis}: ${xText(items[0].parsed.x)}`,
                label: item => ` ${item.dataset.label}: ${text(item.parsed.y)}`
            }}}
        }
    };
}

/** Of a logarithmic axis only 1, 2 and 5 of each power of ten get a label. */
function plainTick(value) {
    return /^[125](\.0*)?e/.test(value.toExponential(6)) ? value.toLocaleString('en') : null;
}
