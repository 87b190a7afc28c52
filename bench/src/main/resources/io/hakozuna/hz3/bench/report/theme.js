'use strict';

/**
 * The signs of the allocators: a colour of the palette by Okabe and Ito (--allocator-SLOT in the style), a shape for points, the same as
 * a character, and the strokes and gaps of a line. The subject always has the first, a known peer always its own, others what is left.
 */
const SIGNS = [
    {slot: 0, shape: 'circle', glyph: '●', dash: []},
    {slot: 1, shape: 'rect', glyph: '■', dash: [8, 3], owner: 'glibc'},
    {slot: 2, shape: 'triangle', glyph: '▲', dash: [2, 2], owner: 'jemalloc'},
    {slot: 3, shape: 'rectRot', glyph: '◆', dash: [10, 3, 2, 3], owner: 'mimalloc'},
    {slot: 4, shape: 'star', glyph: '✱', dash: [5, 5], owner: 'tcmalloc'},
    {slot: 5, shape: 'crossRot', glyph: '✖', dash: [14, 4], owner: 'tbbmalloc'},
    {slot: 6, shape: 'cross', glyph: '✚', dash: [2, 5]},
    {slot: 7, shape: 'rectRounded', glyph: '▣', dash: [8, 3, 2, 3, 2, 3]}
];

const signs = (() => {
    const given = new Map([[subject, SIGNS[0]]]);
    peers.forEach(peer => given.set(peer, SIGNS.find(one => one.owner === peer)));
    const free = SIGNS.slice(1).filter(one => ![...given.values()].includes(one)).reverse();
    peers.filter(peer => !given.get(peer)).forEach(peer => given.set(peer, free.pop() || SIGNS[SIGNS.length - 1]));
    return given;
})();

function sign(name) {
    return signs.get(name) || SIGNS[SIGNS.length - 1];
}

function styleValue(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
}

function colour(name) {
    return styleValue('allocator-' + sign(name).slot);
}

/** The colours of the light or the dark page as it is now. */
function applyTheme() {
    Chart.defaults.color = styleValue('muted');
    Chart.defaults.borderColor = styleValue('grid');
    Chart.defaults.font.family = styleValue('font');
    Chart.defaults.font.size = 12;
    Chart.defaults.animation = false;
    Chart.defaults.responsive = true;
    Chart.defaults.maintainAspectRatio = false;
    Chart.defaults.plugins.legend.display = false;
    Object.assign(Chart.defaults.plugins.tooltip, {
        backgroundColor: styleValue('text'), titleColor: styleValue('surface'), bodyColor: styleValue('surface'),
        footerColor: styleValue('surface'), footerFont: {weight: 'normal'}, padding: 10, boxPadding: 4, usePointStyle: true
    });
}

function axisTitle(text) {
    return {display: true, text, color: styleValue('muted')};
}

/** Tooltips list the lines in the order in which they lie. */
function highestFirst(one, other) {
    return other.parsed.y - one.parsed.y;
}

/** How an allocator's line looks: the subject's stands out, and none is told by its colour alone. */
function lineStyle(name) {
    const own = name === subject;
    return {
        label: name, borderColor: colour(name), backgroundColor: colour(name), borderWidth: own ? 3 : 2, order: own ? 0 : 1,
        pointStyle: sign(name).shape, pointBorderWidth: 2, borderDash: sign(name).dash
    };
}
