import { io } from 'socket.io-client';

export interface Live {
  /** The line is up; whatever was missed meanwhile must be fetched anew. */
  readonly up: () => void;
  readonly down: () => void;
  readonly events: Readonly<Record<string, (value: never) => void>>;
}

/** Listens to a namespace for as long as the page lives, reconnecting by itself. Answers how to stop. */
export function listen(namespace: string, auth: Record<string, string>, live: Live): () => void {
  const socket = io(namespace, {
    path: '/socket.io',
    auth,
    query: auth,
    reconnectionDelay: 500,
    reconnectionDelayMax: 3000,
    timeout: 5000,
  });
  socket.on('connect', live.up);
  socket.on('disconnect', live.down);
  socket.on('connect_error', live.down);
  for (const [name, heard] of Object.entries(live.events)) socket.on(name, heard as (value: unknown) => void);
  // A refused handshake or a disconnect by the server is not retried by the library.
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') socket.connect();
  });
  return () => socket.disconnect();
}
