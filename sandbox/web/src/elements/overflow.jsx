// Overflow menus: a button with up to five entries, operated as menus are.
import { useContext, useRef, useState } from 'react';
import { useConfirm } from '../confirm.jsx';
import { plainText } from '../mrkdwn.jsx';
import { useOutside, usePopup } from '../popup.js';
import { SurfaceContext, useElement } from '../surface.jsx';

export function Overflow({ block, element, field = {} }) {
  const { disabled } = useContext(SurfaceContext);
  const confirm = useConfirm();
  const { choose } = useElement(block, element);
  const [open, setOpen] = useState(false);
  const { anchor, popup } = usePopup(open);
  const entries = useRef([]);
  useOutside(open, [anchor, popup], () => setOpen(false));

  const focus = (at) => entries.current[(at + element.options.length) % element.options.length]?.focus();
  const show = () => {
    setOpen(true);
    queueMicrotask(() => focus(0));
  };
  const hide = () => {
    setOpen(false);
    anchor.current.focus();
  };
  const pick = async (option) => {
    hide();
    if (!(await confirm(element))) return;
    if (option.url && /^https?:/.test(option.url)) window.open(option.url, '_blank', 'noopener');
    await choose({ value: option.value }, {});
  };
  const onKeyDown = (event) => {
    if (!open) return;
    const here = entries.current.indexOf(document.activeElement);
    const moves = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 };
    if (event.key in moves) {
      event.preventDefault();
      focus(moves[event.key]);
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.stopPropagation();
      event.preventDefault();
      hide();
    }
  };
  return (
    <div className="overflow" onKeyDown={onKeyDown}>
      <button type="button" ref={anchor} className="button dots" aria-haspopup="menu" aria-expanded={open} aria-label={field.label ?? 'More actions'}
        disabled={disabled} onClick={() => (open ? hide() : show())}>⋯</button>
      <div ref={popup} popover="manual" role="menu" className="popup menu">
        {element.options.map((option, at) => (
          <button type="button" role="menuitem" key={option.value} tabIndex={-1} className="option" ref={(entry) => { entries.current[at] = entry; }} onClick={() => pick(option)}>
            <span className="option-text">{plainText(option.text)}</span>
            {option.description && <span className="option-more">{plainText(option.description)}</span>}
          </button>
        ))}
      </div>
    </div>
  );
}
