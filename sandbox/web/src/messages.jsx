// The Messages tab: the conversation of the app and one person, its threads, and the composer.
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Avatar } from './avatar.jsx';
import { Blocks } from './blocks.jsx';
import { control } from './control.js';
import { clockTime, formatDate, isoDate } from './dates.js';
import { Eye, Warning } from './icons.jsx';
import { Mrkdwn } from './mrkdwn.jsx';
import { SurfaceContext, useActing } from './surface.jsx';

const instant = (message) => Number(message.ts) * 1000;

function Message({ message, common, complain, children }) {
  const { tz, app, person } = common;
  const place = useMemo(() => ({ surface: 'message', ts: message.ts }), [message.ts]);
  const acting = useActing(common.user, place, complain);
  const surface = useMemo(
    () => ({ ...common, ...acting, values: message.state ?? {}, errors: {}, disabled: false }),
    [common, acting, message],
  );
  const name = message.from_app ? app : person.name;
  return (
    <SurfaceContext.Provider value={surface}>
      <article className={`message${message.ephemeral ? ' ephemeral' : ''}`} aria-label={`${name}, ${clockTime(instant(message), tz)}`} data-ts={message.ts}>
        <Avatar name={message.from_app ? app : person.real_name} app={message.from_app} />
        <div className="message-body">
          {message.ephemeral && <p className="only-you"><Eye /> Only visible to you</p>}
          <header>
            <strong>{name}</strong>
            {message.from_app && <span className="app-badge">APP</span>}
            <time dateTime={new Date(instant(message)).toISOString()}>{clockTime(instant(message), tz)}</time>
          </header>
          <div className="message-blocks">
            {message.blocks ? <Blocks blocks={message.blocks} /> : <Mrkdwn text={message.text} />}
            {message.edited_ts && <span className="edited"> (edited)</span>}
          </div>
          {message.trouble && <p className="trouble" role="alert"><Warning /> {message.trouble}</p>}
          {children}
        </div>
      </article>
    </SurfaceContext.Provider>
  );
}

function Composer({ user, app, threadTs, complain }) {
  const [text, setText] = useState('');
  const send = async () => {
    const said = text.trim();
    if (!said) return;
    setText('');
    try {
      const [, command, rest] = (!threadTs && said.match(/^(\/\S+)\s*(.*)$/s)) || [];
      if (command) {
        const { outcome, shown } = await control('command', { user, command, text: rest });
        if (outcome === 'trouble') complain(shown);
      } else {
        await control('send_message', { user, text: said, ...(threadTs && { thread_ts: threadTs }) });
      }
    } catch (fault) {
      setText(said);
      complain(fault.message);
    }
  };
  const onKeyDown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const label = threadTs ? 'Reply…' : `Message ${app}`;
  return (
    <form className="composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <textarea rows={1} value={text} aria-label={label} placeholder={label} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />
      <button type="submit" className="send" aria-label="Send" disabled={!text.trim()}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 2l12 6-12 6 1.5-5L9 8 3.500 7z" /></svg>
      </button>
    </form>
  );
}

// Stays at the newest message while one is there, and where one is while one reads older ones.
function useNewestInView(count) {
  const list = useRef();
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (atEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, [count]);
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = list.current;
    atEnd.current = scrollHeight - scrollTop - clientHeight < 40;
  };
  return { ref: list, onScroll };
}

function Thread({ root, replies, common, complain, close }) {
  return (
    <section className="thread" aria-label="Thread">
      <header>
        <button type="button" className="plain-icon" aria-label="Back to messages" onClick={close}>←</button>
        <h3>Thread</h3>
      </header>
      <div className="message-list">
        <Message message={root} common={common} complain={complain} />
        <p className="reply-count">{replies.length} {replies.length === 1 ? 'reply' : 'replies'}</p>
        {replies.map((one) => <Message key={one.ts} message={one} common={common} complain={complain} />)}
      </div>
      <Composer user={common.user} app={common.app} threadTs={root.ts} complain={complain} />
    </section>
  );
}

export function Messages({ screen, common, complain }) {
  const { messages, read_ts: readTs, unread } = screen;
  const { tz, now, user } = common;
  const [newFrom] = useState(readTs ?? ''); // the mark stays until the tab is left
  const [threadTs, setThreadTs] = useState(null);
  const replies = Map.groupBy(messages.filter((one) => one.thread_ts && one.thread_ts !== one.ts), (one) => one.thread_ts);
  const roots = messages.filter((one) => !one.thread_ts || one.thread_ts === one.ts || !messages.some((other) => other.ts === one.thread_ts));
  const newest = useNewestInView(messages.length);

  useEffect(() => {
    if (unread > 0 && !document.hidden) control('mark_read', { user }).catch(() => {});
  }, [unread, user]);

  const root = roots.find((one) => one.ts === threadTs);
  if (root) {
    return <Thread root={root} replies={replies.get(threadTs) ?? []} common={common} complain={complain} close={() => setThreadTs(null)} />;
  }
  let lastDay = '';
  let marked = newFrom === '' || messages.every((one) => one.ts <= newFrom);
  return (
    <div className="conversation">
      <div className="message-list" role="log" aria-label="Messages" tabIndex={0} {...newest}>
        {roots.length === 0 && <p className="nothing">This is the very beginning of your messages with {common.app}.</p>}
        {roots.map((message) => {
          const day = isoDate(instant(message), tz);
          const divider = day !== lastDay && formatDate(Number(message.ts), '{day_divider_pretty}', tz, now);
          const isNew = !marked && message.from_app && message.ts > newFrom;
          marked ||= isNew;
          lastDay = day;
          const answers = replies.get(message.ts) ?? [];
          return (
            <Fragment key={message.ts}>
              {divider && <div className="day-divider"><span>{divider}</span></div>}
              {isNew && <div className="new-divider" role="separator" aria-label="New messages"><span>New</span></div>}
              <Message message={message} common={common} complain={complain}>
                {answers.length > 0 && (
                  <button type="button" className="replies" onClick={() => setThreadTs(message.ts)}>
                    {answers.length} {answers.length === 1 ? 'reply' : 'replies'}
                  </button>
                )}
                {answers.length === 0 && !message.ephemeral && (
                  <button type="button" className="replies start" onClick={() => setThreadTs(message.ts)}>Reply in thread</button>
                )}
              </Message>
            </Fragment>
          );
        })}
      </div>
      <Composer user={user} app={common.app} complain={complain} />
    </div>
  );
}
