import { act, button, h, keep, say, showButtons } from './dom.js';
import { chosenSheet, sheetPicture } from './hands.js';
import { t } from './text.js';

const wasOpen = new Map();

/** The cabinet drawn: one compartment each with its door or doors, what lies inside, and what hands can do. */
export const showCabinet = (state) => {
  for (const compartment of state.compartments) tellDoors(compartment);
  const hands = state.hands.length;
  const picked = chosenSheet();
  keep(
    document.getElementById('compartments'),
    state.compartments.map((compartment) => ({
      ...compartment,
      hands,
      picked,
      pictures: pictures(compartment, state),
    })),
    (compartment) => compartment.id,
    draw,
  );
};

const pictures = (compartment, state) =>
  Object.fromEntries(compartment.bin.sheets.map((sheet) => [sheet.id, sheetPicture(sheet, state)]));

const tellDoors = ({ id, doors }) => {
  for (const [side, door] of Object.entries(doors)) {
    const before = wasOpen.get(id + side);
    const open = door.door === 'open';
    if (before !== undefined && before !== open) say(t(open ? 'opened' : 'closed', { compartment: id }));
    wasOpen.set(id + side, open);
  }
};

const putting = (compartment, sheet) => ['putPaper', { compartment, ...(sheet ? { sheet } : {}) }];
const put = (compartment, sheet) => act(...putting(compartment, sheet));

/** Doors are moved, not rebuilt, so that they swing. */
const draw = (compartment, before) => {
  const { id, number, usage, department, doors, bin, slot, sensors, lamps } = compartment;
  const open = Object.values(doors).some((door) => door.door === 'open');
  const element = before ?? shell(compartment);
  element.classList.toggle('open', open);
  element.querySelector('.door').classList.toggle('swung', doors.front.door === 'open');
  element.querySelector('.name').textContent = String(number);
  element.querySelector('.owner').textContent = department ?? t(usage);
  element.querySelector('.id').textContent = id;
  element.querySelector('.state').textContent = Object.entries(doors)
    .map(([side, door]) => `${doors.rear ? `${t(side)} ` : ''}${t(door.door)}`)
    .join(' · ');
  showSlot(element.querySelector('.slot'), slot);
  element
    .querySelector('.lamps')
    .replaceChildren(...Object.entries(lamps).map(([name, lamp]) => light(name, lamp)));
  const badges = [
    ...Object.values(doors).flatMap((door) => [
      door.jammed ? t('jammed') : null,
      door.feedback === 'true' ? null : t('feedbackStuck'),
    ]),
    bin.sensor === 'true' && bin.fullSensor === 'true' ? null : t('sensorStuck'),
    sensors.full && bin.sensorSaysFull ? t('full') : null,
    slot?.blocked ? t('blocked') : null,
    slot && [slot.outer, slot.inner].some((beam) => beam.stuck !== 'true') ? t('beamStuck') : null,
  ].filter(Boolean);
  element.querySelector('.badges').replaceChildren(...badges.map((text) => h('span', {}, text)));
  keep(
    element.querySelector('.inside'),
    bin.sheets.map((sheet) => ({ ...sheet, open, id: sheet.id, picture: compartment.pictures[sheet.id] })),
    (sheet) => sheet.id,
    (sheet) => paper(id, sheet),
  );
  showButtons(element.querySelector('.doings'), [
    ...(slot ? throughSlot(compartment) : []),
    ...(open ? throughDoor(compartment) : []),
  ]);
  showButtons(element.querySelector('.menu'), tampering(compartment));
  element.querySelector('summary').textContent = t('more');
  element.querySelector('summary').ariaLabel = `${t('more')} ${id}`;
  return element;
};

const showSlot = (element, slot) => {
  element.hidden = !slot;
  element.classList.toggle('broken', Boolean(slot && (slot.outer.broken || slot.inner.broken)));
};

const light = (name, lamp) => {
  const how = lamp.flashing ? 'flashing' : lamp.lit ? 'on' : 'off';
  return h('span', {
    className: `lamp ${name} ${how}`,
    role: 'img',
    ariaLabel: `${t(name)}: ${t(how)}`,
    title: t(name),
  });
};

/** Paper goes through a slot whether the door is shut or not. */
const throughSlot = ({ id, bin, picked }) =>
  [
    [
      t('slideIn'),
      `${id}-slide-in`,
      ['slideIn', { compartment: id, sheet: picked }],
      { ariaLabel: t('slideInTo', { compartment: id }), disabled: picked === null },
    ],
    bin.sheets.length > 0
      ? [
          t('slideOut'),
          `${id}-slide-out`,
          ['slideOut', { compartment: id }],
          { ariaLabel: t('slideOutOf', { compartment: id }) },
        ]
      : null,
  ].filter(Boolean);

const throughDoor = ({ id, doors, bin, picked }) =>
  [
    [
      t('put'),
      `${id}-put`,
      putting(id, picked),
      { ariaLabel: t('putHere', { compartment: id }), disabled: picked === null },
    ],
    bin.sheets.length > 0 ? [t('takeAll'), `${id}-take`, ['takePaper', { compartment: id }]] : null,
    ...Object.entries(doors)
      .filter(([, door]) => door.door === 'open')
      .map(([side]) => [
        doors.rear ? `${t('push')} (${t(side)})` : t('push'),
        `${id}-push-${side}`,
        ['pushDoor', { compartment: id, side }],
        { className: 'primary' },
      ]),
  ].filter(Boolean);

const shell = ({ id }) => {
  const element = h(
    'article',
    { className: 'compartment', ariaLabel: id },
    h(
      'div',
      { className: 'box' },
      h('ul', { className: 'inside' }),
      h(
        'div',
        { className: 'door' },
        h('span', { className: 'slot' }),
        h('span', { className: 'name' }),
        h('span', { className: 'owner' }),
        h('span', { className: 'lock' }),
      ),
    ),
    h('p', { className: 'line' }, h('span', { className: 'id' }), ' ', h('span', { className: 'state' })),
    h('p', { className: 'lamps' }),
    h('p', { className: 'badges' }),
    h('div', { className: 'doings' }),
    h('details', {}, h('summary'), h('div', { className: 'menu' })),
  );
  element.addEventListener('dragover', (event) => {
    if (element.classList.contains('open')) event.preventDefault();
  });
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    void put(id, event.dataTransfer.getData('text/plain') || null);
  });
  element.querySelector('.box').addEventListener('click', (event) => {
    const sheet = chosenSheet();
    if (sheet && element.classList.contains('open') && !event.target.closest('button')) void put(id, sheet);
  });
  return element;
};

const paper = (compartment, sheet) =>
  h(
    'li',
    {},
    button(
      sheet.picture ? h('img', { src: sheet.picture, alt: '' }) : '',
      `${compartment}-${sheet.id}`,
      () => act('takePaper', { compartment, sheet: sheet.id }),
      {
        disabled: !sheet.open,
        title: t('take'),
        ariaLabel: `${t('take')} ${sheet.docket ?? t('unlabelled')}`,
      },
    ),
  );

const tampering = ({ id, doors, bin, slot, sensors }) => {
  const door = doors.front;
  const toggle = (label, on, verbOn, verbOff) => [
    t(label),
    `${id}-${label}`,
    on ? verbOff : verbOn,
    { ariaPressed: String(on) },
  ];
  const at = { compartment: id };
  const beam = (label, name) =>
    toggle(
      label,
      slot[name].stuck === 'stuck-broken',
      ['stickBeam', { ...at, beam: name, at: 'broken' }],
      ['stickBeam', { ...at, beam: name, at: 'true' }],
    );
  const ofSlot = slot
    ? [
        toggle('blockSlot', slot.blocked, ['blockSlot', at], ['clearSlot', at]),
        beam('stuckOuter', 'outer'),
        beam('stuckInner', 'inner'),
      ]
    : [];
  const ofFull = sensors.full
    ? [
        toggle(
          'stuckFull',
          bin.fullSensor === 'stuck-occupied',
          ['stickBinSensor', { ...at, at: 'occupied', sensor: 'full' }],
          ['stickBinSensor', { ...at, at: 'true', sensor: 'full' }],
        ),
      ]
    : [];
  return [
    toggle('jam', door.jammed, ['jamBolt', at], ['freeBolt', at]),
    toggle(
      'stuckClosed',
      door.feedback === 'stuck-closed',
      ['stickFeedback', { ...at, at: 'closed' }],
      ['freeFeedback', at],
    ),
    toggle(
      'stuckOpen',
      door.feedback === 'stuck-open',
      ['stickFeedback', { ...at, at: 'open' }],
      ['freeFeedback', at],
    ),
    toggle(
      'stuckOccupied',
      bin.sensor === 'stuck-occupied',
      ['stickBinSensor', { ...at, at: 'occupied' }],
      ['stickBinSensor', { ...at, at: 'true' }],
    ),
    toggle(
      'stuckEmpty',
      bin.sensor === 'stuck-empty',
      ['stickBinSensor', { ...at, at: 'empty' }],
      ['stickBinSensor', { ...at, at: 'true' }],
    ),
    ...ofFull,
    ...ofSlot,
    [t('force'), `${id}-force`, ['forceDoor', at], { className: 'danger' }],
  ];
};
