'use strict';

/** Title, circumstances, what was compared, and how to read it. */
function pageHead(chapters) {
    const machine = result.machine || {};
    const title = peers.length ? `${subject} beside ${listing(peers)}` : `${subject || 'hz3'} alone`;
    document.title = title;
    return [
        element('p', {class: 'kind'}, 'Allocator benchmark'),
        element('h1', {}, title),
        element('p', {class: 'lead'}, [moment(machine.date), machine.cpu && `${machine.cpu}, ${count(machine.cpus, 'CPU')}`,
            machine.git && `revision ${machine.git}`].filter(Boolean).join(' · ')),
        notices(machine),
        howToRead(),
        circumstances(machine),
        element('nav', {'aria-label': 'Chapters'}, chapters.map(one => element('a', {href: '#' + one.id}, one.querySelector('h2').textContent)))
    ].flat().filter(Boolean);
}

function notices(machine) {
    const skipped = rows.filter(row => row.skipped);
    return [
        result.finished === false ? `This run is not complete: ${count(rows.length, 'row')} so far.` : null,
        Number(machine.load) >= machine.cpus
            ? `The machine was busy when this began: load ${machine.load} on ${count(machine.cpus, 'CPU')}. Figures can be off.`
            : null,
        result.quick ? 'A quick run: each row did a tenth of its work, so expect wide spreads.' : null,
        ...view.uncounted.map(one => `${one.none ? 'No run' : 'Not every run'} of ${one.allocator} counts on ${listing(one.rows)}:`
            + ` ${one.reason}.`),
        ...[...new Set(skipped.map(row => row.skipped))].map(reason =>
            `Not measured: ${listing(skipped.filter(row => row.skipped === reason).map(row => row.name))} (${reason}).`)
    ].filter(Boolean).map(text => element('p', {class: 'notice'}, text));
}

function howToRead() {
    const verdicts = rows.flatMap(row => peers.map(peer => compared(row, peer))).filter(Boolean).map(ratio => ratio.verdict);
    if (!verdicts.length) {
        return null;
    }
    return element('p', {class: 'reading'},
        element('strong', {}, 'How to read it. '),
        `A ratio is ${subject}’s throughput divided by a peer’s, so above 1 ${subject} is faster; it is the median of pairs of runs that`
        + ` were made side by side. The spread is where the true ratio lies with 99 % confidence (Student’s interval of the logarithms).`
        + ` “Even” means that nobody is ahead for sure: the spread contains 1, or is wider than the difference.`
        + (verdicts.includes('unsure') ? ' A single pair of runs leaves it “unsure”.' : ''));
}

function circumstances(machine) {
    const facts = [
        ['System', [machine.memory && bytes(machine.memory * 1024 * 1024) + ' memory', machine.kernel && `Linux ${machine.kernel}`,
            machine.thp && `transparent huge pages: ${machine.thp}`, machine.load && `load ${machine.load} at the start`]],
        ['Runs', [`${result.runs} interleaved of each row after one to warm up`, result.quick ? 'a tenth of the work' : null]],
        ['Command', [result.command && element('code', {}, result.command)]]
    ];
    const list = element('dl', {class: 'facts'}, facts.map(([name, values]) => {
        const known = values.filter(Boolean);
        const line = known.flatMap((value, index) => index ? [' · ', value] : [value]);
        return known.length ? [element('dt', {}, name), element('dd', {}, line)] : [];
    }));
    const versions = element('div', {class: 'scroll'}, element('table', {class: 'versions'},
        element('thead', {}, element('tr', {}, ['Allocator', 'Version', 'File'].map(name => element('th', {scope: 'col'}, name)))),
        element('tbody', {}, (result.allocators || []).map(one => element('tr', {},
            element('th', {scope: 'row'}, allocatorName(one.name)), element('td', {}, one.version || '–'),
            element('td', {}, element('code', {}, one.file || '–')))))));
    return [list, versions, element('p', {}, download())];
}

/** The data of this page as the bench keeps it. */
function download() {
    const url = URL.createObjectURL(new Blob([resultText], {type: 'application/json'}));
    const day = ((result.machine || {}).date || '').slice(0, 10);
    return element('a', {href: url, download: ['hz3-bench', day].filter(Boolean).join('-') + '.json'}, 'Download the raw data (JSON)');
}
