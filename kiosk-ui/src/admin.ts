import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/700.css';
import './style/office.css';
import { mount } from 'svelte';
import Admin from './admin/Admin.svelte';
import { office } from './state/office.svelte.ts';
import { sayInOwnWords } from './client/own-words.ts';
import { route } from './state/route.svelte.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('admin.html lacks its #app element');
route.start();
sayInOwnWords();
mount(Admin, { target });
void office.start();
