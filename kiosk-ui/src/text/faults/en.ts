import type { SameKeys } from '../words.ts';
import type { zhCN } from './zh-CN.ts';

export const en: SameKeys<typeof zhCN> = {
  'fault.no-answer':
    'No answer from address {address}: check power, the wires A and B, and the DIP switches.',
  'fault.garbled':
    'What comes from address {address} makes no sense ({raw}): check the baud rate, the wires A and B, and that no two boards share an address.',
  'fault.too-few-channels':
    'The board at address {address} has {there} channels, the configuration says {channels}: set "channels" to {there} or less.',
  'fault.line-lost': 'The line is down: check the cable and the adapter; it is opened again by itself.',
  'fault.line-dead':
    'No board on the line answers: check their power and the cable; the line is opened anew now and then.',
  'fault.swapped':
    'The board at {line} answers as {id} (address {address}), which belongs at {home}: swap the two cables back, or the two links in the configuration.',
  'fault.twins-swapped':
    '{id} and {twin} seem to have changed places: each shows what the other one showed. Until that is settled none of their locks is opened. Swap the two cables back, or the two links in the configuration; and give the two boards different addresses (DIP switches and "address"), so that they can be told apart.',
  'fault.echo-heard': 'The line repeats what is sent: write "echo": true for every board on it.',
  'fault.bin-flutters':
    'The bin sensor of {compartment} (channel {channel}) flutters: clean it, align it, and check its plug.',
  'fault.full-flutters':
    'The sensor of a full bin of {compartment} (channel {channel}) flutters: clean it, align it, and check its plug.',
  'fault.full-and-empty':
    '{compartment} is seen full and empty at once: look for paper stuck before the upper sensor, and check both polarities.',
  'fault.outer-beam-stuck':
    'The outer slot beam of {compartment} stays broken: take out what sticks in the slot, clean the lenses, and check the polarity and the plug.',
  'fault.inner-beam-stuck':
    'The inner slot beam of {compartment} stays broken: take out what sticks in the slot, clean the lenses, and check the polarity and the plug.',
  'fault.outer-beam-blind':
    'The outer slot beam of {compartment} does not see what the inner one sees: clean and align it, and check its plug; if pieces count the wrong way round, swap outer and inner.',
  'fault.inner-beam-blind':
    'The inner slot beam of {compartment} does not see what the outer one sees: clean and align it, and check its plug; if pieces count the wrong way round, swap outer and inner.',
  'fault.lamp-on-lock':
    'A lamp of {compartment} is on channel {channel}, where a lock is: write the channel the lamp is wired to; an output of a lock is never switched on.',
  'fault.no-lamp': 'The board of a lamp of {compartment} cannot light it: hang it on a relay.',
  'fault.link-missing':
    'The port is not there: plug the device in, or correct the link from /dev/serial/by-path.',
  'fault.link-forbidden':
    'The port may not be used: add the user that runs the service to the group dialout (printers: lp), then sign in again.',
  'fault.link-busy':
    'Another program holds the port: stop it (a modem manager, a terminal, a print queue, a second controller).',
  'fault.link-refused':
    'The other side is there but does not listen on this port: check the port and its service.',
  'fault.link-unreachable': 'It does not answer: check power, network cable and address.',
  'fault.link-unknown-name':
    'The name of the host is unknown: check the spelling, or write the address in figures.',
  'fault.link-ambiguous':
    'Several of these USB devices are plugged in: say which in the link, with ?serial= or ?path=.',
  'fault.link-library': 'A library is missing: run docketbox doctor and install what it names.',
  'fault.link-failed': 'It cannot be opened: check cable, power and link.',
  'fault.cover-open': 'The cover is open: close it.',
  'fault.head-open': 'The print head is open: close it.',
  'fault.head-or-cover-open': 'The head or the cover is open: close it.',
  'fault.paper-jam': 'Paper jam: open it, take the paper out, close it.',
  'fault.roll-out': 'Out of paper: load a roll.',
  'fault.tray-empty': 'Out of paper: fill the tray.',
  'fault.ribbon-out': 'Out of ribbon: load one, or set direct thermal.',
  'fault.toner-out': 'Out of toner or ink: put in a new one.',
  'fault.paused': 'Paused: press the pause or feed key.',
  'fault.paused-at-server': 'Paused: resume it at its panel or print server.',
  'fault.hot-or-error': 'Too hot, or another error: wait; if it stays, switch it off and on.',
  'fault.waits-for-key': 'It waits for its print key: press it.',
  'fault.label-waits': 'A label waits to be taken off.',
  'fault.ribbon-jam': 'The ribbon is jammed: open it and put it right.',
  'fault.cutter-jam': 'The cutter is jammed: switch it off and free it.',
  'fault.too-hot': 'Too hot: wait.',
  'fault.memory-full': 'Its memory is full: switch it off and on.',
  'fault.head-faulty': 'The print head is faulty: have it looked at.',
  'fault.paper-low': 'The paper is nearly at its end.',
  'fault.ribbon-low': 'The ribbon is nearly at its end.',
  'fault.memory-corrupt': 'Its memory is corrupt: switch it off and on.',
  'fault.head-hot': 'The print head is too hot: wait.',
  'fault.head-cold': 'The print head is too cold.',
  'fault.mechanics-stuck': 'Cutter or mechanics are stuck: open it and free them.',
  'fault.fatal-error': 'An error it cannot get over: switch it off and on.',
  'fault.passing-error': 'An error that passes by itself, mostly heat: wait.',
  'fault.error': 'It reports an error: switch it off and on.',
  'fault.feed-held': 'Its feed key is held down.',
  'fault.off-line': 'It is off line by itself: press feed, or switch it off and on.',
  'fault.server-unreached': 'The print server does not reach it: check power and cable.',
  'fault.refuses-jobs': 'It takes no jobs: switch accepting on at its panel or print server.',
  'fault.state-untold': 'It does not tell its state.',
  'fault.silent':
    'It does not answer and needs attention: check paper, ribbon and cover, then switch it off and on.',
  'fault.one-way': 'It is set up as one-way and does not report its state.',
  'fault.stopped': 'It has stopped: see its panel.',
  'fault.no-format': 'It takes neither PDF, PWG raster nor JPEG.',
  'fault.no-printer-answer': 'What answers is no printer: check address and path.',
  'fault.other': '{code}',
};
