// Keys of the desk: one letter, never with another key held down, never while somebody types.
// What a key does stands on the page: [data-key] is pressed, opened or followed. The page works without this file.

const OFF = 'vigie-keys-off';
const ROW = '.queue-row';
const FIELD = 'input:not([type=hidden]), select, textarea';

const isOff = () => localStorage.getItem(OFF) === '1';
const help = () => document.querySelector('#keys');

/** The row that was last moved to, by what it is about: rows come and go while one looks. */
let marked = null;

function rows() {
  return [...document.querySelectorAll(ROW)];
}

function currentRow() {
  const focused = document.activeElement?.closest(ROW);
  return focused ?? rows().find((row) => row.dataset.reference === marked) ?? null;
}

/** In the order of the page, which is the order that is read aloud. */
function move(step) {
  const all = rows();
  if (all.length === 0) return false;
  const at = all.indexOf(currentRow());
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  marked = next.dataset.reference;
  next.querySelector('a').focus();
  next.scrollIntoView({ block: 'nearest' });
  return true;
}

/** Presses, opens or follows what carries that key: in the current row first, then beside the rows. */
function act(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const beside = [...document.querySelectorAll(selector)].find((found) => !found.closest(ROW));
  const target = currentRow()?.querySelector(selector) ?? beside;
  if (!target) return false;
  if (target instanceof HTMLFormElement && target.method === 'post') {
    target.requestSubmit();
  } else if (target instanceof HTMLDetailsElement) {
    target.open = true;
    (target.querySelector(`form :is(${FIELD})`) ?? target.querySelector('summary')).focus();
  } else if (target instanceof HTMLAnchorElement) {
    target.click();
  } else {
    (target.matches(FIELD) ? target : target.querySelector(FIELD))?.focus();
  }
  return true;
}

function isTyping(target) {
  return target instanceof Element && (target.closest(FIELD) !== null || target.closest('[contenteditable]') !== null);
}

document.addEventListener('keydown', (event) => {
  if (isOff() || event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  if (document.querySelector('dialog[open]')) return;
  const inRow = document.activeElement?.closest(ROW);
  let done = false;
  if (event.key === '?') {
    help()?.showModal();
    done = true;
  } else if (event.shiftKey) {
    return;
  } else if (event.key === 'j' || (event.key === 'ArrowDown' && inRow)) {
    done = move(1);
  } else if (event.key === 'k' || (event.key === 'ArrowUp' && inRow)) {
    done = move(-1);
  } else if (event.key === 'Escape' && inRow) {
    // What somebody is in holds still; out of it, the list lives on.
    document.activeElement.blur();
    done = true;
  } else if (event.key.length === 1 && !event.repeat) {
    done = act(event.key);
  }
  if (done) event.preventDefault();
});

const open = document.querySelector('[data-keys-open]');
if (open && help()) {
  open.hidden = false;
  open.addEventListener('click', () => help().showModal());
  const active = help().querySelector('[name=keys]');
  active.checked = !isOff();
  active.addEventListener('change', () => {
    if (active.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, '1');
  });
}
