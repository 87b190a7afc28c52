'use strict';

const QUANTILES = [['p50', '50 %'], ['p99', '99 %'], ['p999', '99.9 %'], ['p9999', '99.99 %'], ['worst', 'Worst']];

/** How long single calls took, for the rows that time them. */
function latencyChapter() {
    const timed = rows.filter(row => allocators.some(name => latencyOf(row, name)));
    return timed.length === 0 ? null : chapter('latency', 'Latency of single calls',
        'So many of the calls took no longer; medians of the runs. The worst call of a run may be one that the kernel interrupted, under'
        + ' any allocator.',
        timed.map(row => element('div', {class: 'group'}, element('h3', {}, row.name),
            row.about ? element('p', {class: 'note'}, row.about) : null,
            element('div', {class: 'halves'}, ['malloc', 'free'].map(call => latencyTable(row, call))))));
}

function latencyOf(row, name) {
    const one = measured(row, name);
    return one && one.latency ? one.latency : null;
}

function latencyTable(row, call) {
    const known = allocators.filter(name => latencyOf(row, name));
    return element('div', {}, element('h4', {}, call), element('div', {class: 'scroll'}, element('table', {class: 'latency'},
        element('thead', {}, element('tr', {}, element('th', {scope: 'col'}, 'Allocator'),
            QUANTILES.map(([, title]) => element('th', {scope: 'col', class: 'number'}, title)))),
        element('tbody', {}, known.map(name => element('tr', {}, element('th', {scope: 'row'}, allocatorName(name)),
            QUANTILES.map(([key]) => element('td', {class: 'number'}, nanoseconds(latencyOf(row, name)[call][key])))))))));
}
