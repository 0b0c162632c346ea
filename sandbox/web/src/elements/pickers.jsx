// Date, time, and both together, in the person's zone.
import { useContext, useState } from 'react';
import { DayPicker } from 'react-day-picker';
import { Combobox } from '../combobox.jsx';
import { useConfirm } from '../confirm.jsx';
import { instantOf, isoDate, isoTime, parseTime, showDay, showTime } from '../dates.js';
import { plainText } from '../mrkdwn.jsx';
import { useOutside, usePopup } from '../popup.js';
import { SurfaceContext, useElement } from '../surface.jsx';

// A calendar day has no zone: as a local date it is only a name for itself.
const asLocal = (iso) => { const [y, m, d] = iso.split('-').map(Number); return new Date(y, m - 1, d); };
const asIso = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, '0')).join('-');

function DayField({ iso, onPick, placeholder, field, disabled }) {
  const { tz, now } = useContext(SurfaceContext);
  const [open, setOpen] = useState(false);
  const { anchor, popup } = usePopup(open);
  const close = () => setOpen(false);
  useOutside(open, [anchor, popup], close);
  const today = asLocal(isoDate(now, tz));

  const done = (day) => {
    close();
    anchor.current.focus();
    if (day) onPick(asIso(day));
  };
  const onKeyDown = (event) => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    done(null);
  };
  return (
    <div className="day-field" onKeyDown={onKeyDown}>
      <button type="button" ref={anchor} id={field.id} className={`picker-button${iso ? '' : ' empty'}${field.invalid ? ' invalid' : ''}`}
        aria-haspopup="dialog" aria-expanded={open} aria-describedby={field.describedBy} aria-label={field.label}
        disabled={disabled} onClick={() => setOpen(!open)}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 6h12M5 1v3M11 1v3M2 3h12v11H2z" /></svg>
        {iso ? showDay(iso) : placeholder}
      </button>
      <div ref={popup} popover="manual" className="popup calendar" role="dialog" aria-label="Choose a date">
        {open && (
          <DayPicker mode="single" autoFocus required={false} selected={iso ? asLocal(iso) : undefined}
            defaultMonth={iso ? asLocal(iso) : today} today={today} onSelect={(day) => done(day ?? (iso && asLocal(iso)))} />
        )}
      </div>
    </div>
  );
}

const halfHours = Array.from({ length: 48 }, (_, i) => `${String(i >> 1).padStart(2, '0')}:${i % 2 ? '30' : '00'}`);

function TimeField({ time, onPick, placeholder, field, disabled }) {
  const [typed, setTyped] = useState('');
  const known = parseTime(typed);
  const items = halfHours.filter((one) => !typed || showTime(one).toLowerCase().includes(typed.toLowerCase()) || one.includes(typed));
  const all = known && !items.includes(known) ? [known, ...items] : items;
  return (
    <div className="time-field">
      <Combobox {...field} items={all.map((one) => ({ key: one, text: showTime(one), chosen: one === time }))} shown={time ? showTime(time) : ''}
        placeholder={placeholder} disabled={disabled} onQuery={setTyped} onPick={(item) => onPick(item.key)} />
    </div>
  );
}

export function DatePicker({ block, element, field = {} }) {
  const { disabled } = useContext(SurfaceContext);
  const confirm = useConfirm();
  const { value, choose } = useElement(block, element);
  const pick = async (date) => {
    if (date !== value.selected_date && (await confirm(element))) await choose({ date }, { selected_date: date });
  };
  return <DayField iso={value.selected_date} onPick={pick} placeholder={plainText(element.placeholder) || 'Select a date'} field={field} disabled={disabled} />;
}

export function TimePicker({ block, element, field = {} }) {
  const { disabled } = useContext(SurfaceContext);
  const confirm = useConfirm();
  const { value, choose } = useElement(block, element);
  const pick = async (time) => {
    if (time !== value.selected_time && (await confirm(element))) await choose({ time }, { selected_time: time });
  };
  return <TimeField time={value.selected_time} onPick={pick} placeholder={plainText(element.placeholder) || 'Select a time'} field={field} disabled={disabled} />;
}

export function DateTimePicker({ block, element, field = {} }) {
  const { disabled, tz, now } = useContext(SurfaceContext);
  const confirm = useConfirm();
  const { value, choose } = useElement(block, element);
  const at = value.selected_date_time;
  const day = at ? isoDate(at * 1000, tz) : null;
  const time = at ? isoTime(at * 1000, tz) : null;

  const set = async (newDay, newTime) => {
    const datetime = instantOf(newDay, newTime, tz);
    if (datetime !== at && (await confirm(element))) await choose({ datetime }, { selected_date_time: datetime });
  };
  const name = field.name ?? 'Date and time';
  return (
    <div className="date-time" role="group" aria-label={name}>
      <DayField iso={day} onPick={(picked) => set(picked, time ?? '12:00')} placeholder="Select a date" field={{ ...field, label: `${name}: date` }} disabled={disabled} />
      <TimeField time={time} onPick={(picked) => set(day ?? isoDate(now, tz), picked)} placeholder="Select a time"
        field={{ label: `${name}: time`, invalid: field.invalid, describedBy: field.describedBy }} disabled={disabled} />
      <span className="zone">{tz.replaceAll('_', ' ')}</span>
    </div>
  );
}
