// Slack's date tokens, in the person's zone. https://docs.slack.dev/messaging/formatting-message-text

const day = 86_400_000;

const part = (date, tz, options) => new Intl.DateTimeFormat('en-US', { timeZone: tz, ...options }).format(date);

// Year, month and day as a number that grows by one a day.
function dayNumber(date, tz) {
  const [y, m, d] = isoDate(date, tz).split('-').map(Number);
  return Math.round(Date.UTC(y, m - 1, d) / day);
}

// "2026-03-06" of that instant there.
export function isoDate(date, tz) {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: tz, year: 'numeric', month: '2-digit', day: '2-digit' });
  return parts.format(date);
}

export const isoTime = (date, tz) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: tz, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(date);

// The instant (in seconds) at which it is that date and time there.
export function instantOf(isoDay, time, tz) {
  const [y, m, d] = isoDay.split('-').map(Number);
  const [hours, minutes] = time.split(':').map(Number);
  const wanted = Date.UTC(y, m - 1, d, hours, minutes);
  let guess = wanted;
  // Twice, for instants near a change of the clocks.
  for (let i = 0; i < 2; ++i) {
    const shown = Date.parse(`${isoDate(guess, tz)}T${isoTime(guess, tz)}:00Z`);
    guess += wanted - shown;
  }
  return Math.floor(guess / 1000);
}

function ordinal(number) {
  const tens = number % 100;
  if (tens >= 11 && tens <= 13) return `${number}th`;
  return `${number}${{ 1: 'st', 2: 'nd', 3: 'rd' }[number % 10] ?? 'th'}`;
}

// Slack leaves the year out within about half a year.
const needsYear = (date, now) => Math.abs(date - now) > 182 * day;

function longDate(date, tz, now, { weekday, month }) {
  const number = Number(part(date, tz, { day: 'numeric' }));
  const name = part(date, tz, { month });
  const year = needsYear(date, now) ? `, ${part(date, tz, { year: 'numeric' })}` : '';
  const start = weekday ? `${part(date, tz, { weekday: 'long' })}, ` : '';
  return `${start}${name} ${month === 'long' ? ordinal(number) : number}${year}`;
}

function pretty(date, tz, now, otherwise) {
  const away = dayNumber(date, tz) - dayNumber(now, tz);
  return { [-1]: 'Yesterday', 0: 'Today', 1: 'Tomorrow' }[away] ?? otherwise;
}

function ago(date, now) {
  const format = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' });
  const seconds = Math.round((date - now) / 1000);
  for (const [unit, size] of [['day', 86_400], ['hour', 3600], ['minute', 60]]) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(seconds, 'second');
}

export const clockTime = (date, tz, seconds = false) =>
  part(date, tz, { hour: 'numeric', minute: '2-digit', ...(seconds && { second: '2-digit' }) });

// `format` with every token replaced; what is no token stays as it is.
export function formatDate(unix, format, tz, now) {
  const date = unix * 1000;
  const plain = (style) => longDate(date, tz, now, style);
  const styles = { date: { month: 'long' }, date_short: { month: 'short' }, date_long: { weekday: true, month: 'long' } };
  return format.replace(/\{(\w+)\}/g, (whole, token) => {
    if (styles[token]) return plain(styles[token]);
    const [style, isPretty] = [token.replace(/_pretty$/, ''), token.endsWith('_pretty')];
    if (isPretty && styles[style]) {
      const text = pretty(date, tz, now, plain(styles[style]));
      return format.startsWith(whole) ? text : text.replace(/^(Yesterday|Today|Tomorrow)$/, (word) => word.toLowerCase());
    }
    switch (token) {
      case 'date_num': return isoDate(date, tz);
      case 'date_slash': return part(date, tz, { year: 'numeric', month: '2-digit', day: '2-digit' });
      case 'date_long_full': return longDate(date, tz, -Infinity, styles.date_long);
      case 'day_divider_pretty': return pretty(date, tz, now, plain(styles.date_long));
      case 'time': return clockTime(date, tz);
      case 'time_secs': return clockTime(date, tz, true);
      case 'ago': return ago(date, now);
      default: return whole;
    }
  });
}

// "Tue, Nov 3, 2:05 PM"
export const stamp = (date, tz) =>
  part(date, tz, { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });

// What a person typed as a time of day ("9:15", "915 pm", "21.15"), as HH:mm; null if it is none.
export function parseTime(text) {
  const match = text.trim().toLowerCase().match(/^(\d{1,2})(?:[:.\s]?(\d{2}))?\s*([ap])?\.?m?\.?$/);
  if (!match) return null;
  let hours = Number(match[1]);
  const minutes = Number(match[2] ?? 0);
  if (match[3] && (hours < 1 || hours > 12)) return null;
  if (match[3]) hours = (hours % 12) + (match[3] === 'p' ? 12 : 0);
  if (hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

// "21:15" as people read it: 9:15 PM.
export const showTime = (hhmm) => clockTime(Date.parse(`2000-01-01T${hhmm}:00Z`), 'UTC');

export const showDay = (iso) =>
  part(Date.parse(`${iso}T12:00:00Z`), 'UTC', { weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' });
