'use strict';

/** What the recorded programs asked of malloc: which sizes, and how long the blocks lived. */
function tracesChapter() {
    const traces = (result.traces || []).filter(trace => trace && trace.name);
    if (!traces.length) {
        return null;
    }
    return chapter('traces', 'What the recorded programs ask for', 'The calls of real programs that the rows of recorded programs replay.',
        traces.map(trace => element('div', {class: 'group'},
            element('h3', {}, trace.name),
            trace.command ? element('p', {class: 'note'}, element('code', {}, trace.command)) : null,
            traceFacts(trace),
            element('div', {class: 'grid'}, sizesPlot(trace), lifetimesPlot(trace)))));
}

function traceFacts(trace) {
    const calls = (trace.calls || []).filter(one => one.count > 0);
    const blocks = finite(trace.peakLiveBlocks) ? ` and ${scaled(trace.peakLiveBlocks)} blocks` : '';
    const facts = [
        finite(trace.events) && `${scaled(trace.events)} calls`,
        calls.length ? listing(calls.map(one => `${scaled(one.count)} ${one.kind}`)) : null,
        finite(trace.threads) && count(trace.threads, 'thread'),
        finite(trace.peakLiveBytes) && `at most ${bytes(trace.peakLiveBytes)}${blocks} in use at once`,
        finite(trace.remoteFreePercent) !== null && `${digits(trace.remoteFreePercent)} % freed by another thread`
    ].filter(Boolean);
    return element('p', {}, facts.join(' · ') + (trace.cutOff ? ' · the recording ends before the program did' : ''));
}

function sizesPlot(trace) {
    const sizes = (trace.sizes || []).filter(bin => finite(bin.upTo) !== null);
    return histogram('Sizes of blocks', sizes.map(bin => bytes(bin.upTo, true)), 'size of a block, up to', [
        {label: 'share of blocks', slot: 0, values: sizes.map(bin => bin.count)},
        {label: 'share of bytes', slot: 1, values: sizes.map(bin => bin.bytes)}]);
}

function lifetimesPlot(trace) {
    const lifetimes = (trace.lifetimes || []).filter(bin => finite(bin.upTo) !== null);
    const labels = [...lifetimes.map(bin => bytes(bin.upTo, true)), 'not freed'];
    return histogram('Lifetimes', labels, 'bytes allocated while the block lives, up to', [
        {label: 'share of blocks', slot: 0, values: [...lifetimes.map(bin => bin.count), trace.neverFreed]}]);
}

/** Bars in percent of each series' sum; nothing without a figure. */
function histogram(title, labels, xTitle, series) {
    const sum = values => values.reduce((all, value) => all + (finite(value) || 0), 0);
    const known = series.map(one => ({...one, sum: sum(one.values)})).filter(one => one.sum > 0);
    if (!labels.length || !known.length) {
        return null;
    }
    const shares = known.map(one => ({...one, shares: one.values.map(value => 100 * (finite(value) || 0) / one.sum)}));
    const label = `${title}: ` + listing(shares.map(one => {
        const most = one.shares.indexOf(Math.max(...one.shares));
        return `the largest ${one.label}, ${Math.round(one.shares[most])} %, is at ${labels[most]}`;
    })) + '.';
    return element('div', {}, element('h4', {}, title),
        shares.length > 1 ? element('p', {class: 'note'}, shares.map(one => element('span', {class: 'allocator'},
            element('span', {class: 'sign', style: `--sign: var(--series-${one.slot})`, 'aria-hidden': 'true'}, '■'), one.label))) : null,
        plot(260, label, () => histogramConfig(shares, labels, xTitle)));
}

function histogramConfig(shares, labels, xTitle) {
    return {
        type: 'bar',
        data: {labels, datasets: shares.map(one => ({
            label: one.label, data: one.shares, backgroundColor: styleValue('series-' + one.slot), categoryPercentage: 0.9, barPercentage: 0.95
        }))},
        options: {
            interaction: {mode: 'index', intersect: false},
            scales: {
                x: {title: axisTitle(xTitle), grid: {display: false}, ticks: {maxRotation: 0, autoSkipPadding: 6}},
                y: {min: 0, title: axisTitle('percent'), ticks: {maxTicksLimit: 6}}
            },
            plugins: {tooltip: {callbacks: {label: item => ` ${item.dataset.label}: ${digits(item.parsed.y)} %`}}}
        }
    };
}
