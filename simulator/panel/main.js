import { showCabinet } from './cabinet.js';
import { showDevices, showTape } from './devices.js';
import { say } from './dom.js';
import { nameSamples, onChoice, setUpScanning, showHands } from './hands.js';
import { language, setLanguage, t } from './text.js';

let state = null;
let connected = null;
let printedBefore = null;

const show = () => {
  document.getElementById('connection').textContent =
    connected === null ? '' : t(connected ? 'live' : 'lost');
  document.getElementById('connection').classList.toggle('lost', connected === false);
  if (!state) return;
  document.getElementById('site').textContent = state.site.name || state.site.id;
  showHands(state);
  showCabinet(state);
  showDevices(state);
  showTape(state);
};

const speak = (next) => {
  setLanguage(next);
  nameSamples();
  show();
};

const events = new EventSource('/api/events');
events.addEventListener('open', () => {
  connected = true;
  show();
});
events.addEventListener('error', () => {
  connected = false;
  show();
});
events.addEventListener('state', ({ data }) => {
  state = JSON.parse(data);
  const newest = state.printed.at(-1);
  if (newest && printedBefore !== null && newest.n > printedBefore) say(t('printed', newest));
  printedBefore = newest?.n ?? 0;
  show();
});

onChoice(show);
setUpScanning();
document
  .getElementById('language')
  .addEventListener('click', () => speak(language === 'en' ? 'zh-CN' : 'en'));
speak(language);
