import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/700.css';
import './style/kiosk.css';
import { mount } from 'svelte';
import { guardAgainstKeyboardScanners } from './client/scanner-guard.ts';
import Kiosk from './kiosk/Kiosk.svelte';
import { Station } from './state/station.svelte.ts';

const id = decodeURIComponent(location.pathname.split('/').filter(Boolean)[1] ?? '');
const remembered = 'docketbox-kiosk-token';
const given = new URLSearchParams(location.hash.slice(1)).get('token');
if (given !== null) {
  localStorage.setItem(remembered, given);
  history.replaceState(null, '', location.pathname);
}
const station = new Station(id, localStorage.getItem(remembered));
const target = document.getElementById('app');
if (target === null) throw new Error('kiosk.html lacks its #app element');
guardAgainstKeyboardScanners(document);
mount(Kiosk, { target, props: { station } });
station.start();
