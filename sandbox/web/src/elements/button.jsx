// Buttons: with style, question and link.
import { useContext, useState } from 'react';
import { useConfirm } from '../confirm.jsx';
import { Text, plainText } from '../mrkdwn.jsx';
import { SurfaceContext } from '../surface.jsx';

export function Button({ block, element }) {
  const { act, disabled } = useContext(SurfaceContext);
  const confirm = useConfirm();
  const [busy, setBusy] = useState(false);
  const { action_id, value, url, style } = element;

  const press = async () => {
    if (busy || !(await confirm(element))) return;
    setBusy(true);
    try {
      await act('click', { block_id: block.block_id, action_id, value });
    } catch {
      // Said already, where the pane says what went wrong.
    }
    setBusy(false);
  };
  const common = {
    className: `button${style ? ` ${style}` : ''}`,
    'aria-label': element.accessibility_label ? plainText({ text: element.accessibility_label }) : undefined,
    'aria-busy': busy || undefined,
    onClick: press,
  };
  const text = <span className="button-text"><Text of={element.text} /></span>;
  // A link opens at once; that it was clicked is told besides.
  if (url && /^https?:/.test(url) && !element.confirm) {
    return <a {...common} href={url} target="_blank" rel="noopener noreferrer">{text}</a>;
  }
  return <button type="button" {...common} disabled={disabled}>{text}</button>;
}

export const WorkflowButton = ({ element }) => (
  <button type="button" className={`button ${element.style ?? ''}`} disabled title="There are no workflows in the sandbox">
    <Text of={element.text} />
  </button>
);
