// A face for everybody: initials on a colour of their own, and the app's key.
const colours = ['#5b5bd6', '#0e7a5f', '#b4491f', '#8e4ec6', '#2a6fb0', '#a4384a', '#6a6f2b', '#0f7c8c'];

const hash = (text) => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);

const initials = (name) => name.split(/[\s-]+/).filter(Boolean).map((word) => [...word][0]).filter((_, at, all) => at === 0 || at === all.length - 1).join('').toUpperCase();

export function Avatar({ name, app = false }) {
  if (app) return <img className="avatar" src="/picture.svg" alt="" />;
  return (
    <svg className="avatar" viewBox="0 0 36 36" aria-hidden="true">
      <rect width="36" height="36" rx="8" fill={colours[hash(name) % colours.length]} />
      <text x="18" y="23.500" textAnchor="middle">{initials(name)}</text>
    </svg>
  );
}
