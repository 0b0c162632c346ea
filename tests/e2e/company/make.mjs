// Writes the tests' own small company: the CSV files that are imported and the workspace of the same people.
// Run it again after a change; what it writes is committed.
import fs from 'node:fs';
import path from 'node:path';

const folder = path.dirname(new URL(import.meta.url).pathname);
const write = (name, rows) =>
  fs.writeFileSync(path.join(folder, name), rows.map((row) => row.map(cell).join(',')).join('\n') + '\n');
const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const mail = (name) => `${name.split(' ')[0].toLowerCase()}@example.com`;

//       name            title              manager       roles                     end date
const people = [
  ['Mia Novak', 'Head of Engineering', '', '', ''],
  ['Ann Lee', 'Engineer', 'Mia Novak', '', ''],
  ['Ben Ito', 'Engineer', 'Mia Novak', '', ''],
  ['Max Many', 'Platform Engineer', 'Mia Novak', '', ''],
  ['Omar Haddad', 'Developer Tools Lead', 'Mia Novak', '', ''],
  ['Olga Petrova', 'Payroll Lead', 'Mia Novak', '', ''],
  ['Rita Gómez', 'Risk Manager', '', 'risk manager', ''],
  ['Adam Okafor', 'IT Administrator', '', 'administrator', ''],
  ['Tess Gone', 'Engineer', 'Mia Novak', '', '2020-01-31'],
  ['Dan Away', 'Engineer', 'Mia Novak', '', ''],
  ['Gus Guest', 'Contractor', 'Mia Novak', '', ''],
  ["Zoe O'Hara", 'Intern', 'Dan Away', '', ''],
];
write('users.csv', [
  ['User ID', 'Full Name', 'Work Email', 'Department', 'Title', 'End Date', 'Manager Work Email', 'Roles'],
  ...people.map(([name, title, manager, roles, end], i) =>
    [`E${i + 1}`, name, mail(name), 'Product', title, end, manager && mail(manager), roles]),
]);

const apps = { GitHub: 'app-1', Payroll: 'app-2', Wiki: 'app-3' };
const accounts = [];
const add = (app, name, username) => accounts.push([`${username}-id`, username, mail(name), name, apps[app], app, 'IS', mail(name)]);
for (const [name] of people) add('GitHub', name, `${name.split(' ')[0].toLowerCase()}-gh`);
add('Payroll', 'Ann Lee', 'ann-pay');
add('Payroll', 'Ann Lee', 'ann-pay-2');
add('Payroll', 'Ben Ito', 'ben-pay');
add('Wiki', 'Ben Ito', 'ben-wiki');
accounts.push(['bot-id', 'deploy-bot', '', 'deploy bot', apps.GitHub, 'GitHub', 'OWNS', mail('Ben Ito')]);
write('identities.csv', [
  ['Identity ID', 'Username', 'Identity email', 'Identity name', 'App ID', 'App Name', 'Relation type', 'Employee email'],
  ...accounts,
]);

const held = (name, app, username, resource, privilege, privileged = '') =>
  [app, '', privilege, 'true', mail(name), `${username}-id`, username, name, '', '', resource, 'repository', privileged];
const columns = ['App', 'Project', 'Privilege Name', 'Privilege Value', 'Email', 'User ID', 'Username', 'Name', 'Connection',
  'Connection Type', 'Resource', 'Resource Type', 'Privileged'];
const many = Array.from({ length: 120 }, (_, i) =>
  held('Max Many', 'GitHub', 'max-gh', `service-${String(i + 1).padStart(3, '0')}`, 'read'));
write('entitlements.csv', [
  columns,
  held('Ann Lee', 'GitHub', 'ann-gh', 'website', 'read'),
  held('Ben Ito', 'GitHub', 'ben-gh', 'website', 'read'),
  held('Ben Ito', 'GitHub', 'ben-gh', 'payments-api', 'write'),
  held('Ben Ito', 'GitHub', 'ben-gh', 'payments-api', 'admin', 'true'),
  held('Ben Ito', 'Payroll', 'ben-pay', 'reports', 'view'),
  held('Ben Ito', 'Wiki', 'ben-wiki', 'handbook', 'edit'),
  ...many,
]);
write('owners.csv', [
  ['Entity ID', 'Entity Name', 'Entity Type', 'Integration ID', 'Integration Name', 'Primary Owner Email', 'Secondary Owners Emails'],
  [apps.GitHub, 'GitHub', 'Integration', apps.GitHub, 'GitHub', mail('Omar Haddad'), mail('Olga Petrova')],
  [apps.Payroll, 'Payroll', 'Integration', apps.Payroll, 'Payroll', mail('Olga Petrova'), ''],
  [apps.Wiki, 'Wiki', 'Integration', apps.Wiki, 'Wiki', mail('Adam Okafor'), ''],
]);

const slackUser = (id, name, email, more = {}) => ({
  id, team_id: 'T0E2E', name: name.split(' ')[0].toLowerCase(), deleted: false, real_name: name, tz: 'Europe/Amsterdam',
  tz_label: 'Central European Time', tz_offset: 3600,
  profile: { real_name: name, display_name: name, email, team: 'T0E2E' },
  is_admin: false, is_owner: false, is_primary_owner: false, is_restricted: false, is_ultra_restricted: false,
  is_bot: false, is_app_user: false, is_email_confirmed: true, updated: 1700000000, ...more,
});
const special = { 'Dan Away': { deleted: true }, 'Gus Guest': { is_restricted: true } };
fs.writeFileSync(path.join(folder, 'workspace.json'), JSON.stringify({
  team: { id: 'T0E2E', domain: 'e2e', name: 'E2E' },
  app: { id: 'A0E2E', bot_user_id: 'U0BOT', bot_id: 'B0BOT', name: 'Latchkey',
    scopes: ['chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email', 'commands', 'team:read'] },
  users: [
    ...people.map(([name], i) => slackUser(`U0E${i + 1}`, name, mail(name), special[name])),
    slackUser('U0UMA', 'Uma Nobody', 'uma@elsewhere.example'),
    slackUser('U0SAM', 'Sam Stranger', 'sam@partner.example', { is_stranger: true, team_id: 'T0PARTNER' }),
  ],
}, null, 1) + '\n');
