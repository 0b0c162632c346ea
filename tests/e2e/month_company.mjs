// Five hundred people for the simulated month: a chief, four directors, forty managers, teams; six
// applications, each with an owner and one thing to ask for, which one reference person has.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// Whole hours from UTC, so that a working day begins and ends with a step of the month.
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Pacific/Auckland', 'Etc/UTC'];
const size = 500;
const applications = Array.from({ length: 6 }, (_, i) => ({ name: `App${i}`, id: `app-${i}`, owner: 60 + i, holder: 70 + i }));
const risk = 498;
const administrator = 499;

// What the policy says of a request: of one application two of three people, of another some get it at once, of a
// third some never do. Whatever it does not name goes the usual way.
const quorum = { of: [46, 47, 48], yeses: 2 };
const ruleFor = (application, beneficiary) =>
  application.name === 'App4' ? 'quorum'
    : application.name === 'App3' && `p${beneficiary}`.startsWith('p2') ? 'approve'
      : application.name === 'App5' && `p${beneficiary}`.startsWith('p1') ? 'deny' : undefined;
const policy = `
[[clause]]
name = "Two of three"
when.integration = "App4"

[[clause.level]]
ask = [${quorum.of.map((i) => `"p${i}@example.com"`).join(', ')}]
quorum = ${quorum.yeses}

[[clause]]
name = "At once"
when = { integration = "App3", beneficiary.email = "p2*@example.com" }
approve = true

[[clause]]
name = "Never"
when = { integration = "App5", beneficiary.email = "p1*@example.com" }
deny = "Ask again next year."
`;

function managerOf(i) {
  if (i === 0 || i >= risk) return undefined;
  if (i < 5) return 0;
  if (i < 45) return 1 + (i % 4);
  return 5 + (i % 40);
}

export function monthCompany() {
  const people = Array.from({ length: size }, (_, i) => ({
    index: i, email: `p${i}@example.com`, name: `Person P${i}`, slack: `U0P${i}`, zone: zones[i % zones.length],
    manager: managerOf(i), application: applications[i % applications.length],
  }));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-month-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const write = (name, rows) => fs.writeFileSync(path.join(folder, name), rows.map((row) => row.join(',')).join('\n') + '\n');
  const roles = { [risk]: 'risk manager', [administrator]: 'administrator' };
  write('users.csv', [['User ID', 'Full Name', 'Work Email', 'Title', 'Manager Work Email', 'Roles'],
    ...people.map((p) => [`E${p.index}`, p.name, p.email, 'Person', p.manager === undefined ? '' : people[p.manager].email, roles[p.index] ?? ''])]);
  const accounts = people.map((p) => [p, p.application]);
  for (const application of applications) {
    const holder = people[application.holder];
    if (holder.application !== application) accounts.push([holder, application]);
  }
  write('identities.csv', [['Identity ID', 'Username', 'Identity name', 'App ID', 'App Name', 'Relation type', 'Employee email'],
    ...accounts.map(([p, a]) => [`${a.id}-${p.index}`, `u${p.index}`, p.name, a.id, a.name, 'IS', p.email])]);
  write('entitlements.csv', [['App', 'Privilege Name', 'Privilege Value', 'Email', 'User ID', 'Username', 'Name', 'Resource'],
    ...applications.map((a) => [a.name, 'use', 'true', people[a.holder].email, `${a.id}-${a.holder}`, `u${a.holder}`, people[a.holder].name, 'tool'])]);
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
  const askers = people.filter((p) => p.index >= 80 && p.index < risk);
  fs.writeFileSync(path.join(folder, 'policy.toml'), policy);
  return { folder, people, askers, risk: [risk], administrators: [administrator], quorum, ruleFor };
}
