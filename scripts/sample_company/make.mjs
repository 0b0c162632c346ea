// Writes the sample company: the CSV files that are imported and the Slack workspace of the same people.
// Run it again after a change (node scripts/sample_company/make.mjs); what it writes is committed.
import fs from 'node:fs';
import path from 'node:path';
import { applications, holds, purposes, resourceOwners, rules } from './access.mjs';
import { domain, handle, mail, people } from './people.mjs';

const folder = path.dirname(new URL(import.meta.url).pathname);
const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const write = (name, rows) =>
  fs.writeFileSync(path.join(folder, name), rows.map((row) => row.map(cell).join(',')).join('\n') + '\n');

// ---- People ----

const given = (name) => name.split(' ')[0];
const family = (name) => name.split(' ').slice(1).join(' ');
write('users.csv', [
  ['User ID', 'Full Name', 'First Name', 'Last Name', 'Work Email', 'Department', 'Title', 'Start Date', 'End Date',
    'Employment Type', 'Organization', 'Manager', 'Manager Work Email', 'BalkanID Roles'],
  ...people.map((person, i) => [
    person.id, person.name, given(person.name), family(person.name), mail(person.name), person.department, person.title,
    person.starts ?? `20${15 + (i % 9)}-0${1 + (i % 9)}-1${i % 9}`, person.ends ?? '', person.employment ?? 'Full-time',
    'Fernhill', person.manager, person.manager && mail(person.manager), person.roles ?? '',
  ]),
]);

// ---- Applications ----

// An application's accounts: of those who hold something in it, second ones, and service accounts.
function accountsOf(application) {
  const grants = application.things.map((one) => people.filter((person) => holds(application.name, one, person)));
  const accounts = people.filter((person) => grants.some((who) => who.includes(person)))
    .map((person) => ({ person, username: application.account(person), grants: [] }));
  application.things.forEach((one, i) => {
    for (const account of accounts) if (grants[i].includes(account.person)) account.grants.push(one);
  });
  for (const [name, username] of Object.entries(application.second ?? {})) {
    const person = people.find((known) => known.name === name);
    const first = accounts.find((account) => account.person === person);
    accounts.push({ person, username, grants: first.grants.slice(0, 1) });
  }
  for (const [username, owner, held] of application.owns) {
    const has = (one) => held.some(([resource, privilege]) => one.resource === resource && one.privilege === privilege);
    accounts.push({ person: people.find((known) => known.name === owner), username, service: true,
      grants: application.things.filter(has) });
  }
  return accounts.map((account, i) => ({ ...account, id: `${application.id.slice(4)}-${String(100 + i)}` }));
}

const identities = [];
const usedOn = (i) => `2024-0${1 + (i % 5)}-${String(1 + ((i * 7) % 28)).padStart(2, '0')}`;
for (const application of applications) {
  const accounts = accountsOf(application);
  const name = application.name;
  for (const { id, person, username, service } of accounts) {
    identities.push([id, username, service ? '' : mail(person.name), service ? username : person.name, application.id, name,
      application.description, service ? 'OWNS' : 'IS', mail(person.name)]);
  }
  let row = 0;
  const line = (account, one, value) => [
    name, one.project, one.privilege, value, account.service ? '' : mail(account.person.name), account.id, account.username,
    account.service ? account.username : account.person.name, one.resource, one.type, String(one.privileged), value === 'true' ? usedOn(row++) : ''];
  const unheld = application.things.filter((one) => !accounts.some((account) => account.grants.includes(one)));
  write(`entitlements-${name.toLowerCase()}.csv`, [
    ['App', 'Project', 'Privilege Name', 'Privilege Value', 'Email', 'User ID', 'Username', 'Name', 'Resource', 'Resource Type',
      'Privileged', 'Last Used'],
    ...accounts.flatMap((account) => account.grants.map((one) => line(account, one, 'true'))),
    // What nobody holds can be asked for all the same.
    ...unheld.map((one) => line(accounts[0], one, 'false')),
  ]);
}
write('identities.csv', [
  ['Identity ID', 'Username', 'Identity email', 'Identity name', 'App ID', 'App Name', 'App Description', 'Relation type',
    'Employee email'],
  ...identities,
]);

const idOf = (name) => applications.find((application) => application.name === name).id;
write('owners.csv', [
  ['Entity ID', 'Entity Name', 'Entity Type', 'Integration ID', 'Integration Name', 'Primary Owner Email',
    'Secondary Owners Emails'],
  ...applications.map(({ id, name, owners: [primary, ...others] }) =>
    [id, name, 'Integration', id, name, mail(primary), others.map(mail).join(';')]),
  ...resourceOwners.map(([application, resource, primary, ...others]) =>
    [`${idOf(application)}/${resource}`, resource, 'Resource', idOf(application), application, mail(primary),
      others.map(mail).join(';')]),
]);

const ruled = ([application, resource, privilege]) => {
  const one = applications.find(({ name }) => name === application)?.things
    .find((known) => known.resource === resource && known.privilege === privilege);
  if (!one) throw new Error(`nothing is called ${application} > ${resource} > ${privilege}`);
  return one;
};
write('connections.csv', [
  ['App', 'Project', 'Resource Type', 'Resource', 'Privilege Name', 'Privileged', 'Requestable', 'Longest Duration',
    'Reason Rule'],
  ...rules.map((rule) => [rule, ruled(rule)]).map(([[application, , , requestable, longest, reason], one]) =>
    [application, one.project, one.type, one.resource, one.privilege, String(one.privileged), String(requestable), longest,
      reason]),
]);
write('purposes.csv', [
  ['Purpose Name', 'Description', 'Pre-Expiry Notification', 'Longest Duration', 'Department', 'Job Title', 'Team', 'Owner',
    'Status', 'Entities'],
  ...purposes.map(([name, description, notice, longest, department, title, team, owner, status, ...entities]) => {
    entities.forEach(ruled);
    return [name, description, notice, longest, department, title, team, mail(owner), status,
      entities.map((names) => names.filter(Boolean).join(' > ')).join('; ')];
  }),
]);

// ---- Slack ----

const team = 'T0FERNHILL';
// Winter time; Slack sends the offset of the day, and only the zone decides in Latchkey.
const offset = (zone) => {
  const part = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(new Date('2024-01-15T12:00:00Z')).find(({ type }) => type === 'timeZoneName').value;
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(part);
  return hours ? (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60) : 0;
};
const label = (zone) => zone.split('/').at(-1).replaceAll('_', ' ');
function slackUser(id, name, email, zone, more = {}) {
  const profile = { title: '', phone: '', real_name: name, real_name_normalized: name.normalize('NFD').replaceAll(/\p{M}/gu, ''),
    display_name: given(name), display_name_normalized: given(name).normalize('NFD').replaceAll(/\p{M}/gu, ''), status_text: '',
    status_emoji: '', first_name: given(name), last_name: family(name), ...(email ? { email } : {}), team };
  return { id, team_id: team, name: handle(name), deleted: false, color: '9f69e7', real_name: name, tz: zone,
    tz_label: label(zone), tz_offset: offset(zone), profile, is_admin: false, is_owner: false, is_primary_owner: false,
    is_restricted: false, is_ultra_restricted: false, is_bot: false, is_app_user: false, updated: 1717200000,
    is_email_confirmed: true, ...more };
}
// A deactivated user lacks most fields.
const deactivated = ({ id, team_id, name, real_name, profile, updated }) =>
  ({ id, team_id, name, deleted: true, real_name, profile, is_bot: false, is_app_user: false, updated });

const shapes = {
  deactivated,
  guest: (user) => ({ ...user, is_restricted: true }),
  unconfirmed: (user) => ({ ...user, is_email_confirmed: false }),
};
const users = people.map((person, i) => {
  // Slack keeps an address as it was typed.
  const email = i % 7 === 3 ? mail(person.name).replace(/^./, (letter) => letter.toUpperCase()) : mail(person.name);
  const user = slackUser(`U0FH${1001 + i}`, person.name, email, person.zone, person.roles?.includes('administrator') ? { is_admin: true } : {});
  user.profile.title = person.title;
  return (shapes[person.slack] ?? ((same) => same))(user);
});
const bot = (id, name, more) =>
  ({ ...slackUser(id, name, '', 'America/Los_Angeles'), is_bot: true, profile: { real_name: name, display_name: '', ...more } });
users.push(
  slackUser('U0FHVISIT', 'Vera Visitor', 'vera.visitor@consulting.example', 'Europe/Zurich'),
  slackUser('U0FHPARTN', 'Piet Partner', 'piet@partner.example', 'Europe/Amsterdam', { team_id: 'T0PARTNER', is_stranger: true }),
  { ...slackUser('USLACKBOT', 'Slackbot', '', 'America/Los_Angeles'), name: 'slackbot', is_email_confirmed: false },
  bot('U0FHJIRA', 'Jira Cloud', { bot_id: 'B0FHJIRA', api_app_id: 'A0FHJIRA' }),
  bot('U0LATCHKEY', 'Latchkey', { bot_id: 'B0LATCHKEY', api_app_id: 'A0LATCHKEY' }),
);
fs.writeFileSync(path.join(folder, 'workspace.json'), JSON.stringify({
  team: { id: team, domain: 'fernhill', name: 'Fernhill' },
  app: { id: 'A0LATCHKEY', bot_user_id: 'U0LATCHKEY', bot_id: 'B0LATCHKEY', name: 'Latchkey',
    scopes: ['chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email', 'commands', 'team:read'] },
  users,
}, null, 1) + '\n');

// What scripts/run suggests; CONTROL stands for the address of the workspace's control interface.
const priya = `priya.natarajan@${domain}`;
fs.writeFileSync(path.join(folder, 'try.txt'), [
  `curl -s CONTROL/control/open_home -d '{"user":"${priya}"}'`,
  `curl -s 'CONTROL/control/home?user=${priya}'`,
  '',
].join('\n'));
