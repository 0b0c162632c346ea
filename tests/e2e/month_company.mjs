// Five hundred people for the simulated month: a chief, four directors, forty managers, teams; six
// applications, each with an owner and one thing to ask for, which a reference person has, and another together with the next.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// Whole hours from UTC, so that a working day begins and ends with a step of the month.
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Pacific/Auckland', 'Etc/UTC'];
const size = 500;
const applications = Array.from({ length: 6 }, (_, i) => ({ name: `App${i}`, id: `app-${i}`, owner: 60 + i, holder: 70 + i }));
const risk = 498;
const administrator = 499;

// Somebody who has two applications' things: to be like them is to ask for both.
const twice = (app) => 80 + app;
const nextOf = (app) => (app + 1) % applications.length;

// What the policy says, before and after it is changed in the middle of the month. In both two of three people decide about
// one application, some get another at once, and some never get a third; whatever it does not name goes the usual way. Since
// the change one owner is asked about two applications at once: as their owner, and by name.
const three = { before: [46, 47, 48], after: [47, 48, 49] };
const [also, then] = [61, 62];
const usual = { usual: true, levels: [{ ask: ({ manager }) => [manager] }, { ask: ({ owner }) => [owner] }] };
function ruleFor(version, app, beneficiary) {
  const starts = (text) => `p${beneficiary}`.startsWith(text);
  if (app === 4) return { levels: [{ ask: () => (version === 0 ? three.before : three.after), quorum: 2 }] };
  if (app === 3 && starts(version === 0 ? 'p2' : 'p3')) return { approve: true };
  if (app === 5 && starts('p1')) return { deny: true };
  if (version === 1 && app === 1) return { levels: [{ ask: ({ owner }) => [owner] }] };
  if (version === 1 && app === 2) return { levels: [{ ask: () => [also] }, { ask: ({ owner }) => [owner] }] };
  return usual;
}
const mail = (i) => `"p${i}@example.com"`;
const common = (people, atOnce) => `
[[clause]]
name = "Two of three"
when.integration = "App4"

[[clause.level]]
ask = [${people.map(mail).join(', ')}]
quorum = 2

[[clause]]
name = "At once"
when = { integration = "App3", beneficiary.email = "${atOnce}*@example.com" }
approve = true

[[clause]]
name = "Never"
when = { integration = "App5", beneficiary.email = "p1*@example.com" }
deny = "Ask again next year."
`;
const policies = [common(three.before, 'p2'), `${common(three.after, 'p3')}
[[clause]]
name = "Its owner alone"
when.integration = "App1"

[[clause.level]]
ask = "integration-owner"

[[clause]]
name = "Its neighbour, then its owner"
when.integration = "App2"

[[clause.level]]
ask = ${mail(also)}

[[clause.level]]
ask = ${mail(then)}
`];

function managerOf(i) {
  if (i === 0 || i >= risk) return undefined;
  if (i < 5) return 0;
  if (i < 45) return 1 + (i % 4);
  return 5 + (i % 40);
}

export function monthCompany() {
  const people = Array.from({ length: size }, (_, i) => ({
    index: i, email: `p${i}@example.com`, name: `Person P${i}`, slack: `U0P${i}`, zone: zones[i % zones.length],
    manager: managerOf(i), app: i % applications.length,
  }));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-month-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const write = (name, rows) => fs.writeFileSync(path.join(folder, name), rows.map((row) => row.join(',')).join('\n') + '\n');
  const roles = { [risk]: 'risk manager', [administrator]: 'administrator' };
  write('users.csv', [['User ID', 'Full Name', 'Work Email', 'Title', 'Manager Work Email', 'Roles'],
    ...people.map((p) => [`E${p.index}`, p.name, p.email, 'Person', p.manager === undefined ? '' : people[p.manager].email, roles[p.index] ?? ''])]);
  // Everybody has an account in two applications; who has what, by the things' holders.
  const accounts = people.flatMap((p) => [[p, applications[p.app]], [p, applications[nextOf(p.app)]]]);
  const holds = applications.flatMap((a, app) => [[people[a.holder], a], [people[twice(app)], a], [people[twice(app)], applications[nextOf(app)]]]);
  for (const [holder, a] of holds) {
    if (!accounts.some(([p, application]) => p === holder && application === a)) accounts.push([holder, a]);
  }
  write('identities.csv', [['Identity ID', 'Username', 'Identity name', 'App ID', 'App Name', 'Relation type', 'Employee email'],
    ...accounts.map(([p, a]) => [`${a.id}-${p.index}`, `u${p.index}`, p.name, a.id, a.name, 'IS', p.email])]);
  write('entitlements.csv', [['App', 'Privilege Name', 'Privilege Value', 'Email', 'User ID', 'Username', 'Name', 'Resource'],
    ...holds.map(([p, a]) => [a.name, 'use', 'true', p.email, `${a.id}-${p.index}`, `u${p.index}`, p.name, 'tool'])]);
  write('owners.csv', [['Entity ID', 'Entity Name', 'Entity Type', 'Integration ID', 'Integration Name', 'Primary Owner Email', 'Secondary Owners Emails'],
    ...applications.map((a) => [a.id, a.name, 'Integration', a.id, a.name, people[a.owner].email, ''])]);
  const user = (p) => ({
    id: p.slack, team_id: 'T0E2E', name: `p${p.index}`, deleted: false, real_name: p.name, tz: p.zone, tz_offset: 0,
    profile: { real_name: p.name, display_name: p.name, email: p.email, team: 'T0E2E' },
    is_restricted: false, is_ultra_restricted: false, is_bot: false, is_email_confirmed: true, updated: 1700000000,
  });
  fs.writeFileSync(path.join(folder, 'workspace.json'), JSON.stringify({
    team: { id: 'T0E2E', domain: 'e2e', name: 'E2E' },
    app: { id: 'A0E2E', bot_user_id: 'U0BOT', bot_id: 'B0BOT', name: 'Latchkey',
      scopes: ['chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email', 'commands', 'team:read'] },
    users: people.map(user),
  }));
  // Who may ask: plain people, none of whom owns, holds or reviews anything.
  const askers = people.filter((p) => p.index >= 90 && p.index < risk);
  policies.forEach((policy, version) => fs.writeFileSync(path.join(folder, `policy${version}.toml`), policy));
  // Like whom somebody asks for these applications, their own and maybe the next one.
  const likeWhom = (apps) => people[apps.length === 1 ? applications[apps[0]].holder : twice(apps[0])];
  return { folder, people, askers, applications, nextOf, likeWhom, risk: [risk], administrators: [administrator], ruleFor };
}
