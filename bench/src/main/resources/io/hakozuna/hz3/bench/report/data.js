'use strict';

const resultText = document.getElementById('result').textContent;
const result = JSON.parse(resultText);
const view = JSON.parse(document.getElementById('view').textContent);
const rows = result.rows || [];
const allocators = (result.allocators || []).map(allocator => allocator.name);
const subject = allocators[0];
const peers = allocators.slice(1);

/** The groups that have rows, in the order of the report. */
const groups = (() => {
    const known = view.groups.map(group => group.label);
    const unknown = [...new Set(rows.map(row => row.group))].filter(label => !known.includes(label));
    return [...view.groups, ...unknown.map(label => ({label, title: label}))]
        .map(group => ({...group, rows: rows.filter(row => row.group === group.label)}))
        .filter(group => group.rows.length > 0);
})();

/** What an allocator did on a row, or null if no run of it counts. */
function measured(row, allocator) {
    const summary = (row.summaries || []).find(one => one.allocator === allocator);
    return summary && summary.runs > 0 && finite(summary.opsPerSecond) > 0 ? summary : null;
}

function problemOf(row, allocator) {
    const summary = (row.summaries || []).find(one => one.allocator === allocator);
    return summary ? summary.problem || null : null;
}

/** The subject against a peer: median, min, max and verdict, or null without a pair of runs. */
function compared(row, peer) {
    const summary = (row.summaries || []).find(one => one.allocator === peer);
    const ratio = summary && summary.ratio;
    if (!ratio || !(ratio.pairs > 0) || !(finite(ratio.median) > 0)) {
        return null;
    }
    return {
        median: ratio.median,
        min: finite(ratio.min) > 0 ? ratio.min : ratio.median,
        max: finite(ratio.max) > 0 ? ratio.max : ratio.median,
        verdict: (view.verdicts[row.name] || {})[peer] || 'unsure'
    };
}

function isPoint(row) {
    return row.axis !== undefined && row.axis !== null;
}
