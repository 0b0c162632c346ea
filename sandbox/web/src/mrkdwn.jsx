// Text objects as React nodes. slack-message-parser reads the mrkdwn; what Slack does besides
// (quotes from a bare ">", entities, dates in the reader's zone) is here.
import { Fragment, useContext } from 'react';
import { NodeType, parse } from 'slack-message-parser';
import { formatDate } from './dates.js';
import { emojiOf, withEmoji } from './emoji.js';
import { SurfaceContext } from './surface.jsx';

export const unescape = (text) => text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>' })[name]);

const broadcasts = new Set(['here', 'channel', 'everyone']);

export const Link = ({ href, children }) => (
  <a href={/^(https?|mailto|slack):/.test(href) ? href : undefined} target="_blank" rel="noopener noreferrer">
    {children}
  </a>
);

export const Mention = ({ children }) => <span className="mention">{children}</span>;

export const Emoji = ({ name }) => {
  const emoji = emojiOf(name);
  return emoji ? <span role="img" aria-label={name.replaceAll('_', ' ')} className="emoji">{emoji}</span> : `:${name}:`;
};

export function DateText({ unix, format, link, fallback }) {
  const { tz, now } = useContext(SurfaceContext);
  let text = fallback;
  try {
    text = formatDate(Number(unix), format, tz, now);
  } catch {
    // A zone or an instant that nobody knows: the fallback is for that.
  }
  const shown = <time dateTime={new Date(unix * 1000).toISOString()} title={fallback}>{text}</time>;
  return link ? <Link href={link}>{shown}</Link> : shown;
}

function Command({ node, children }) {
  const { name, arguments: args } = node;
  if (name === 'date') {
    return <DateText unix={args[0]} format={args[1] ?? ''} link={args[2]} fallback={(node.label ?? []).map((one) => one.text).join('')} />;
  }
  if (broadcasts.has(name)) return <Mention>@{name}</Mention>;
  if (name === 'subteam') return <Mention>{children ?? `@${args[0]}`}</Mention>;
  return children ?? `<!${name}>`;
}

// The line break behind a block is the block's own.
const isBox = (node) => node?.type === NodeType.PreText || node?.type === NodeType.Quote;
const trimmed = (node, before) => (node.type === NodeType.Text && isBox(before) ? { ...node, text: node.text.replace(/^\n/, '') } : node);

const nodes = (list) => list?.map((node, at) => <Node key={at} node={trimmed(node, list[at - 1])} />);

function Node({ node }) {
  const { names } = useContext(SurfaceContext);
  switch (node.type) {
    case NodeType.Text: return unescape(node.text);
    case NodeType.Bold: return <strong>{nodes(node.children)}</strong>;
    case NodeType.Italic: return <em>{nodes(node.children)}</em>;
    case NodeType.Strike: return <s>{nodes(node.children)}</s>;
    case NodeType.Code: return <code>{unescape(node.text)}</code>;
    case NodeType.PreText: return <pre>{unescape(node.text).replace(/^\n/, '')}</pre>;
    case NodeType.Quote: return <blockquote>{nodes(node.children)}</blockquote>;
    case NodeType.Emoji: return <Emoji name={node.name} />;
    case NodeType.URL: return <Link href={unescape(node.url)}>{nodes(node.label) ?? unescape(node.url)}</Link>;
    case NodeType.UserLink: return <Mention>@{names[node.userID] ?? node.userID}</Mention>;
    case NodeType.ChannelLink: return <Mention>#{names[node.channelID] ?? node.channelID}</Mention>;
    case NodeType.Command: return <Command node={node}>{nodes(node.label)}</Command>;
    default: return <Fragment>{node.source}</Fragment>;
  }
}

// A line that begins with ">" is a quote, escaped or not.
export const Mrkdwn = ({ text }) => (
  <span className="mrkdwn">{nodes(parse(text.replace(/^>/gm, '&gt;')).children)}</span>
);

export function Text({ of }) {
  if (!of) return null;
  if (of.type === 'mrkdwn') return <Mrkdwn text={of.text} />;
  const text = unescape(of.text);
  return <span className="plain">{of.emoji === false ? text : withEmoji(text)}</span>;
}

// For labels of what holds no markup: attributes, options, titles.
export const plainText = (of) => (of ? withEmoji(unescape(of.text)) : '');
