// Planting faults: the next calls of the bot fail, or the bot does not hear what people do.
import { useState } from 'react';
import { control, forget } from './control.js';

const methods = ['*', 'chat.postMessage', 'chat.update', 'views.open', 'views.push', 'views.update', 'views.publish', 'users.list', 'users.info', 'response_url'];
const kinds = [
  ['http_500', 'answers with an error page'],
  ['slow', 'answers 2 s late'],
  ['lost_answer', 'does it, but the answer is lost'],
  ['reset', 'cuts the connection'],
  ['rate_limit', 'says: too many requests'],
  ['not_json', 'answers with nonsense'],
];

const Choice = ({ label, value, onChange, options }) => (
  <label>
    {label}
    <select value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map(([name, text]) => <option key={name} value={name}>{text}</option>)}
    </select>
  </label>
);

export function Faults({ world }) {
  const [method, setMethod] = useState('*');
  const [kind, setKind] = useState('http_500');
  const [times, setTimes] = useState(1);
  // The stream tells of faults only when something has happened; what was planted is known here.
  const [planted, setPlanted] = useState(null);
  const known = planted?.log === world.log ? planted : { faults: world.faults, lost: world.lost };
  const remember = (change) => setPlanted({ ...known, ...change, log: world.log });

  const plant = async () => remember({ faults: (await control('faults', { method, kind, times, ...(kind === 'slow' && { ms: 2000 }) })).faults });
  const lose = async (how) => remember({ lost: (await control('delivery_faults', { kind: how, times: 1 })).lost });
  const clear = async () => { await forget('faults'); remember({ faults: [], lost: 0 }); };
  return (
    <div className="faults">
      <fieldset>
        <legend>The bot</legend>
        <button type="button" className="button" onClick={() => lose('timeout')}>Misses the next 3 seconds</button>
        <button type="button" className="button" onClick={() => lose('unreachable')}>Cannot be reached once</button>
      </fieldset>
      <fieldset>
        <legend>Slack’s side, for the next calls of the bot</legend>
        <Choice label="Method" value={method} onChange={setMethod} options={methods.map((one) => [one, one === '*' ? 'any' : one])} />
        <Choice label="Slack" value={kind} onChange={setKind} options={kinds} />
        <label>Times <input type="number" min="1" max="99" value={times} onChange={(event) => setTimes(Number(event.target.value) || 1)} /></label>
        <button type="button" className="button" onClick={plant}>Plant</button>
      </fieldset>
      <p>
        {known.lost > 0 && <span className="planted">The next {known.lost} requests do not reach the bot. </span>}
        {known.faults.map((one, at) => <span className="planted" key={at}>{one.method} {one.kind} ×{one.times} </span>)}
        {known.lost === 0 && known.faults.length === 0 && 'Nothing is planted.'}{' '}
        <button type="button" className="link" onClick={clear}>Clear</button>
      </p>
    </div>
  );
}
