// rich_text blocks: sections, lists, quotes and preformatted text, with their leaves.
import { useContext } from 'react';
import { DateText, Emoji, Link, Mention } from './mrkdwn.jsx';
import { SurfaceContext } from './surface.jsx';

function Styled({ style = {}, children }) {
  let out = children;
  if (style.code) out = <code>{out}</code>;
  if (style.strike) out = <s>{out}</s>;
  if (style.underline) out = <u>{out}</u>;
  if (style.italic) out = <em>{out}</em>;
  if (style.bold) out = <strong>{out}</strong>;
  if (style.highlight || style.client_highlight) out = <mark>{out}</mark>;
  return out;
}

function Leaf({ leaf }) {
  const { names } = useContext(SurfaceContext);
  switch (leaf.type) {
    case 'text': return leaf.text;
    case 'link': return <Link href={leaf.url}>{leaf.text ?? leaf.url}</Link>;
    case 'user': return <Mention>@{names[leaf.user_id] ?? leaf.user_id}</Mention>;
    case 'channel': return <Mention>#{names[leaf.channel_id] ?? leaf.channel_id}</Mention>;
    case 'usergroup': return <Mention>@{leaf.usergroup_id}</Mention>;
    case 'team': return <Mention>{leaf.team_id}</Mention>;
    case 'broadcast': return <Mention>@{leaf.range}</Mention>;
    case 'emoji': return <Emoji name={leaf.name} />;
    case 'date': return <DateText unix={leaf.timestamp} format={leaf.format} link={leaf.url} fallback={leaf.fallback} />;
    case 'color': return <Colour value={leaf.value} />;
    default: return null;
  }
}

const Colour = ({ value }) => (
  <span className="colour">
    <svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill={value} /></svg>
    {value}
  </span>
);

const leaves = (list = []) => list.map((leaf, at) => <Styled key={at} style={leaf.style}><Leaf leaf={leaf} /></Styled>);

function Part({ part }) {
  switch (part.type) {
    case 'rich_text_section': return <p>{leaves(part.elements)}</p>;
    case 'rich_text_quote': return <blockquote>{leaves(part.elements)}</blockquote>;
    case 'rich_text_preformatted': return <pre>{leaves(part.elements)}</pre>;
    case 'rich_text_list': return <List list={part} />;
    default: return null;
  }
}

function List({ list }) {
  const items = list.elements.map((item, at) => <li key={at}><Part part={item} /></li>);
  const name = `list indent-${list.indent ?? 0}${list.border ? ' bordered' : ''}`;
  if (list.style === 'ordered') return <ol className={name} start={(list.offset ?? 0) + 1}>{items}</ol>;
  return <ul className={name}>{items}</ul>;
}

export const RichText = ({ block }) => (
  <div className="rich-text">{(block?.elements ?? []).map((part, at) => <Part key={at} part={part} />)}</div>
);
