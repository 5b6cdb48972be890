import type { Component } from 'svelte';
import type { ScreenView } from '#controller/api/contract/station.ts';
import ChooseFlow from './ChooseFlow.svelte';
import DropCount from './DropCount.svelte';
import DropOpen from './DropOpen.svelte';
import DropReady from './DropReady.svelte';
import DropRegister from './DropRegister.svelte';
import DropRegistered from './DropRegistered.svelte';
import NotOpened from './NotOpened.svelte';
import Opening from './Opening.svelte';
import PickupDone from './PickupDone.svelte';
import PickupList from './PickupList.svelte';
import PickupOpen from './PickupOpen.svelte';
import ReturnOpen from './ReturnOpen.svelte';
import ReturnReady from './ReturnReady.svelte';
import SendReady from './SendReady.svelte';
import SignedOut from './SignedOut.svelte';
import StockCount from './StockCount.svelte';
import TaskList from './TaskList.svelte';
import TaskOpen from './TaskOpen.svelte';
import Welcome from './Welcome.svelte';
import type { ScreenProps } from './view.ts';

/** A screen for every view the station can send; a view without one does not compile. */
export const screens: { readonly [Name in ScreenView['name']]: Component<ScreenProps<Name>> } = {
  welcome: Welcome,
  'choose-flow': ChooseFlow,
  'drop-ready': DropReady,
  opening: Opening,
  'drop-open': DropOpen,
  'not-opened': NotOpened,
  'drop-count': DropCount,
  'drop-register': DropRegister,
  'drop-registered': DropRegistered,
  'pickup-list': PickupList,
  'pickup-open': PickupOpen,
  'pickup-done': PickupDone,
  'return-open': ReturnOpen,
  'return-ready': ReturnReady,
  'send-ready': SendReady,
  'task-list': TaskList,
  'task-open': TaskOpen,
  'stock-count': StockCount,
  'signed-out': SignedOut,
};
