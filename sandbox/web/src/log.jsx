// Every request between the workspace and the bot, newest first, with its time against the limit.
import { useEffect, useState } from 'react';
import { look } from './control.js';

const limit = 3000; // ms: what Slack gives the app

// Payloads come as forms; people want to read the JSON in them.
export function readable(body) {
  const form = /^[\w]+=/.test(body) ? new URLSearchParams(body) : null;
  const text = form?.get('payload') ?? body;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return form && !form.has('payload') ? [...form].map(([name, value]) => `${name}: ${value}`).join('\n') : text;
  }
}

function Details({ seq }) {
  const [entry, setEntry] = useState(null);
  useEffect(() => {
    look(`log/${seq}`).then((answer) => setEntry(answer.entry), (fault) => setEntry({ request: fault.message, answer: '' }));
  }, [seq]);
  if (!entry) return <p>Loading…</p>;
  return (
    <div className="exchange">
      <h4>Sent</h4>
      <pre tabIndex={0}>{readable(entry.request)}</pre>
      <h4>Answered</h4>
      <pre tabIndex={0}>{entry.answer ? readable(entry.answer) : '(empty)'}</pre>
    </div>
  );
}

function Time({ entry }) {
  if (!entry.done) return <span>…</span>;
  const share = Math.min(1, entry.ms / limit);
  return (
    <span className={`time${entry.ms >= limit ? ' over' : share > 0.5 ? ' long' : ''}`}>
      {entry.to_bot && <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect className="whole" width="100" height="6" /><rect width={Math.max(1, share * 100)} height="6" /></svg>}
      {entry.ms} ms
    </span>
  );
}

export function Log({ world }) {
  const [open, setOpen] = useState(null);
  const entries = [...world.log.values()].sort((a, b) => b.seq - a.seq);
  const late = entries.filter((one) => one.direction === 'to_bot' && one.done && one.ms >= limit).length;
  return (
    <div className="log">
      <p>Requests to the bot must be answered within 3,000 ms. {late > 0 ? `${late} of those below were not.` : 'All of those below were.'}</p>
      <table>
        <thead><tr><th scope="col">Request</th><th scope="col">Person</th><th scope="col">Status</th><th scope="col">Time</th></tr></thead>
        <tbody>
          {entries.map((entry) => [
            <tr key={entry.seq} className={entry.error ? 'failed' : undefined}>
              <td>
                <button type="button" className="link" aria-expanded={open === entry.seq} onClick={() => setOpen(open === entry.seq ? null : entry.seq)}>
                  <span aria-hidden="true">{entry.direction === 'to_bot' ? '→' : '←'}</span> {entry.kind}
                  <span className="hidden">{entry.direction === 'to_bot' ? ' to the bot' : ' from the bot'}</span>
                </button>
              </td>
              <td>{entry.name ?? entry.user}</td>
              <td>{entry.error ? entry.error : entry.status || ''}</td>
              <td><Time entry={{ ...entry, to_bot: entry.direction === 'to_bot' }} /></td>
            </tr>,
            open === entry.seq && <tr key={`${entry.seq} details`}><td colSpan={4}><Details seq={entry.seq} /></td></tr>,
          ])}
        </tbody>
      </table>
    </div>
  );
}
