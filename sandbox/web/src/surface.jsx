// A surface is one place with blocks that a person acts in: Home, a modal or a message. It sends
// what is done there in order, and knows what has been typed but not sent.
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { control } from './control.js';

export const SurfaceContext = createContext({ names: {}, tz: 'UTC', now: 0, values: {}, errors: {} });

// `place` names it for the control interface: {surface} or {surface: "message", ts}.
export function useActing(user, place, complain) {
  const typing = useRef(new Set()); // functions that send what is typed
  const underway = useRef(new Set()); // calls without an answer yet
  const { surface, ts } = place;

  const send = useCallback((what, ask = {}) => {
    const run = control(what, { user, surface, ts, ...ask });
    underway.current.add(run);
    run.catch((fault) => complain(fault.message)).finally(() => underway.current.delete(run));
    return run;
  }, [user, surface, ts, complain]);

  // What is typed goes along with every action, so it is sent first.
  const flush = useCallback(() => Promise.allSettled([...typing.current].map((now) => now())), []);

  // Everything typed and chosen here has arrived.
  const settle = useCallback(async () => {
    await flush();
    await Promise.allSettled([...underway.current]);
  }, [flush]);

  const act = useCallback(async (what, ask) => {
    await flush();
    return await send(what, ask);
  }, [flush, send]);

  const onTyping = useCallback((now) => {
    typing.current.add(now);
    return () => typing.current.delete(now);
  }, []);

  return useMemo(() => ({ send, act, settle, onTyping }), [send, act, settle, onTyping]);
}

// Holds a value of our own until the screen shows what the call that sent it did.
function useDraft() {
  const { version, epoch } = useContext(SurfaceContext);
  const [draft, setDraft] = useState(null);
  const turn = useRef(0);
  useEffect(() => {
    if (draft?.until != null && (version >= draft.until || epoch !== draft.epoch)) setDraft(null);
  }, [draft, version, epoch]);

  const hold = (value, run) => {
    const mine = ++turn.current;
    setDraft({ value, epoch });
    const ifMine = (next) => setDraft((known) => (turn.current === mine ? next(known) : known));
    return run().then(
      (result) => {
        ifMine((known) => known && { ...known, until: result.version });
        return result;
      },
      (fault) => {
        ifMine(() => null);
        throw fault;
      },
    );
  };
  return [draft?.value, hold];
}

// What the element holds, and how to choose: `choose(ask, shown)` draws `shown` at once. Choices in
// one element arrive in the order in which they were made.
export function useElement(block, element) {
  const surface = useContext(SurfaceContext);
  const held = surface.values?.[block.block_id]?.[element.action_id] ?? {};
  const [draft, hold] = useDraft();
  const last = useRef(Promise.resolve());
  const ids = { block_id: block.block_id, action_id: element.action_id };

  const choose = (ask, shown) => {
    const run = () => {
      const mine = last.current.then(() => surface.act('choose', { ...ids, ...ask }));
      last.current = mine.catch(() => {});
      return mine;
    };
    return hold({ ...held, ...shown }, run).catch(() => {});
  };
  return { value: draft ?? held, choose, suggest: (query) => surface.send('suggest', { ...ids, query }) };
}

const pauseAfterTyping = 150; // ms: a burst of keys is one call

// A text field: what is typed stays here until it has arrived, whatever the screen shows meanwhile.
export function useTyped(block, element) {
  const surface = useContext(SurfaceContext);
  const { send, onTyping } = surface;
  const held = surface.values?.[block.block_id]?.[element.action_id]?.value ?? '';
  const [draft, hold] = useDraft();
  const [typed, setTyped] = useState(null);
  const unsent = useRef(null);
  const timer = useRef();
  const ids = { block_id: block.block_id, action_id: element.action_id };

  const arrive = (text, enter) => {
    unsent.current = null;
    clearTimeout(timer.current);
    return hold(text, () => send('choose', { ...ids, text, enter })).then(
      () => setTyped((now) => (now === text ? null : now)),
      () => {},
    );
  };
  const now = useRef();
  now.current = () => (unsent.current === null ? undefined : arrive(unsent.current, false));
  useEffect(() => onTyping(() => now.current()), [onTyping]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const type = (text) => {
    setTyped(text);
    unsent.current = text;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => now.current(), pauseAfterTyping);
  };
  const text = typed ?? draft ?? held;
  return { text, type, leave: () => now.current(), enter: () => arrive(text, true) };
}
