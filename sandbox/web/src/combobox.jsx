// A field with a list that narrows down as one types: every select, time picker and people picker.
// Downshift brings the keyboard and the ARIA roles (its useCombobox is the WAI pattern).
import { useRef, useState } from 'react';
import { useCombobox } from 'downshift';
import { usePopup } from './popup.js';

const { ItemClick, InputKeyDownEnter, InputKeyDownEscape, InputBlur } = useCombobox.stateChangeTypes;

const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export const narrowed = (items, query) =>
  query ? items.filter((item) => folded(`${item.text} ${item.more ?? ''}`).includes(folded(query))) : items;

// Props: id, labelId or label, placeholder, items [{key, text, more?, group?, chosen?}], shown (the
// text of what is chosen), onPick(item), onQuery?(text), note? (instead of items), several?, onBack?,
// onClear?, invalid, describedBy, disabled, chips?.
export function Combobox(props) {
  const { items, shown = '', several, onPick, onQuery, onBack, note, disabled } = props;
  const [query, showQuery] = useState(null); // null: not typing
  const typed = useRef(null); // the same, before it is drawn
  const setQuery = (text) => {
    typed.current = text;
    showQuery(text);
  };
  const [open, setOpen] = useState(false);
  const offered = onQuery ? items : narrowed(items, query);

  const keep = (state, { type, changes }) => {
    if (type === InputBlur || type === InputKeyDownEscape) return { ...changes, selectedItem: null, inputValue: '' };
    const picked = type === ItemClick || type === InputKeyDownEnter;
    if (picked && several) return { ...changes, isOpen: true, highlightedIndex: state.highlightedIndex };
    return changes;
  };

  const box = useCombobox({
    items: offered,
    itemToString: (item) => item?.text ?? '',
    itemToKey: (item) => item?.key,
    // In an open list what is typed replaces what is chosen.
    inputValue: query ?? (open ? '' : shown),
    selectedItem: null,
    labelId: props.labelId,
    inputId: props.id,
    stateReducer: keep,
    onIsOpenChange: ({ isOpen }) => {
      setOpen(isOpen);
      if (!isOpen) setQuery(null);
      else if (typed.current === null) onQuery?.('');
    },
    onStateChange: ({ type, selectedItem }) => {
      if ((type === ItemClick || type === InputKeyDownEnter) && selectedItem) {
        setQuery(null);
        onPick(selectedItem);
        if (several) onQuery?.('');
      }
    },
  });
  const { anchor, popup } = usePopup(box.isOpen, offered);

  const onKeyDown = (event) => {
    if (event.key === 'Escape') {
      // The list is closed first, what it stands in only by the next Escape.
      if (box.isOpen) event.stopPropagation();
      else event.nativeEvent.preventDownshiftDefault = true;
    }
    // Enter without a list does nothing: it must not submit what is half chosen.
    if (event.key === 'Enter' && box.isOpen) event.stopPropagation();
    if (event.key === 'Backspace' && several && !query) onBack?.();
  };

  const input = box.getInputProps({
    onKeyDown,
    // Here and not in a change of downshift's state, which comes too late for fast fingers.
    onChange: (event) => {
      setQuery(event.currentTarget.value);
      onQuery?.(event.currentTarget.value);
    },
    onFocus: (event) => event.target.select(),
    placeholder: (open && shown) || props.placeholder,
    disabled,
    'aria-label': props.label,
    'aria-invalid': props.invalid || undefined,
    'aria-describedby': props.describedBy,
    autoFocus: props.autoFocus,
  });

  return (
    <div className={`combobox${disabled ? ' disabled' : ''}${props.invalid ? ' invalid' : ''}`} ref={anchor}>
      {props.chips}
      <input {...input} />
      {props.onClear && (
        <button type="button" className="plain-icon" aria-label="Clear" onClick={props.onClear} disabled={disabled}>×</button>
      )}
      <button {...box.getToggleButtonProps({ disabled, 'aria-label': 'Show the list' })} type="button" className="plain-icon caret">
        <svg viewBox="0 0 12 8" aria-hidden="true"><path d="M1 1.5 6 6.5 11 1.5" /></svg>
      </button>
      <ListBox box={box} popup={popup} items={offered} note={note} several={several} />
    </div>
  );
}

function ListBox({ box, popup, items, note, several }) {
  const rows = [];
  let group;
  items.forEach((item, index) => {
    if (item.group && item.group !== group) {
      rows.push(<li key={`group ${item.group}`} className="group" role="presentation">{item.group}</li>);
    }
    group = item.group;
    const chosen = Boolean(item.chosen);
    rows.push(
      <li key={item.key} {...box.getItemProps({ item, index, 'aria-selected': several ? chosen : box.highlightedIndex === index })}
        className={`option${box.highlightedIndex === index ? ' here' : ''}${chosen ? ' chosen' : ''}`}>
        <span className="option-text">{item.text}</span>
        {item.more && <span className="option-more">{item.more}</span>}
      </li>,
    );
  });
  const empty = note ?? (items.length === 0 ? 'No results' : null);
  return (
    <ul {...box.getMenuProps({ ref: popup, popover: 'manual', 'data-width': 'anchor' })} className="popup listbox">
      {box.isOpen && !note && rows}
      {box.isOpen && empty && <li className="note" role="presentation">{empty}</li>}
    </ul>
  );
}
