import { act, button, h, keep } from './dom.js';
import { t } from './text.js';

const LINE = ['silent', 'late-reply', 'split', 'merged', 'flipped-bit', 'garbage', 'truncated'];
const QUIET_PRINTER = ['silent-when-needy', 'one-way', 'silent', 'late-reply'];
const FAULTS = {
  'lock-board/bcc8a': [
    'silent',
    'echo',
    'late-reply',
    'split',
    'merged',
    'flipped-bit',
    'foreign-address',
    'garbage',
    'truncated',
  ],
  'scanner/serial': LINE,
  'card-reader/serial-em': LINE,
  'printer/zpl': ['paper-out', 'head-open', 'ribbon-out', 'paused', 'too-hot', ...QUIET_PRINTER],
  'printer/tspl': [
    'paper-out',
    'head-open',
    'ribbon-out',
    'paper-jam',
    'paused',
    'too-hot',
    'inverted-dots',
    ...QUIET_PRINTER,
  ],
  'printer/escpos': [
    'paper-out',
    'paper-near-end',
    'cover-open',
    'cutter-error',
    'too-hot',
    'offline',
    'feed-button',
    ...QUIET_PRINTER,
  ],
  'printer/ipp': ['paper-out', 'paper-near-end', 'cover-open', 'paper-jam', 'paused'],
};
const PRINTER_CONDITIONS = [
  'head-open',
  'cover-open',
  'paused',
  'ribbon-out',
  'paper-jam',
  'too-hot',
  'cutter-error',
  'offline',
  'feed-button',
  'paper-near-end',
  'inverted-dots',
  'silent-when-needy',
  'one-way',
];
const PHYSICAL = {
  'pulled-cable': (device) => device.cable === 'pulled',
  'paper-out': (device) => device.printer?.paperOut ?? false,
};
for (const name of PRINTER_CONDITIONS)
  PHYSICAL[name] = (device) => device.printer?.conditions.includes(name) ?? false;

export const showDevices = (state) =>
  keep(document.getElementById('devices'), state.devices, (device) => device.id, card);

const isOn = (device, name) =>
  PHYSICAL[name] ? PHYSICAL[name](device) : device.faults.some((fault) => fault.name === name);

const card = (device) => {
  const where = device.at?.path ?? (device.at ? `${device.at.host}:${device.at.port}` : '');
  const printer = device.printer
    ? h(
        'small',
        {},
        [
          t('roll', { roll: device.printer.roll }),
          device.printer.labelsRemaining > 0 ? t('remaining', { left: device.printer.labelsRemaining }) : '',
        ]
          .filter(Boolean)
          .join(' · '),
      )
    : null;
  return h(
    'li',
    {},
    h(
      'p',
      {},
      h('b', {}, device.id),
      h('small', {}, t(device.kind)),
      printer,
      h('span', { className: 'where', title: where }, h('bdi', {}, where)),
    ),
    h(
      'div',
      { className: 'faults', role: 'group', ariaLabel: device.id },
      ...[...FAULTS[device.kind], 'pulled-cable'].map((name) => toggle(device, name)),
    ),
  );
};

const toggle = (device, name) => {
  const on = isOn(device, name);
  const left = device.faults.find((fault) => fault.name === name)?.left;
  const click = () => {
    const count = !PHYSICAL[name] && document.getElementById('once').checked ? { count: 1 } : {};
    return act(on ? 'clearFault' : 'setFault', { device: device.id, fault: { name, ...(on ? {} : count) } });
  };
  return button(left ? `${t(name)} ×${left}` : t(name), `${device.id}-${name}`, click, {
    ariaPressed: String(on),
  });
};

/** The last frames, newest first. */
export const showTape = (state) => {
  const entries = state.tape.map((entry, i) => ({ ...entry, i })).reverse();
  keep(document.getElementById('tape'), quietPolls(entries), (entry) => `${entry.at}-${entry.i}`, frame);
};

/** Many equal polls in a row are shown once, with their number. */
const quietPolls = (entries) => {
  const shown = [];
  for (const entry of entries) {
    const same = shown
      .slice(-2)
      .find(
        (each) =>
          each.device === entry.device &&
          each.direction === entry.direction &&
          each.hex === entry.hex &&
          each.note === entry.note,
      );
    if (same) same.times += 1;
    else shown.push({ ...entry, times: 1 });
  }
  return shown.slice(0, 40);
};

const frame = ({ at, device, direction, hex, length, note, times }) => {
  const more = length > hex.split(' ').length ? ` … (${length})` : '';
  return h(
    'li',
    { className: `${direction} ${note ? 'spoilt' : ''}` },
    h('span', { className: 'when' }, new Date(at).toLocaleTimeString('en-GB')),
    h(
      'span',
      { className: 'arrow', title: t(direction), ariaLabel: t(direction), role: 'img' },
      direction === 'in' ? '→' : '←',
    ),
    h('b', {}, device),
    times > 1 ? h('small', {}, `×${times}`) : null,
    note ? h('em', {}, note) : null,
    h('code', {}, hex + more),
  );
};
