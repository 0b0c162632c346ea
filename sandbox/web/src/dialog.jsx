// A dialog over one person's pane: the focus goes in, stays in, and comes back. It is not the
// browser's own modal dialog, because the people beside it go on working.
import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import { tabbable } from 'tabbable';

export function Dialog({ title, className = '', buried = false, onEscape, onCross, children }) {
  const titleId = useId();
  const box = useRef();
  const inside = useRef(false); // the focus is or was last in here

  useLayoutEffect(() => {
    const before = document.activeElement;
    const pane = box.current.closest('.pane');
    if (before === document.body || pane.contains(before)) {
      const first = box.current.querySelector('[data-focus-on-load] input, [data-focus-on-load] textarea, [data-first]');
      (first ?? tabbable(box.current.querySelector('.dialog-body') ?? box.current)[0] ?? box.current).focus();
    }
    return () => {
      const back = before?.isConnected ? before : pane.querySelector('[role=tab][aria-selected=true]');
      // After React has taken the dialog away.
      if (inside.current) queueMicrotask(() => (back?.isConnected ? back : null)?.focus());
    };
  }, []);

  useEffect(() => {
    const look = (event) => { inside.current = box.current?.contains(event.target) ?? false; };
    inside.current = box.current.contains(document.activeElement);
    document.addEventListener('focusin', look);
    return () => document.removeEventListener('focusin', look);
  }, []);

  // What had the focus may be gone after an update.
  useEffect(() => {
    if (inside.current && !buried && document.activeElement === document.body) box.current.focus();
  });

  const onKeyDown = (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onEscape();
    }
    if (event.key !== 'Tab') return;
    const stops = tabbable(box.current);
    const [first, last] = [stops[0], stops.at(-1)];
    const here = document.activeElement;
    if (event.shiftKey && (here === first || here === box.current)) {
      event.preventDefault();
      last?.focus();
    } else if (!event.shiftKey && here === last) {
      event.preventDefault();
      first.focus();
    }
  };

  return (
    <div className={`layer${buried ? ' buried' : ''}`} inert={buried}>
      <section ref={box} role="dialog" aria-modal="true" aria-labelledby={titleId} tabIndex={-1} className={`dialog ${className}`} onKeyDown={onKeyDown}>
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="plain-icon cross" aria-label="Close" onClick={onCross}>×</button>
        </header>
        {children}
      </section>
    </div>
  );
}
