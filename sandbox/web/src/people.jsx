// Choosing who you are, among everybody in the workspace.
import { useEffect, useRef, useState } from 'react';
import { Combobox } from './combobox.jsx';
import { look } from './control.js';

export function usePeople() {
  const [people, setPeople] = useState([]);
  const turn = useRef(0);
  const search = async (query) => {
    const mine = ++turn.current;
    const found = await look('people', { query, limit: 50 }).catch(() => ({ people: [] }));
    if (turn.current === mine) setPeople(found.people);
  };
  useEffect(() => { search(''); }, []);
  return [people, search];
}

const itemOf = ({ id, real_name: name, title, deleted }) => ({
  key: id, text: name, more: [title, deleted && 'deactivated'].filter(Boolean).join(' · '),
});

export function PeoplePicker({ label, placeholder, shown = '', onPick }) {
  const [people, search] = usePeople();
  return (
    <Combobox label={label} placeholder={placeholder} items={people.map(itemOf)} shown={shown} onQuery={search}
      onPick={(item) => onPick(item.key)} />
  );
}
