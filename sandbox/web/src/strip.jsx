// The control strip: the product clock, planted faults, and the log of all requests between the
// workspace and the bot against Slack's three seconds.
import { useState } from 'react';
import { control } from './control.js';
import { stamp } from './dates.js';
import { Faults } from './faults.jsx';
import { Clock } from './icons.jsx';
import { Log } from './log.jsx';

const hour = 3_600_000;

function offsetText(ms) {
  const hours = Math.round(ms / hour);
  if (hours === 0) return 'real time';
  const [days, rest] = [Math.floor(hours / 24), hours % 24];
  return `+${[days && `${days} d`, rest && `${rest} h`].filter(Boolean).join(' ')}`;
}

export function Strip({ world, now }) {
  const [open, setOpen] = useState(null);
  const toggle = (what) => setOpen(open === what ? null : what);
  const advance = (ms) => control('clock', { advance_ms: ms });
  const planted = world.faults.reduce((sum, fault) => sum + fault.times, 0) + world.lost;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const tab = (name, text, extra) => (
    <button type="button" className="strip-button" aria-expanded={open === name} aria-controls="strip-drawer" onClick={() => toggle(name)}>{text}{extra}</button>
  );
  return (
    <aside className="strip" aria-label="Control strip">
      {open && (
        <div id="strip-drawer" className="drawer">
          {open === 'faults' && <Faults world={world} />}
          {open === 'log' && <Log world={world} />}
          {open === 'complaints' && <Complaints violations={world.violations} />}
        </div>
      )}
      <div className="strip-bar">
        <span className={`connection${world.connected ? '' : ' lost'}`} role="status">{world.connected ? '' : 'Reconnecting…'}</span>
        <span className="clock"><Clock /> <span title={zone}>{stamp(now, zone)}</span> <span className="offset">{offsetText(world.clock.offset_ms)}</span></span>
        <button type="button" className="strip-button" onClick={() => advance(hour)}>+1 hour</button>
        <button type="button" className="strip-button" onClick={() => advance(24 * hour)}>+1 day</button>
        <span className="space" />
        {tab('faults', 'Faults', planted > 0 && <span className="badge">{planted}</span>)}
        {tab('log', 'Requests')}
        {tab('complaints', 'Slack’s complaints', <span className={`badge${world.violations.length ? ' bad' : ' good'}`}>{world.violations.length}</span>)}
      </div>
    </aside>
  );
}

const Complaints = ({ violations }) => (
  <div className="complaints">
    <p>What Slack would refuse or count against the app. A careful app leaves this empty.</p>
    <ul>{violations.map((one) => <li key={one.seq}><strong>{one.kind}</strong> {one.detail}</li>)}</ul>
  </div>
);

