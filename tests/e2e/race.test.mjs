// Fifty reviewers of one group decide the same item at the same moment, over real HTTPS: one wins, the others
// are told who did.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { cardWith, openForm, selectAll, sendForm } from './steps.mjs';

const reviewers = Array.from({ length: 50 }, (_, i) => `rm${String(i + 1).padStart(2, '0')}`);

// Two colleagues without a manager, an application without an owner, fifty risk managers: the group that
// decides when nobody of the regular levels is there.
function companyOfFifty() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-fifty-'));
  const write = (name, rows) => fs.writeFileSync(path.join(folder, name), rows.map((row) => row.join(',')).join('\n') + '\n');
  const people = [['ann', 'Ann Lee', ''], ['ben', 'Ben Ito', ''], ['adam', 'Adam Okafor', 'administrator'],
    ...reviewers.map((name) => [name, `Risk ${name.toUpperCase()}`, 'risk manager'])];
  write('users.csv', [['User ID', 'Full Name', 'Work Email', 'Title', 'Roles'],
    ...people.map(([id, name, role]) => [id, name, `${id}@example.com`, 'Person', role])]);
  write('identities.csv', [['Identity ID', 'Username', 'Identity name', 'App ID', 'App Name', 'Relation type', 'Employee email'],
    ...['ann', 'ben'].map((id) => [`${id}-id`, `${id}-gh`, id, 'app-1', 'GitHub', 'IS', `${id}@example.com`])]);
  write('entitlements.csv', [['App', 'Privilege Name', 'Privilege Value', 'Email', 'User ID', 'Username', 'Name', 'Resource'],
    ['GitHub', 'write', 'true', 'ben@example.com', 'ben-id', 'ben-gh', 'Ben Ito', 'payments-api']]);
  write('owners.csv', [['Entity ID', 'Entity Name', 'Entity Type', 'Integration ID', 'Integration Name', 'Primary Owner Email', 'Secondary Owners Emails']]);
  const user = ([id, name], i) => ({
    id: `U0F${i}`, team_id: 'T0E2E', name: id, deleted: false, real_name: name, tz: 'Europe/Amsterdam', tz_offset: 3600,
    profile: { real_name: name, display_name: name, email: `${id}@example.com`, team: 'T0E2E' },
    is_restricted: false, is_ultra_restricted: false, is_bot: false, is_email_confirmed: true, updated: 1700000000,
  });
  fs.writeFileSync(path.join(folder, 'workspace.json'), JSON.stringify({
    team: { id: 'T0E2E', domain: 'e2e', name: 'E2E' },
    app: { id: 'A0E2E', bot_user_id: 'U0BOT', bot_id: 'B0BOT', name: 'Latchkey',
      scopes: ['chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email', 'commands', 'team:read'] },
    users: people.map(user),
  }));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('of fifty simultaneous decisions on one item one wins and forty-nine are told who did', () => withWorld(async (world, who) => {
  // Fifty modals in one second are more than Slack's tier for views.open takes: not what is tested here.
  await world.call('POST', '/control/limits', { on: false });
  const ann = who('ann');
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  assert.equal((await sendForm(ann)).result, 'cleared');
  const group = reviewers.map(who);
  const cards = await Promise.all(group.map((person) => world.until('a card', () => cardWith(person, 'Approve'))));

  const clicks = await Promise.all(group.map((person, i) => person.clickMessage(cards[i].ts, 'Approve')));
  assert.deepEqual([...new Set(clicks.map((click) => click.outcome))], ['ok']);

  // Whoever has no modal is the winner; everybody else reads the winner's name.
  const said = await Promise.all(group.map((person) => world.until('an answer', async () => {
    const text = (await person.modals()).map((modal) => modal.text).join('\n');
    if (text) return text;
    return (await person.messages()).map((message) => message.text).find((line) => line.includes('You approved this'));
  })));
  const winners = said.filter((text) => text.includes('You approved this'));
  assert.equal(winners.length, 1, 'one decision took effect');
  const winner = group[said.findIndex((text) => text.includes('You approved this'))];
  const name = `Risk ${winner.email.split('@')[0].toUpperCase()}`;
  for (const text of said.filter((line) => !line.includes('You approved this'))) {
    assert.match(text, new RegExp(`${name} has already approved this`));
  }
  for (const person of group) {
    await world.until('no live button is left', async () => (await cardWith(person, 'Approve')) === undefined);
  }
}, { company: companyOfFifty() }));
