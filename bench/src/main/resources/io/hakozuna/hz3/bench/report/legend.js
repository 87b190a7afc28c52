'use strict';

const hidden = new Set();

/** Which allocator has which sign; a click takes it out of all charts or puts it back. */
function legend() {
    const chips = allocators.map(name => {
        const title = `show or hide ${name} in all charts`;
        const chip = element('button', {type: 'button', 'aria-pressed': 'true', title}, allocatorName(name));
        chip.addEventListener('click', () => {
            hidden.has(name) ? hidden.delete(name) : hidden.add(name);
            chip.setAttribute('aria-pressed', String(!hidden.has(name)));
            plots.filter(plotted => plotted.chart).forEach(plotted => applyVisibility(plotted.chart));
        });
        return chip;
    });
    return element('div', {class: 'page chips', role: 'group', 'aria-label': 'Allocators shown in the charts'}, chips);
}

function applyVisibility(chart) {
    let changed = false;
    chart.data.datasets.forEach((dataset, index) => {
        if (chart.isDatasetVisible(index) === hidden.has(dataset.label)) {
            chart.setDatasetVisibility(index, !hidden.has(dataset.label));
            changed = true;
        }
    });
    if (changed) {
        chart.update();
    }
}
