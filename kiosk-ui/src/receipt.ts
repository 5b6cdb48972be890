import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/700.css';
import './style/receipt.css';
import { mount } from 'svelte';
import Receipt from './receipt/Receipt.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('receipt.html lacks its #app element');
mount(Receipt, {
  target,
  props: { id: decodeURIComponent(location.pathname.split('/').filter(Boolean)[1] ?? '') },
});
