// A list or calendar that hangs at a field: shown in the browser's top layer, so that no scrolling
// box cuts it off, below the field or above it, wherever there is room.
import { useLayoutEffect, useRef } from 'react';

const gap = 4;

function place(popup, anchor) {
  const at = anchor.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - gap * 2;
  const above = at.top - gap * 2;
  popup.style.maxHeight = '';
  const wanted = popup.scrollHeight;
  const down = below >= Math.min(wanted, 220) || below >= above;
  popup.style.maxHeight = `${Math.max(80, Math.min(360, down ? below : above))}px`;
  if (popup.dataset.width === 'anchor') popup.style.width = `${at.width}px`;
  const width = popup.offsetWidth;
  const left = Math.max(gap, Math.min(at.left, window.innerWidth - width - gap));
  popup.style.left = `${left}px`;
  popup.style.top = down ? `${at.bottom + gap}px` : `${at.top - gap - popup.offsetHeight}px`;
}

// Refs for the field and the popup (which needs popover="manual").
export function usePopup(open, contents) {
  const anchor = useRef();
  const popup = useRef();
  useLayoutEffect(() => {
    const box = popup.current;
    if (!box) return undefined;
    if (!open) {
      if (box.matches(':popover-open')) box.hidePopover();
      return undefined;
    }
    if (!box.matches(':popover-open')) box.showPopover();
    const again = (event) => {
      if (!(event?.target instanceof Node && box.contains(event.target))) place(box, anchor.current);
    };
    again();
    window.addEventListener('resize', again);
    document.addEventListener('scroll', again, true);
    return () => {
      window.removeEventListener('resize', again);
      document.removeEventListener('scroll', again, true);
    };
  }, [open, contents]);
  return { anchor, popup };
}

// Closes what is open when something else is clicked or focused.
export function useOutside(open, refs, close) {
  const known = useRef();
  known.current = { refs, close };
  useLayoutEffect(() => {
    if (!open) return undefined;
    const look = (event) => {
      const inside = known.current.refs.some((ref) => ref.current?.contains(event.target));
      if (!inside) known.current.close();
    };
    document.addEventListener('pointerdown', look, true);
    document.addEventListener('focusin', look, true);
    return () => {
      document.removeEventListener('pointerdown', look, true);
      document.removeEventListener('focusin', look, true);
    };
  }, [open]);
}
