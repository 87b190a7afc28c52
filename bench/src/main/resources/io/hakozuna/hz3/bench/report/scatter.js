'use strict';

/** Speed against memory: all rows together, and one row at a time. */
function scatterChapter() {
    const overall = view.overview.standings.filter(one => finite(one.speed) > 0 && finite(one.memory) > 0);
    const single = rows.filter(row => allocators.filter(name => measured(row, name) && measured(row, name).peakRssKib > 0).length > 1);
    const together = overall.length > 1 && view.overview.compared > 1;
    if (!together && !single.length) {
        return null;
    }
    return chapter('scatter', 'Speed against memory', 'Up and to the left is better: faster, with less memory at the peak.',
        element('div', {class: 'halves'}, together ? overallPlot(overall) : null, single.length ? rowPlot(single) : null));
}

function overallPlot(standings) {
    const points = standings.map(one => ({name: one.allocator, x: one.memory, y: one.speed * 100}));
    const label = 'All rows together: ' + listing(standings.map(one =>
        `${one.allocator} has ${Math.round(one.speed * 100)} % of the best throughput with ${one.memory.toFixed(2)} times the lowest memory`)) + '.';
    return element('div', {}, element('h3', {}, 'All rows together'),
        element('p', {class: 'note'}, `Geometric means over ${count(view.overview.compared, 'row')}`),
        plot(380, label, () => scatterConfig(points, 'peak resident size, relative to the lowest', 'throughput, % of the best',
            value => plain(value) + '×', value => `${plain(value)} %`, 0)));
}

function rowPlot(choices) {
    const points = row => allocators.map(name => ({name, one: measured(row, name)})).filter(({one}) => one && one.peakRssKib > 0)
        .map(({name, one}) => ({name, x: one.peakRssKib * 1024, y: one.opsPerSecond}));
    const label = row => `${row.name}: ` + listing(points(row).map(point =>
        `${point.name} ${scaled(point.y)} operations per second with ${bytes(point.x)} at the peak`)) + '.';
    let chosen = choices.find(row => !row.secondary) || choices[0];
    const box = plot(380, label(chosen), () => scatterConfig(points(chosen), 'peak resident size', 'operations per second',
        value => bytes(value, true), value => scaled(value, true), 0));
    const about = element('p', {class: 'note'}, chosen.about || ' ');
    const select = element('select', {'aria-label': 'Row of the chart'}, groups.map(group => {
        const own = group.rows.filter(row => choices.includes(row));
        return own.length ? element('optgroup', {label: group.title}, own.map(row =>
            element('option', {value: row.name, selected: row === chosen}, row.name))) : null;
    }));
    select.addEventListener('change', () => {
        chosen = choices.find(row => row.name === select.value);
        about.textContent = chosen.about || ' ';
        box.firstChild.setAttribute('aria-label', label(chosen));
        redraw(box.firstChild);
    });
    return element('div', {}, element('h3', {}, 'One row: ', select), about, box);
}

/** One point for each allocator; the memory axis is logarithmic. */
function scatterConfig(points, xTitle, yTitle, xText, yText) {
    const [low, high] = [Math.min(...points.map(point => point.x)), Math.max(...points.map(point => point.x))];
    const margin = Math.max(1.1, Math.pow(high / low, 0.12));
    return {
        type: 'scatter',
        data: {datasets: points.map(point => ({
            label: point.name, data: [{x: point.x, y: point.y}], backgroundColor: colour(point.name), borderColor: colour(point.name),
            pointStyle: sign(point.name).shape, pointRadius: point.name === subject ? 9 : 7, pointHoverRadius: 10, borderWidth: 2
        }))},
        plugins: [pointNames],
        options: {
            layout: {padding: {top: 16, right: 16}},
            clip: false,
            scales: {
                x: {
                    type: 'logarithmic', min: low / margin, max: high * margin, title: axisTitle(xTitle + ' (logarithmic)'),
                    afterBuildTicks: axis => { axis.ticks = roundTicks(axis.min, axis.max).map(value => ({value})); },
                    ticks: {callback: value => xText(value)}
                },
                y: {min: 0, grace: '8%', title: axisTitle(yTitle), ticks: {callback: value => yText(value)}}
            },
            plugins: {tooltip: {callbacks: {label: item => ` ${item.dataset.label}: ${yText(item.parsed.y)}, ${xText(item.parsed.x)}`}}}
        }
    };
}

/** Powers of two, which suit bytes and ratios alike; where few of them fit, some between them. */
function roundTicks(min, max) {
    const steps = max / min > 10 ? [1] : max / min > 2.5 ? [1, 1.5] : [1, 1.25, 1.5, 1.75];
    const ticks = [];
    for (let power = Math.floor(Math.log2(min)); power <= Math.log2(max); power++) {
        ticks.push(...steps.map(step => step * 2 ** power));
    }
    return ticks.filter(value => value >= min && value <= max);
}

/** Writes the name of each point where no other point or name is. */
const pointNames = {
    id: 'pointNames',
    afterDatasetsDraw(chart) {
        const pen = chart.ctx;
        pen.save();
        pen.font = `12px ${Chart.defaults.font.family}`;
        pen.fillStyle = styleValue('muted');
        pen.textBaseline = 'middle';
        pen.textAlign = 'left';
        pen.fillText('↖ better', chart.chartArea.left + 8, chart.chartArea.top + 10);
        pen.fillStyle = styleValue('text');
        const shown = chart.data.datasets.map((dataset, index) => index).filter(index => chart.isDatasetVisible(index));
        const taken = shown.map(index => chart.getDatasetMeta(index).data[0]).map(({x, y}) => ({x: x - 9, y: y - 9, width: 18, height: 18}));
        shown.forEach((index, order) => {
            const name = chart.data.datasets[index].label;
            const place = freePlace(chart, taken, taken[order], pen.measureText(name).width);
            taken.push(place);
            pen.fillText(name, place.x, place.y + place.height / 2);
        });
        pen.restore();
    }
};

function freePlace(chart, taken, point, width) {
    const [middleX, middleY] = [point.x + 9, point.y + 9];
    const places = [[13, 0], [-13 - width, 0], [-width / 2, -18], [-width / 2, 18], [8, -16], [8, 16], [-8 - width, -16], [-8 - width, 16]]
        .map(([right, down]) => ({x: middleX + right, y: middleY + down - 7, width, height: 14}));
    const isFree = place => place.x >= chart.chartArea.left && place.x + width <= chart.width
        && !taken.some(other => place.x < other.x + other.width && other.x < place.x + width
            && place.y < other.y + other.height && other.y < place.y + place.height);
    return places.find(isFree) || places[0];
}
