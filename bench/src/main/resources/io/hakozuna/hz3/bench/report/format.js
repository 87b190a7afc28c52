'use strict';

/** The value if it is a finite number, else null: what could not be measured may be missing, NaN or without bounds. */
function finite(value) {
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Three digits that count, without an exponent. */
function digits(value) {
    const size = Math.abs(value);
    return size >= 100 || size === 0 ? Math.round(value).toLocaleString('en') : size >= 10 ? value.toFixed(1)
        : size >= 0.01 ? value.toFixed(2) : value.toPrecision(2);
}

/** 78.4 M, 812 k; of short ones without trailing zeros, as for axes: 10 k. */
function scaled(value, short) {
    for (const [unit, size] of [['G', 1e9], ['M', 1e6], ['k', 1e3]]) {
        if (Math.abs(value) >= size) {
            return (short ? plain(value / size) : digits(value / size)) + ' ' + unit;
        }
    }
    return short || Number.isInteger(value) ? plain(value) : digits(value);
}

/** As scaled and short, but with powers of two where all values are: 64 Ki. */
function axisNumbers(values) {
    const binary = values.some(value => value >= 1024) && values.every(value => Number.isInteger(Math.log2(value)));
    return binary ? value => bytes(value, true).replace(/B$/, '').trim() : value => scaled(value, true);
}

function plain(value) {
    return String(Number(value.toPrecision(3)));
}

function bytes(value, short) {
    for (const [unit, size] of [['GiB', 1024 ** 3], ['MiB', 1024 ** 2], ['KiB', 1024]]) {
        if (value >= size) {
            return (short ? plain(value / size) : digits(value / size)) + ' ' + unit;
        }
    }
    return plain(value) + ' B';
}

function nanoseconds(value) {
    return value >= 1e6 ? digits(value / 1e6) + ' ms' : value >= 1e3 ? digits(value / 1e3) + ' µs' : digits(value) + ' ns';
}

function mib(kib) {
    return (kib / 1024).toLocaleString('en', {minimumFractionDigits: 1, maximumFractionDigits: 1});
}

function ratioText(value) {
    return value >= 100 ? Math.round(value) + '×' : value.toFixed(value >= 10 ? 1 : 2) + '×';
}

function count(number, singular, plural) {
    return number.toLocaleString('en') + ' ' + (number === 1 ? singular : plural || singular + 's');
}

/** a, b and c */
function listing(items) {
    return items.length < 2 ? items.join('') : items.slice(0, -1).join(', ') + ' and ' + items[items.length - 1];
}

/** 2026-01-02 03:04 UTC, or the text as it is. */
function moment(text) {
    const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(\.\d+)?)?Z$/.exec(text || '');
    return match ? `${match[1]} ${match[2]} UTC` : text || '';
}
