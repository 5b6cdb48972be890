import { act, button, h, keep } from './dom.js';
import { samples } from './samples.js';
import { language, t } from './text.js';

let chosen = null;
let redraw = () => {};

/** The sheet in the hand, ready to go into a compartment; null when none is picked up. */
export const chosenSheet = () => chosen;
export const onChoice = (listener) => {
  redraw = listener;
};

export const sheetPicture = (sheet, state) =>
  state.printed.find((each) => each.n === sheet.label)?.picture ?? null;

const idsOf = (state, family) =>
  state.devices.filter((device) => device.kind.startsWith(`${family}/`)).map(({ id }) => id);
const scannerChosen = () => document.getElementById('scan-device').value;

export const showHands = (state) => {
  if (!state.hands.some((sheet) => sheet.id === chosen)) chosen = state.hands[0]?.id ?? null;
  const readers = idsOf(state, 'card-reader');
  keep(
    document.getElementById('people'),
    state.people.length > 0 ? state.people.map((person) => ({ ...person, readers })) : [{ number: '' }],
    (person) => person.number,
    (person) => (person.number === '' ? h('li', { className: 'hint' }, t('noPeople')) : personRow(person)),
  );
  const sheets = state.hands.map((sheet) => ({
    ...sheet,
    picture: sheetPicture(sheet, state),
    reading: state.printed.some((each) => each.sheet === sheet.id && each.codes === null),
    chosen: sheet.id === chosen,
  }));
  keep(
    document.getElementById('sheets'),
    sheets.length > 0 ? sheets : [{ id: '' }],
    (sheet) => sheet.id,
    (sheet) => (sheet.id === '' ? h('li', { className: 'hint' }, t('noPaper')) : sheetRow(sheet)),
  );
  const slips = state.printed.filter((each) => each.sheet === null).reverse();
  keep(
    document.getElementById('slips'),
    slips.length > 0 ? slips : [{ n: 0 }],
    (slip) => slip.n,
    (slip) => (slip.n === 0 ? h('li', { className: 'hint' }, t('noSlips')) : slipRow(slip)),
  );
  keep(
    document.getElementById('scan-device'),
    idsOf(state, 'scanner'),
    (id) => id,
    (id) => h('option', { value: id }, id),
  );
};

const personRow = ({ name, number, card, pin, roles, readers }) =>
  h(
    'li',
    {},
    h(
      'span',
      { className: 'who' },
      h('b', {}, name),
      h(
        'small',
        {},
        [number, pin ? `PIN ${pin}` : '', ...roles.map((role) => t(role))].filter(Boolean).join(' · '),
      ),
    ),
    ...readers.map((device) =>
      button(
        readers.length > 1 ? `${t('swipe')} ${device}` : t('swipe'),
        `${number}-${device}`,
        () => act('swipe', { device, uid: card }),
        {
          ariaLabel: `${t('swipe')} ${name}`,
        },
      ),
    ),
  );

const sheetRow = (sheet) => {
  const code = sheet.docket ?? (sheet.reading ? t('reading') : t('unlabelled'));
  const pick = () => {
    chosen = sheet.id;
    redraw();
  };
  return h(
    'li',
    {
      className: sheet.chosen ? 'chosen' : '',
      draggable: true,
      on: {
        dragstart: (event) => {
          chosen = sheet.id;
          event.dataTransfer.setData('text/plain', sheet.id);
        },
      },
    },
    h(
      'button',
      {
        type: 'button',
        className: 'page',
        data: { focus: `${sheet.id}-pick` },
        ariaPressed: String(sheet.chosen),
        on: { click: pick },
        ariaLabel: `${t('choose')} ${code}`,
      },
      sheet.picture ? h('img', { src: sheet.picture, alt: '', draggable: false }) : null,
    ),
    h(
      'span',
      { className: 'what' },
      h('code', {}, code),
      h(
        'span',
        { className: 'row' },
        button(
          t('scanThis'),
          `${sheet.id}-scan`,
          () => act('scan', { device: scannerChosen(), sheet: sheet.id }),
          {
            disabled: sheet.docket === null,
            ariaLabel: `${t('scanThis')} ${code}`,
          },
        ),
        button('✕', `${sheet.id}-discard`, () => act('discardSheet', { sheet: sheet.id }), {
          className: 'quiet',
          title: t('discard'),
          ariaLabel: `${t('discard')} ${code}`,
        }),
      ),
    ),
  );
};

const slipRow = ({ n, picture }) =>
  h(
    'li',
    {},
    h(
      'a',
      { href: picture, target: '_blank', rel: 'noopener', ariaLabel: `${t('slip')} ${n}` },
      h('img', { src: picture, alt: `${t('slip')} ${n}` }),
    ),
  );

/** The scan box and its ready-made records. */
export const setUpScanning = () => {
  const text = document.getElementById('scan-text');
  const pick = document.getElementById('sample');
  pick.addEventListener('change', () => {
    text.value = samples[Number(pick.value)]?.text ?? text.value;
  });
  document.getElementById('scan').addEventListener('submit', (event) => {
    event.preventDefault();
    void act('scan', {
      device: scannerChosen(),
      text: text.value,
      encoding: document.getElementById('scan-encoding').value,
    });
  });
  document.getElementById('blank').addEventListener('click', () => act('newSheet', {}));
};

export const nameSamples = () => {
  const pick = document.getElementById('sample');
  const before = pick.value;
  pick.replaceChildren(
    h('option', { value: '' }, t('samplePick')),
    ...samples.map(({ name }, i) => h('option', { value: String(i) }, name[language])),
  );
  pick.value = before;
};
