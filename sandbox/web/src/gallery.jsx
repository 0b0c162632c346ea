// The gallery: every block and element, and beside it what Slack would have sent. No bot is needed:
// the sandbox records what this person does, and answers in the bot's place.
import { useEffect, useState } from 'react';
import { useNow } from './app.jsx';
import { control, look } from './control.js';
import { galleryAnswers, galleryHome, galleryMessages, galleryModal } from './gallery_content.js';
import { useLive } from './live.js';
import { readable } from './log.jsx';
import { Pane } from './pane.jsx';

const user = 'U0SBGALLERY';
const shown = new Set(['block_actions', 'block_suggestion', 'view_submission', 'view_closed']);

function useLastSent(world) {
  const [sent, setSent] = useState(null);
  const seq = Math.max(0, ...[...world.log.values()].filter((one) => one.user === user && shown.has(one.kind)).map((one) => one.seq));
  useEffect(() => {
    let current = true;
    if (seq) look(`log/${seq}`).then(({ entry }) => current && setSent(entry), () => {});
    return () => { current = false; };
  }, [seq]);
  return sent;
}

// Without the parts that only repeat what stands on the left.
function shortened(json) {
  try {
    const { view, message, ...rest } = JSON.parse(json);
    const short = (place) => place && { ...place, blocks: '(as shown)' };
    return JSON.stringify({ ...rest, ...(view && { view: short(view) }), ...(message && { message: short(message) }) }, null, 2);
  } catch {
    return json;
  }
}

function Sent({ entry }) {
  return (
    <section className="sent" aria-label="What was sent" data-seq={entry?.seq ?? 0}>
      <h2>What was sent</h2>
      {entry ? <><p><strong>{entry.kind}</strong> to {entry.target}</p><pre tabIndex={0}>{shortened(readable(entry.request))}</pre></> : <p>Nothing yet. Click, choose or type something.</p>}
    </section>
  );
}

function Stage({ ready }) {
  const world = useLive(ready);
  const now = useNow(world.clock);
  const sent = useLastSent(world);
  const screen = world.screens[user];
  const openModal = () => control('gallery', { modal: galleryModal(), answers: galleryAnswers });
  return (
    <div className="page gallery">
      <header className="top">
        <strong className="team">Gallery</strong>
        <button type="button" className="button" onClick={openModal}>Open the modal</button>
        <a href="/" className="top-link">The workspace</a>
      </header>
      <main className="panes">
        <div className="pane-slot shown">{screen && <Pane screen={screen} world={world} now={now} fixed />}</div>
        <Sent entry={sent} />
      </main>
    </div>
  );
}

export function Gallery() {
  const [ready, setReady] = useState(null);
  useEffect(() => {
    const picture = `${location.origin}/picture.svg`;
    document.title = 'Gallery';
    control('gallery', { home: galleryHome(picture), messages: galleryMessages(picture), answers: galleryAnswers })
      .then(() => setReady([user]), (fault) => setReady(fault.message));
  }, []);
  if (typeof ready === 'string') return <p className="nothing" role="alert">{ready}</p>;
  return ready && <Stage ready={ready} />;
}
