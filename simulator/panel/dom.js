import { language } from './text.js';

/** An element with properties, `data-*` under `data`, `on` listeners, and children as text or elements. */
export const h = (name, { data = {}, on = {}, ...properties } = {}, ...children) => {
  const element = document.createElement(name);
  Object.assign(element, properties);
  Object.assign(element.dataset, data);
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

/**
 * Makes the children of `parent` one per item, in order, keeping the element of a key while its item is unchanged, and
 * the keyboard focus where it was.
 */
export const keep = (parent, items, keyOf, build) => {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const focused = document.activeElement?.closest?.('[data-focus]')?.dataset.focus;
  const held = parent.contains(document.activeElement);
  const children = items.map((item) => {
    const key = String(keyOf(item));
    const text = JSON.stringify(item) + document.documentElement.lang;
    const before = old.get(key);
    if (before && before.kept === text) return before;
    const element = build(item, before);
    element.dataset.key = key;
    element.kept = text;
    return element;
  });
  if (children.length !== parent.children.length || children.some((child, i) => child !== parent.children[i]))
    parent.replaceChildren(...children);
  // An element that stayed may have made anew what is in it.
  if (held && focused && document.activeElement?.closest('[data-focus]')?.dataset.focus !== focused)
    parent.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
};

/** Tells a screen reader, and shows for a moment. */
export const say = (text) => {
  const said = document.getElementById('said');
  const line = h('p', {}, text);
  said.append(line);
  while (said.children.length > 2) said.firstElementChild.remove();
  setTimeout(() => line.remove(), 5000);
};

/** Does a verb; what cannot be done is said. */
export const act = async (verb, args) => {
  const response = await fetch('/api/do', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ verb, args }),
  });
  const answer = await response.json();
  if (!response.ok)
    say((language === 'zh-CN' && answer.zh) || [answer.title, answer.fix].filter(Boolean).join(' — '));
  return response.ok;
};

export const button = (label, focus, click, extra = {}) =>
  h('button', { type: 'button', data: { focus }, on: { click }, ...extra }, label);

/**
 * Makes the children of `parent` buttons, each doing a verb: `[label, focus, [verb, args], extra]`. One that does the same
 * as before stays, so that a finger is not left in the air by what changes around it.
 */
export const showButtons = (parent, buttons) =>
  keep(
    parent,
    buttons,
    ([, focus]) => focus,
    ([label, focus, does, extra]) => button(label, focus, () => act(...does), extra),
  );
