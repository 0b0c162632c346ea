// The page: the people one is, side by side, over the control strip. Who they are stands in the
// address (?user=…&user=…), so that a reload, or another window, shows the same.
import { useEffect, useState } from 'react';
import { productTime, useLive } from './live.js';
import { Pane } from './pane.jsx';
import { PeoplePicker, usePeople } from './people.jsx';
import { Avatar } from './avatar.jsx';
import { Strip } from './strip.jsx';

function useUsers() {
  const [users, setUsers] = useState(() => new URLSearchParams(location.search).getAll('user'));
  const change = (next) => {
    const query = new URLSearchParams(next.map((user) => ['user', user]));
    history.replaceState(null, '', next.length ? `?${query}` : location.pathname);
    setUsers(next);
  };
  return [users, change];
}

// The product clock, minute by minute and at every move.
export function useNow(clock) {
  const [now, setNow] = useState(() => productTime(clock));
  useEffect(() => {
    setNow(productTime(clock));
    const timer = setInterval(() => setNow(productTime(clock)), 15_000);
    return () => clearInterval(timer);
  }, [clock]);
  return now;
}

const screenOf = (world, user) => Object.values(world.screens).find(({ person }) => person.id === user || person.email === user.toLowerCase());

function Welcome({ onPick, team }) {
  const [people, search] = usePeople();
  return (
    <main className="welcome">
      <h1>Who are you?</h1>
      <p>This is {team}, a workspace on this machine only. Be anybody; open a second person beside the first to see both sides.</p>
      <input type="search" className="text-input" aria-label="Search people" placeholder="Search by name, title or e-mail" autoFocus onChange={(event) => search(event.target.value)} />
      <ul className="people">
        {people.map(({ id, real_name: name, title, deleted }) => (
          <li key={id}>
            <button type="button" onClick={() => onPick(id)}>
              <Avatar name={name} />
              <span><strong>{name}</strong><span>{[title, deleted && 'deactivated'].filter(Boolean).join(' · ')}</span></span>
            </button>
          </li>
        ))}
        {people.length === 0 && <li className="nothing">Nobody of that name</li>}
      </ul>
    </main>
  );
}

export function App() {
  const [users, setUsers] = useUsers();
  const [active, setActive] = useState(0);
  const world = useLive(users);
  const now = useNow(world.clock);
  const add = (user) => { if (!users.includes(user)) { setUsers([...users, user]); setActive(users.length); } };
  const shown = Math.min(active, users.length - 1);
  const unread = users.reduce((sum, user) => sum + (screenOf(world, user)?.unread ?? 0), 0);
  useEffect(() => {
    const names = users.map((user) => screenOf(world, user)?.person.real_name).filter(Boolean).join(', ');
    document.title = `${unread ? `(${unread}) ` : ''}${names || 'Who are you?'} · ${world.team?.name ?? 'Sandbox'}`;
  }, [world, users, unread]);

  return (
    <div className="page">
      <header className="top">
        <strong className="team">{world.team?.name ?? '…'}</strong>
        {users.length > 1 && (
          <nav className="switcher" aria-label="People">
            {users.map((user, at) => {
              const screen = screenOf(world, user);
              return (
                <button type="button" key={user} aria-pressed={at === shown} onClick={() => setActive(at)}>
                  {screen?.person.real_name ?? user}{screen?.unread > 0 && <span className="badge">{screen.unread}</span>}
                </button>
              );
            })}
          </nav>
        )}
        {users.length > 0 && <div className="add"><PeoplePicker label="Add a person" placeholder="Add a person…" onPick={add} /></div>}
        <a href="/gallery" className="top-link">Gallery</a>
      </header>
      {users.length === 0 ? <Welcome onPick={add} team={world.team?.name ?? 'this'} /> : (
        <main className="panes" data-shown={shown}>
          {users.map((user, at) => {
            const screen = screenOf(world, user);
            return (
              <div className={`pane-slot${at === shown ? ' shown' : ''}`} key={user}>
                {screen && (
                  <Pane screen={screen} world={world} now={now} onClose={() => setUsers(users.filter((one) => one !== user))}
                    onSwap={(other) => !users.includes(other) && setUsers(users.map((one) => (one === user ? other : one)))} />
                )}
              </div>
            );
          })}
        </main>
      )}
      <Strip world={world} now={now} />
    </div>
  );
}
