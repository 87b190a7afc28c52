'use strict';

// What a reader may do, one after the other; the page notes what goes wrong.
document.querySelectorAll('details').forEach(folded => { folded.open = true; });
setTimeout(() => {
    document.querySelectorAll('canvas').forEach(canvas => {
        const chart = Chart.getChart(canvas);
        chart.tooltip.setActiveElements([{datasetIndex: 0, index: 0}], {x: 0, y: 0});
        chart.update();
    });
    const chip = document.querySelectorAll('#legend button')[1];
    chip.click();
    const select = document.querySelector('select');
    select.value = select.options[select.options.length - 1].value;
    select.dispatchEvent(new Event('change'));
    chip.click();
    window.dispatchEvent(new Event('beforeprint'));
    window.dispatchEvent(new Event('afterprint'));
    document.documentElement.dataset.used = 'true';
}, 1000);
