import { act, button, h, keep } from './dom.js';
import { argumentsOf, faultsOf, needsChannel, strikesFrames } from './faults.js';
import { t } from './text.js';

export const showDevices = (state) => {
  const devices = state.devices.map((device) => ({ ...device, others: portsBeside(device, state.devices) }));
  keep(document.getElementById('devices'), devices, (device) => device.id, card);
  const supplies = state.supplies.map(({ id, drawing, dips }) => t('supply', { id, drawing, dips }));
  const replay = state.replay
    ? [t('replay', { ...state.replay, wrong: state.replay.mismatches.length })]
    : [];
  keep(
    document.getElementById('supplies'),
    [...supplies, ...replay].map((text) => ({ text })),
    ({ text }) => text,
    ({ text }) => h('li', {}, text),
  );
};

/** What a device needs to know of the others, so that it is drawn again only when that changes. */
const portsBeside = (device, devices) =>
  devices.map(({ id, at, shares }) => ({ id, at: at !== null, shares })).filter(({ id }) => id !== device.id);

const isOn = (device, name) =>
  device.physical.includes(name) || device.faults.some((fault) => fault.name === name);

const card = (device, before) => {
  const where = device.at?.path ?? (device.at ? `${device.at.host}:${device.at.port}` : '');
  const { first, more } = faultsOf(device);
  const channel = before?.querySelector('input[type=number]')?.value ?? '1';
  const field = more.some(needsChannel) ? channelField(device, channel) : null;
  const switchOf = (name) => toggle(device, name, () => Number(field?.querySelector('input').value ?? 1));
  const on = more.filter((name) => isOn(device, name)).length;
  const details = h(
    'details',
    { open: before?.querySelector('details')?.open ?? false },
    h(
      'summary',
      { data: { focus: `${device.id}-more` }, ariaLabel: `${t('moreFaults')} ${device.id}` },
      on > 0 ? `${t('moreFaults')} · ${t('active', { on })}` : t('moreFaults'),
    ),
    h(
      'div',
      { className: 'faults', role: 'group', ariaLabel: `${device.id} ${t('moreFaults')}` },
      ...more.map(switchOf),
    ),
    field,
  );
  return h(
    'li',
    {},
    h(
      'p',
      {},
      h('b', {}, device.id),
      h('small', {}, t(device.kind)),
      h('span', { className: 'where', title: where }, h('bdi', {}, where)),
    ),
    stateLine(device),
    h('div', { className: 'faults', role: 'group', ariaLabel: device.id }, ...first.map(switchOf)),
    more.length > 0 ? details : null,
  );
};

const channelField = (device, channel) =>
  h(
    'label',
    { className: 'channel' },
    t('terminal'),
    h('input', {
      type: 'number',
      min: 1,
      max: device.board?.channels ?? 50,
      value: channel,
      data: { focus: `${device.id}-channel` },
    }),
  );

/** What a look at the device itself would tell. */
const stateLine = ({ board, printer, scanner, shares }) => {
  const told = [
    board ? t('address', board) : null,
    shares.length > 0 ? t('shares', { others: shares.join(', ') }) : null,
    board?.dead.length > 0 ? t('dead', { list: board.dead.join(', ') }) : null,
    board?.unreadable?.length > 0 ? t('unreadable', { list: board.unreadable.join(', ') }) : null,
    printer ? t('roll', printer) : null,
    printer?.labelsRemaining > 0 ? t('remaining', { left: printer.labelsRemaining }) : null,
    scanner ? t(scanner.lit ? 'lit' : 'dark') : null,
  ].filter(Boolean);
  const alarms = [
    board?.outputs.length > 0 ? t('current', { list: board.outputs.join(', ') }) : null,
    board?.deaf ? t('booting') : null,
    board?.hangs === 'now' ? t('hung') : null,
    board?.lastStrain ? t('strain', { ...board.lastStrain, what: t(board.lastStrain.what) }) : null,
  ].filter(Boolean);
  if (told.length + alarms.length === 0) return null;
  return h(
    'p',
    { className: 'looks' },
    h('small', {}, told.join(' · ')),
    ...alarms.map((text) => h('em', {}, text)),
  );
};

const toggle = (device, name, channel) => {
  const on = isOn(device, name);
  const left = device.faults.find((fault) => fault.name === name)?.left;
  const click = () => {
    const count = strikesFrames(name) && document.getElementById('once').checked ? { count: 1 } : {};
    const fault = { name, ...argumentsOf(name, device, device.others, channel(), on), ...(on ? {} : count) };
    return act(on ? 'clearFault' : 'setFault', { device: device.id, fault });
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
