// The live stream: what the sandbox says has changed, kept as one value that the page draws.
import { useEffect, useReducer } from 'react';

const mostEntries = 300;

const nothing = {
  connected: false,
  epoch: 0, // counts the connections: versions are comparable within one only
  team: null,
  app: { name: '', user: '' },
  screens: {}, // by user id
  clock: { offset_ms: 0 },
  log: new Map(),
  faults: [],
  lost: 0,
  violations: [],
};

function withEntries(log, entries) {
  const all = new Map(log);
  for (const entry of entries) all.set(entry.seq, entry);
  for (const seq of all.keys()) {
    if (all.size <= mostEntries) break;
    all.delete(seq);
  }
  return all;
}

function reduce(known, { event, data }) {
  switch (event) {
    case 'world':
      return { ...known, connected: true, epoch: known.epoch + 1, team: data.team, app: data.app };
    case 'person':
      return { ...known, screens: { ...known.screens, [data.user]: { ...data, epoch: known.epoch } } };
    case 'clock':
      return { ...known, clock: data };
    case 'log':
      return { ...known, ...data, log: withEntries(known.log, data.entries) };
    case 'lost':
      return { ...known, connected: false };
    default:
      return known;
  }
}

// Watches these people (ids or e-mail addresses).
export function useLive(users) {
  const [known, dispatch] = useReducer(reduce, nothing);
  const names = users.join(',');
  useEffect(() => {
    let source;
    const close = () => source?.close();
    const connect = () => {
      close();
      source = new EventSource(`/control/live?users=${encodeURIComponent(names)}`);
      for (const event of ['world', 'person', 'clock', 'log']) {
        source.addEventListener(event, (message) => dispatch({ event, data: JSON.parse(message.data) }));
      }
      source.onerror = () => dispatch({ event: 'lost' });
    };
    // Browsers open six connections to one server: a page that nobody sees gives its own back.
    const seen = () => (document.hidden ? close() : connect());
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      close();
    };
  }, [names]);
  return known;
}

export const productTime = (clock) => Date.now() + (clock.offset_ms ?? 0);
