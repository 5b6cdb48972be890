import './style/mobile.css';
import { mount } from 'svelte';
import Mobile from './mobile/Mobile.svelte';
import { desk } from './mobile/desk.svelte.ts';
import { shell } from './mobile/shell.svelte.ts';
import { sayInOwnWords } from './client/own-words.ts';
import { route } from './state/route.svelte.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('m.html lacks its #app element');
route.start();
sayInOwnWords();
mount(Mobile, { target });
void desk.start();
void shell.start();
