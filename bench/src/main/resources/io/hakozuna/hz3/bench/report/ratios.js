'use strict';

const BAR = 13;

/** For each group its rows, and for each row a bar for each peer, from 1 to the ratio on a logarithmic axis. */
function ratiosChapter() {
    const isShown = row => !isPoint(row) && peers.some(peer => compared(row, peer));
    const shown = groups.map(group => ({...group, rows: group.rows.filter(isShown)})).filter(group => group.rows.length > 0);
    if (!shown.length) {
        return null;
    }
    return chapter('ratios', `${subject} against each peer`,
        `Throughput of ${subject} divided by the peer’s. Bars to the right: ${subject} is faster. Thin lines: the spread. Grey: even.`,
        shown.map(group => element('div', {class: 'group'},
            element('h3', {}, group.title),
            plot(58 + group.rows.length * rowHeight(), ratiosLabel(group), () => ratiosConfig(group)),
            describeRows(group.rows))));
}

function rowHeight() {
    return peers.length * (BAR + 2) + 16;
}

function ratiosLabel(group) {
    const verdicts = group.rows.flatMap(row => peers.map(peer => compared(row, peer))).filter(Boolean).map(one => one.verdict);
    const number = verdict => verdicts.filter(one => one === verdict).length;
    return `${group.title}: of ${count(verdicts.length, 'comparison')} on ${count(group.rows.length, 'row')} ${subject} is faster in`
        + ` ${number('faster')}, even in ${number('even')}, slower in ${number('slower')}. The figures are in the table of all numbers.`;
}

function describeRows(shown) {
    const known = shown.filter(row => row.about);
    return known.length ? foldable('What these rows do', element('dl', {class: 'rows'}, known.map(row => [
        element('dt', {}, row.name),
        element('dd', {}, row.about, row.secondary ? ' (secondary: a synthetic extreme, which decides nothing by itself)' : '')
    ]))) : null;
}

/** How far the axis reaches to both sides of 1: a spread of few runs may go far beyond all ratios, and is cut off there. */
function ratioReach(shown) {
    const ratios = shown.flatMap(row => peers.map(peer => compared(row, peer))).filter(Boolean);
    const ends = Math.max(1, ...ratios.flatMap(one => [one.max, 1 / one.min]));
    const medians = Math.max(1, ...ratios.flatMap(one => [one.median, 1 / one.median]));
    return Math.min(1000, Math.max(1.25, Math.min(ends, 2 * medians)) * 1.1);
}

function ratiosConfig(group) {
    const reach = ratioReach(group.rows);
    return {
        type: 'bar',
        data: {
            labels: group.rows.map(row => row.secondary ? [row.name, '(secondary)'] : row.name),
            datasets: peers.map(peer => ratioBars(group.rows, peer))
        },
        plugins: [spreads],
        options: {
            indexAxis: 'y',
            base: 1,
            scales: {
                x: {
                    type: 'logarithmic', position: 'top', min: 1 / reach, max: reach,
                    title: axisTitle(`← ${subject} slower      ratio      ${subject} faster →`),
                    afterBuildTicks: axis => { axis.ticks = ratioTicks(reach); },
                    ticks: {callback: value => tickText(value, reach)},
                    grid: {color: context => context.tick && context.tick.value === 1 ? styleValue('text') : styleValue('grid')}
                },
                y: {
                    ticks: {color: styleValue('text'), autoSkip: false}, grid: {display: false},
                    afterFit: axis => { axis.width = nameWidth(axis.chart.width); }
                }
            },
            plugins: {tooltip: {callbacks: {
                title: items => group.rows[items[0].dataIndex].name,
                label: item => ratioTip(group.rows[item.dataIndex], item.dataset.label),
                footer: items => group.rows[items[0].dataIndex].about || ''
            }}}
        }
    };
}

function isClear(ratio) {
    return ratio !== null && (ratio.verdict === 'faster' || ratio.verdict === 'slower');
}

function ratioBars(shown, peer) {
    const ratios = shown.map(row => compared(row, peer));
    return {
        label: peer,
        ratios,
        problems: shown.map(row => problemOf(row, peer) || problemOf(row, subject)),
        data: ratios.map(ratio => ratio ? ratio.median : null),
        backgroundColor: ratios.map(ratio => isClear(ratio) ? colour(peer) : styleValue('even')),
        borderColor: colour(peer),
        borderWidth: ratios.map(ratio => !ratio || isClear(ratio) ? 0 : ratio.median < 1 ? {right: 3} : {left: 3}),
        borderSkipped: false,
        pointStyle: sign(peer).shape,
        barThickness: BAR,
        minBarLength: 2
    };
}

function ratioTicks(reach) {
    const above = reach < 2.5 ? [1.1, 1.25, 1.5, 2].filter(value => value <= reach) : [];
    for (let value = 2; reach >= 2.5 && value <= reach; value *= reach > 64 ? 4 : 2) {
        above.push(value);
    }
    return [...above.map(value => 1 / value).reverse(), 1, ...above].map(value => ({value}));
}

function tickText(value, reach) {
    return value >= 1 ? `${plain(value)}×` : reach < 2.5 ? `${value.toFixed(2)}×` : `1/${Math.round(1 / value)}`;
}

/** The same in all groups, so that 1 stands at the same place down the page. */
function nameWidth(available) {
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = `12px ${Chart.defaults.font.family}`;
    return Math.min(0.4 * available, 16 + Math.max(...rows.filter(row => !isPoint(row)).map(row => pen.measureText(row.name).width)));
}

function ratioTip(row, peer) {
    const ratio = compared(row, peer);
    const [own, other] = [measured(row, subject), measured(row, peer)];
    return ` ${peer}: ${ratioText(ratio.median)} (${ratioText(ratio.min)} to ${ratioText(ratio.max)}), ${ratio.verdict}`
        + (own && other ? `; ${scaled(own.opsPerSecond)} to ${scaled(other.opsPerSecond)} ops/s` : '');
}

/** Draws the spread of each bar, and on the free side of 1 whose it is and how much. */
const spreads = {
    id: 'spreads',
    afterDatasetsDraw(chart) {
        const {ctx: pen, scales: {x: axis}} = chart;
        pen.save();
        pen.font = `11px ${Chart.defaults.font.family}`;
        pen.textBaseline = 'middle';
        chart.data.datasets.forEach((dataset, index) => {
            if (chart.isDatasetVisible(index)) {
                chart.getDatasetMeta(index).data.forEach((bar, row) => annotate(pen, axis, bar.y, dataset, row));
            }
        });
        pen.restore();
    }
};

/** Where the place beside a spread ends before the text does, the text moves back and gets a ground of its own. */
function writeBeside(pen, axis, text, x, y, right) {
    const width = pen.measureText(text).width;
    const clamped = right ? Math.min(x, axis.right - width) : Math.max(x, axis.left + width);
    if (clamped !== x) {
        const ink = pen.fillStyle;
        pen.fillStyle = styleValue('surface');
        pen.fillRect((right ? clamped : clamped - width) - 2, y - 7, width + 4, 13);
        pen.fillStyle = ink;
    }
    pen.fillText(text, clamped, y);
}

function annotate(pen, axis, y, dataset, row) {
    const ratio = dataset.ratios[row];
    pen.fillStyle = styleValue(isClear(ratio) ? 'text' : 'muted');
    if (!ratio) {
        pen.textAlign = 'right';
        pen.fillText(`${dataset.label} ${dataset.problems[row] ? 'no valid run' : '–'}`, axis.getPixelForValue(1) - 6, y + 1);
        return;
    }
    const [from, to] = [ratio.min, ratio.max].map(value => axis.getPixelForValue(Math.min(axis.max, Math.max(axis.min, value))));
    pen.strokeStyle = styleValue('text');
    pen.lineWidth = 1.25;
    pen.beginPath();
    pen.moveTo(from, y);
    pen.lineTo(to, y);
    [from, to].forEach(end => { pen.moveTo(end, y - 3); pen.lineTo(end, y + 3); });
    pen.stroke();
    const right = ratio.median < 1;
    pen.textAlign = right ? 'left' : 'right';
    const middle = axis.getPixelForValue(1);
    const text = `${dataset.label} ${ratioText(ratio.median)}`;
    writeBeside(pen, axis, text, right ? Math.max(middle, to) + 6 : Math.min(middle, from) - 6, y + 1, right);
}
