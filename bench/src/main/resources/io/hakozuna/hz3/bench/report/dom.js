'use strict';

/** An element; children are elements, texts, lists of them, or null for none. Data only ever becomes text, never markup. */
function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
        if (value === true) {
            made.setAttribute(name, '');
        } else if (value !== null && value !== undefined && value !== false) {
            made.setAttribute(name, value);
        }
    }
    made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== ''));
    return made;
}

/** A chapter of the page with its heading and a sentence or two below it. */
function chapter(id, title, lead, ...children) {
    return element('section', {id, 'aria-labelledby': id + '-title'},
        element('h2', {id: id + '-title'}, title), lead ? element('p', {class: 'lead'}, lead) : null,
        element('p', {class: 'key', 'aria-hidden': 'true'}, allocators.map(allocatorName)), children);
}

/** The allocator's sign and name. */
function allocatorName(name) {
    return element('span', {class: 'allocator'},
        element('span', {class: 'sign', 'aria-hidden': 'true', style: `--sign: var(--allocator-${sign(name).slot})`}, sign(name).glyph), name);
}
