// Selects of every source, for one choice and for several.
import { useContext, useEffect, useRef, useState } from 'react';
import { Combobox } from '../combobox.jsx';
import { useConfirm } from '../confirm.jsx';
import { look } from '../control.js';
import { plainText } from '../mrkdwn.jsx';
import { SurfaceContext, useElement } from '../surface.jsx';

const itemOf = (option, group) => ({
  key: option.value,
  text: plainText(option.text),
  more: option.description && plainText(option.description),
  group: group && plainText(group),
  option,
});

const staticItems = (element) => [
  ...(element.options ?? []).map((option) => itemOf(option)),
  ...(element.option_groups ?? []).flatMap((group) => group.options.map((option) => itemOf(option, group.label))),
];

// How each kind of select names its choice: in the state, and to the control interface.
const kinds = {
  static: { one: 'selected_option', many: 'selected_options', ask: ['value', 'values'] },
  external: { one: 'selected_option', many: 'selected_options', ask: ['value', 'values'] },
  users: { one: 'selected_user', many: 'selected_users', ask: ['chosen_user', 'users'] },
  conversations: { one: 'selected_conversation', many: 'selected_conversations', ask: ['conversation', 'conversations'] },
  channels: { one: 'selected_channel', many: 'selected_channels', ask: ['conversation', 'conversations'] },
};

const filterKinds = { im: 'im', mpim: 'mpim', private: 'private', public: 'public' };

function useConversations(kind, element) {
  const { user } = useContext(SurfaceContext);
  const [items, setItems] = useState([]);
  useEffect(() => {
    if (kind !== 'conversations' && kind !== 'channels') return;
    const wanted = kind === 'channels' ? ['public'] : element.filter?.include ?? Object.values(filterKinds);
    look('conversations', { user }).then(({ conversations }) => setItems(
      conversations.filter((one) => wanted.includes(one.kind)).map(({ id, name, kind: what }) => ({
        key: id, text: what === 'im' ? name : `# ${name}`, option: id,
      })),
    ));
  }, [kind, user, element.filter]);
  return items;
}

// Loads as one types; the answer to an older question is never shown over a newer one.
function useLoaded(load) {
  const [state, setState] = useState({ items: [], note: null });
  const turn = useRef(0);
  const ask = async (query) => {
    const mine = ++turn.current;
    setState((now) => ({ ...now, note: 'Loading…' }));
    const next = await load(query).catch(() => ({ items: [], note: 'No results' }));
    if (turn.current === mine) setState({ note: null, ...next });
  };
  return [state, ask];
}

function externalLoad(element, suggest) {
  const least = element.min_query_length ?? 3;
  return async (query) => {
    if (query.length < least) return { items: [], note: `Type at least ${least} letter${least === 1 ? '' : 's'}` };
    const { outcome, options } = await suggest(query);
    if (outcome !== 'ok') return { items: [], note: 'No results' };
    return { items: options.map((option) => itemOf(option)) };
  };
}

const usersLoad = async (query) => {
  const { people } = await look('people', { query, limit: 30 });
  return { items: people.map(({ id, name, title }) => ({ key: id, text: name, more: title, option: id })) };
};

function useItems(kind, element, suggest) {
  const fixed = useConversations(kind, element);
  const load = kind === 'external' ? externalLoad(element, suggest) : usersLoad;
  const [loaded, ask] = useLoaded(load);
  if (kind === 'static') return { items: staticItems(element) };
  if (kind === 'users' || kind === 'external') return { ...loaded, onQuery: ask };
  return { items: fixed };
}

export function Select({ block, element, field = {} }) {
  const several = element.type.startsWith('multi_');
  const kind = element.type.replace(/^multi_/, '').replace(/_select$/, '');
  const { names, disabled, app } = useContext(SurfaceContext);
  const confirm = useConfirm();
  const { value, choose, suggest } = useElement(block, element);
  const { items, note, onQuery } = useItems(kind, element, suggest);
  const { one, many, ask } = kinds[kind];

  const textOf = (choice) => {
    if (typeof choice !== 'string') return plainText(choice.text);
    if (kind === 'users') return names[choice] ?? choice;
    return choice.startsWith('D') ? app : `# ${names[choice] ?? choice}`;
  };
  const keyOf = (choice) => (typeof choice === 'string' ? choice : choice.value);
  const chosen = several ? value[many] ?? [] : [];
  const single = value[one];
  const offered = kind === 'external' ? { offered: true } : {};

  const set = async (choices) => {
    if (!(await confirm(element))) return;
    await choose({ ...offered, [ask[1]]: choices.map(keyOf) }, { [many]: choices });
  };
  const pick = async (item) => {
    if (several) {
      const without = chosen.filter((choice) => keyOf(choice) !== item.key);
      if (without.length < chosen.length) return set(without);
      const most = element.max_selected_items;
      return most && chosen.length >= most ? undefined : set([...chosen, item.option]);
    }
    if (single && keyOf(single) === item.key) return undefined;
    if (!(await confirm(element))) return undefined;
    return choose({ ...offered, [ask[0]]: item.key }, { [one]: item.option });
  };
  const clearable = !several && single && block.type === 'input' && block.optional;
  const isChosen = (item) => (several ? chosen.some((choice) => keyOf(choice) === item.key) : single && keyOf(single) === item.key);

  return (
    <Combobox
      {...field}
      several={several}
      items={items.map((item) => ({ ...item, chosen: isChosen(item) }))}
      note={note}
      onQuery={onQuery}
      shown={several || !single ? '' : textOf(single)}
      placeholder={several && chosen.length > 0 ? '' : plainText(element.placeholder) || 'Select an option'}
      disabled={disabled}
      onPick={pick}
      onBack={() => chosen.length > 0 && set(chosen.slice(0, -1))}
      onClear={clearable ? () => choose({ clear: true }, { [one]: null }) : undefined}
      chips={several && chosen.map((choice) => (
        <span className="chip" key={keyOf(choice)}>
          {textOf(choice)}
          <button type="button" aria-label={`Remove ${textOf(choice)}`} disabled={disabled}
            onClick={() => set(chosen.filter((other) => keyOf(other) !== keyOf(choice)))}>×</button>
        </span>
      ))}
    />
  );
}
