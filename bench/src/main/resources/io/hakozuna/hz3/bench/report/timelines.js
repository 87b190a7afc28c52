'use strict';

const ENOUGH_POINTS = 8;
const MEMORY_FIRST = ['memory', 'macro'];

/** The resident size of each row's last round; what is about memory and real programs at once, the rest folded. */
function timelinesChapter() {
    const shown = groups.map(group => ({...group, rows: group.rows.filter(row => !isPoint(row) && hasTimeline(row))}))
        .filter(group => group.rows.length > 0);
    if (!shown.length) {
        return null;
    }
    const first = MEMORY_FIRST.flatMap(label => shown.filter(group => group.label === label));
    const rest = shown.filter(group => !first.includes(group));
    return chapter('timelines', 'Resident size over time',
        'In the last round of each row, up to the end of the program. A shorter line is a faster run.',
        first.map(timelineGroup),
        rest.map(first.length ? foldedGroup : timelineGroup));
}

function hasTimeline(row) {
    return (row.timelines || []).some(line => (line.kib || []).length >= ENOUGH_POINTS);
}

function timelineGroup(group) {
    return element('div', {class: 'group'}, element('h3', {}, group.title), timelineGrid(group.rows));
}

function foldedGroup(group) {
    return foldable(`${group.title}: ${count(group.rows.length, 'row')}`, timelineGrid(group.rows));
}

function timelineGrid(shown) {
    return element('div', {class: 'grid'}, shown.map(row => element('div', {},
        element('h4', {}, row.name), element('p', {class: 'note'}, row.about || ''),
        plot(230, timelineLabel(row), () => timelineConfig(row)))));
}

function timelineLabel(row) {
    return `${row.name}, resident size over time: ` + listing(linesOf(row).map(line =>
        `${line.allocator} peaks at ${mib(Math.max(...line.kib))} MiB and ends with ${mib(line.kib[line.kib.length - 1])}`)) + '.';
}

function linesOf(row) {
    return allocators.map(name => (row.timelines || []).find(line => line.allocator === name))
        .filter(line => line && (line.kib || []).length > 0);
}

function timelineConfig(row) {
    return {
        type: 'line',
        data: {datasets: linesOf(row).map(line => ({
            ...lineStyle(line.allocator), pointRadius: line.kib.length > 1 ? 0 : 3, pointHitRadius: 8,
            data: line.kib.map((kib, index) => ({x: (index + 1) * line.stepMs / 1000, y: kib / 1024}))
        }))},
        options: {
            interaction: {mode: 'nearest', intersect: false, axis: 'x'},
            scales: {
                x: {type: 'linear', min: 0, title: axisTitle('seconds'), ticks: {maxTicksLimit: 8}},
                y: {min: 0, title: axisTitle('MiB'), ticks: {maxTicksLimit: 6}}
            },
            plugins: {tooltip: {itemSort: highestFirst, callbacks: {
                title: items => `${digits(items[0].parsed.x)} s`,
                label: item => ` ${item.dataset.label}: ${mib(item.parsed.y * 1024)} MiB`
            }}}
        }
    };
}
