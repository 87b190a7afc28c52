'use strict';

(() => {
    const chapters = [overviewChapter, ratiosChapter, scatterChapter, timelinesChapter, growthChapter, latencyChapter, tracesChapter,
        numbersChapter].map(make => attempt(make.name, make)).filter(Boolean);
    document.getElementById('head').append(...(attempt('head', () => pageHead(chapters)) || []));
    document.documentElement.dataset.charts = 0;
    if (plots.length > 0) {
        document.getElementById('legend').append(legend());
    }
    document.getElementById('sections').append(...chapters);
    drawAll();
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
    window.addEventListener('beforeprint', () => preparePrint(true));
    window.addEventListener('afterprint', () => preparePrint(false));
    document.documentElement.dataset.ready = 'true';
})();
