'use strict';

/** Whatever goes wrong, and every attempt to load something from outside, is noted on the root element. */
function noteError(message) {
    const root = document.documentElement;
    root.dataset.errors = (root.dataset.errors ? root.dataset.errors + ' | ' : '') + message;
}

/** What comes of it, or null if it cannot be made: one chapter's or chart's trouble must not be the others'. */
function attempt(name, make) {
    try {
        return make();
    } catch (error) {
        noteError(`${name}: ${error.message}`);
        return null;
    }
}

window.onerror = message => noteError(message);
window.addEventListener('unhandledrejection', event => noteError(event.reason));
document.addEventListener('securitypolicyviolation', event => noteError('blocked: ' + event.blockedURI));
