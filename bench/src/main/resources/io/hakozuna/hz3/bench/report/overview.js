'use strict';

/** One glance: wins, ties and losses against each peer, and how often each allocator is the thriftiest. */
function overviewChapter() {
    const contests = view.overview.contests.filter(one => total(one) > 0);
    const standings = view.overview.standings.filter(one => one.rows > 0);
    if (!contests.length && !standings.length) {
        return null;
    }
    const secondary = rows.some(row => row.secondary || isPoint(row));
    return chapter('overview', 'At a glance',
        `${count(view.overview.rows, 'row')}` + (secondary ? '; secondary rows and points of growth curves do not count here.' : '.'),
        element('div', {class: 'halves'},
            contests.length ? element('div', {}, element('h3', {}, 'Speed'), speedSentence(contests), speedTable(contests)) : null,
            standings.length ? element('div', {}, element('h3', {}, 'Memory'), memorySentence(standings), memoryTable(standings)) : null));
}

function total(contest) {
    return contest.faster + contest.even + contest.slower + contest.unsure;
}

function speedSentence(contests) {
    const sum = key => contests.reduce((all, one) => all + one[key], 0);
    const all = contests.reduce((sumOfAll, one) => sumOfAll + total(one), 0);
    const unsure = sum('unsure') ? `, and had too few runs in ${sum('unsure')}` : '';
    return element('p', {}, `Of ${count(all, 'comparison')} ${subject} is faster in ${sum('faster')}, even in ${sum('even')}`
        + ` and slower in ${sum('slower')}${unsure}.`);
}

function speedTable(contests) {
    const unsure = contests.some(one => one.unsure > 0);
    const head = [['Peer'], ['Share', 'bar'], ['Faster', 'number'], ['Even', 'number'], ['Slower', 'number'],
        ...(unsure ? [['Unsure', 'number']] : []), ['Mean ratio', 'number']];
    return glance(head, contests.map(one => element('tr', {},
        element('th', {scope: 'row'}, allocatorName(one.peer)),
        element('td', {class: 'bar'}, stack([
            [one.faster, 'var(--allocator-0)'], [one.even, 'var(--even)'], [one.unsure, 'var(--grid)'],
            [one.slower, `var(--allocator-${sign(one.peer).slot})`]])),
        cell(one.faster, 'strong'), cell(one.even), cell(one.slower), unsure ? cell(one.unsure) : null,
        cell(finite(one.mean) === null ? '–' : ratioText(one.mean), 'strong'))),
        `Mean ratio: the geometric mean of ${subject}’s throughput divided by the peer’s. In the bars`
        + ` ${subject}’s colour is faster, grey even, the peer’s slower.`);
}

function memorySentence(standings) {
    const own = standings.find(one => one.allocator === subject);
    return own ? element('p', {}, `${subject}’s resident size is the lowest, or within 2 MiB of the lowest, on ${own.lowPeak}`
        + ` of ${count(own.rows, 'row')} at its peak and on ${own.lowAfter} after the load.`) : null;
}

function memoryTable(standings) {
    const bar = (low, one) => stack([[low, `var(--allocator-${sign(one.allocator).slot})`], [one.rows - low, 'var(--grid)']]);
    const head = [['Allocator'], ['Peak', 'bar'], ['Rows', 'number'], ['After', 'bar'], ['Rows', 'number']];
    return glance(head, standings.map(one => element('tr', {},
        element('th', {scope: 'row'}, allocatorName(one.allocator)),
        element('td', {class: 'bar'}, bar(one.lowPeak, one)), cell(`${one.lowPeak} of ${one.rows}`),
        element('td', {class: 'bar'}, bar(one.lowAfter, one)), cell(`${one.lowAfter} of ${one.rows}`))),
        'Rows on which the resident size is the lowest of all, or within 2 MiB of it; without rows in which blocks wait in rings for another'
        + ' thread, whose peak is mostly that backlog.');
}

function glance(head, lines, note) {
    return [
        element('div', {class: 'scroll'}, element('table', {class: 'glance'},
            element('thead', {}, element('tr', {}, head.map(([name, kind]) => element('th', {scope: 'col', class: kind}, name)))),
            element('tbody', {}, lines))),
        element('p', {class: 'note'}, note)];
}

function cell(content, kind) {
    return element('td', {class: ['number', kind].filter(Boolean).join(' ')}, String(content));
}

function stack(parts) {
    return element('span', {class: 'stack', 'aria-hidden': 'true'}, parts.filter(([share]) => share > 0)
        .map(([share, paint]) => element('span', {style: `flex-grow: ${share}; background: ${paint}`})));
}
