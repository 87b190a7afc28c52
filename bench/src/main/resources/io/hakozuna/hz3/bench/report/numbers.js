'use strict';

/** Every figure, group by group: the text behind all charts. */
function numbersChapter() {
    if (!rows.length) {
        return null;
    }
    return chapter('numbers', 'All numbers',
        `Medians over the runs that count. The resident size at its peak and after the load. ${subject} / peer: throughput of ${subject}`
        + ' divided by that of the allocator of the line.',
        groups.map(group => element('div', {class: 'group'}, element('h3', {}, group.title), numbersTable(group))),
        element('p', {}, download()));
}

function numbersTable(group) {
    const counted = rows.some(row => (row.counts || []).length > 0);
    const columns = [['Row'], ['Allocator'], ['ops/s', 'number'], [`${subject} / peer`, 'number'], ['Spread', 'number'], ['Verdict'],
        ['Peak MiB', 'number'], ['After MiB', 'number'],
        ...(counted ? [['Instructions per op', 'number counted'], ['Atomics per op', 'number counted']] : []), ['Runs', 'number']];
    return element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${group.title}: all numbers`},
        element('table', {class: 'numbers'},
            element('thead', {}, element('tr', {}, columns.map(([name, kind]) => element('th', {scope: 'col', class: kind}, name)))),
            group.rows.map(row => element('tbody', {},
                row.skipped ? skippedLine(row, columns.length) : numberLines(row, counted, columns.length)))));
}

function rowHead(row, span) {
    return element('th', {scope: 'rowgroup', rowspan: span, title: row.command || null}, row.name,
        row.secondary ? element('span', {class: 'tag'}, 'secondary') : null,
        row.about ? element('span', {class: 'about'}, row.about) : null);
}

function skippedLine(row, columns) {
    return element('tr', {}, rowHead(row, 1), element('td', {colspan: columns - 1}, `not measured: ${row.skipped}`));
}

function numberLines(row, counted, columns) {
    const shown = allocators.filter(name => (row.summaries || []).some(one => one.allocator === name));
    if (!shown.length) {
        return element('tr', {}, rowHead(row, 1), element('td', {colspan: columns - 1}, 'not measured'));
    }
    const troubles = shown.flatMap(name => [problemOf(row, name), countProblem(row, name)].filter(Boolean)
        .map(problem => `${name}: ${problem}`));
    const remote = remoteText(row, shown);
    return [
        ...shown.map((name, index) => element('tr', {class: name === subject ? 'subject' : null},
            index === 0 ? rowHead(row, shown.length + troubles.length + (remote ? 1 : 0)) : null, numberCells(row, name, counted))),
        ...[remote, ...troubles].filter(Boolean).map(text => element('tr', {},
            element('td', {colspan: columns - 1, class: 'trouble'}, text)))
    ];
}

/** How many blocks really went to another thread, and how many could not for the ring was full. */
function remoteText(row, shown) {
    const known = shown.map(name => measured(row, name)).filter(one => one && finite(one.remotePercent) > 0);
    return known.length ? 'Freed by another thread (and not, for the ring was full): ' + listing(known.map(one =>
        `${one.allocator} ${one.remotePercent.toFixed(1)} % (${one.fallbackPercent.toFixed(2)} %)`)) : null;
}

function countProblem(row, name) {
    const count = (row.counts || []).find(one => one.allocator === name);
    return count && count.problem ? `not counted, ${count.problem}` : null;
}

function numberCells(row, name, counted) {
    const one = measured(row, name);
    const ratio = name === subject ? null : compared(row, name);
    const operation = (row.counts || []).find(counts => counts.allocator === name && !counts.problem);
    const figure = (known, text) => element('td', {class: 'number'}, known ? text() : name === subject ? '' : '–');
    const value = (number, text) => element('td', {class: 'number'}, finite(number) === null ? '–' : text(number));
    const summary = row.summaries.find(each => each.allocator === name);
    return [
        element('td', {}, allocatorName(name)),
        value(one && one.opsPerSecond, scaled),
        figure(ratio, () => ratioText(ratio.median)),
        figure(ratio, () => `${ratioText(ratio.min)} – ${ratioText(ratio.max)}`.replaceAll('×', '')),
        element('td', {class: ratio ? ratio.verdict : null}, ratio ? ratio.verdict : ''),
        value(one && one.peakRssKib, mib),
        value(one && one.rssKib, mib),
        counted ? [value(operation && operation.instructions, digits), value(operation && operation.atomics, atomics)] : null,
        element('td', {class: 'number'}, `${summary.runs || 0}/${result.runs}`)
    ];
}

function atomics(value) {
    return value < 0.0005 ? '0' : value.toFixed(3);
}
