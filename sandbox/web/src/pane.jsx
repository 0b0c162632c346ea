// One person at work: who it is, the app's two tabs, and the modals over them.
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Avatar } from './avatar.jsx';
import { ConfirmProvider } from './confirm.jsx';
import { control } from './control.js';
import { stamp } from './dates.js';
import { Home } from './home.jsx';
import { Messages } from './messages.jsx';
import { Modals } from './modal.jsx';
import { PeoplePicker } from './people.jsx';

function useComplaint() {
  const [complaint, setComplaint] = useState(null);
  const complain = useCallback((text) => setComplaint({ text, at: Date.now() }), []);
  return [complaint, complain, () => setComplaint(null)];
}

// Tells the app that somebody looks at a tab, as Slack does each time.
function useOpening(user, tab, complain) {
  const [opening, setOpening] = useState(true);
  useEffect(() => {
    let here = true;
    setOpening(true);
    control(`open_${tab}`, { user }).catch((fault) => complain(fault.message)).finally(() => here && setOpening(false));
    return () => { here = false; };
  }, [user, tab, complain]);
  return opening;
}

function Tabs({ tab, setTab, unread, id }) {
  const tabs = [['home', 'Home'], ['messages', 'Messages']];
  const refs = useRef({});
  const onKeyDown = (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = tab === 'home' ? 'messages' : 'home';
    setTab(other);
    refs.current[other].focus();
  };
  return (
    <div role="tablist" aria-label="Tabs of the app" className="tabs" onKeyDown={onKeyDown}>
      {tabs.map(([name, text]) => (
        <button type="button" role="tab" key={name} id={`${id}-${name}`} aria-selected={tab === name} aria-controls={`${id}-panel`} tabIndex={tab === name ? 0 : -1}
          ref={(button) => { refs.current[name] = button; }} onClick={() => setTab(name)}>
          {text}
          {name === 'messages' && unread > 0 && <span className="badge" aria-label={`${unread} unread`}>{unread}</span>}
        </button>
      ))}
    </div>
  );
}

// A reload shows the tab that was shown.
function useTab(user) {
  const name = `tab of ${user}`;
  const [tab, setTab] = useState(() => sessionStorage.getItem(name) ?? 'home');
  useEffect(() => sessionStorage.setItem(name, tab), [name, tab]);
  return [tab, setTab];
}

export function Pane({ screen, world, now, onSwap, onClose, fixed = false }) {
  const { person } = screen;
  const [tab, setTab] = useTab(person.id);
  const [complaint, complain, forgive] = useComplaint();
  const opening = useOpening(person.id, tab, complain);
  const id = useId();
  const common = useMemo(() => ({
    user: person.id, person, tz: person.tz, now, names: screen.names, app: world.app.name, version: screen.version, epoch: screen.epoch,
  }), [screen, now, world.app.name]);
  const under = screen.modals.length > 0;

  return (
    <section className="pane" aria-label={person.real_name}>
      <ConfirmProvider>
        {(question) => (
          <>
            <div className="pane-main" inert={under || Boolean(question)}>
              <header className="who">
                <Avatar name={person.real_name} />
                {fixed ? <strong>{person.real_name}</strong> : <PeoplePicker label="You are" shown={person.real_name} onPick={onSwap} />}
                <span className="local-time" title={person.tz}>{stamp(now, person.tz)}</span>
                {onClose && <button type="button" className="plain-icon" aria-label={`Leave ${person.real_name}`} onClick={onClose}>×</button>}
              </header>
              <header className="app-header">
                <Avatar app name={world.app.name} />
                <h1>{world.app.name}</h1>
                <span className="app-badge">APP</span>
              </header>
              <Tabs tab={tab} setTab={setTab} unread={screen.unread} id={id} />
              <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`} className={`panel ${tab}-panel`}>
                {tab === 'home'
                  ? <Home home={screen.home} common={common} complain={complain} opening={opening} />
                  : <Messages key={person.id} screen={screen} common={common} complain={complain} />}
              </div>
            </div>
            <Modals modals={screen.modals} common={common} complain={complain} />
            {question}
          </>
        )}
      </ConfirmProvider>
      {complaint && (
        <div className="toast" role="alert">
          <span>{complaint.text}</span>
          <button type="button" className="plain-icon" aria-label="Dismiss" onClick={forgive}>×</button>
        </div>
      )}
    </section>
  );
}
