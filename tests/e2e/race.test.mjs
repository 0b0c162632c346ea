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

async function fiftyCards(world, who) {
  const ann = who('ann');
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  assert.equal((await sendForm(ann)).result, 'cleared');
  const group = reviewers.map(who);
  return { group, cards: await Promise.all(group.map((person) => world.until('a card', () => cardWith(person, 'Approve')))) };
}

test('of fifty simultaneous decisions on one item one wins and forty-nine are told who did', () => withWorld(async (world, who) => {
  // Fifty modals in one second are more than Slack's tier for views.open takes: not what is tested here.
  await world.call('POST', '/control/limits', { on: false });
  const { group, cards } = await fiftyCards(world, who);

  const clicks = await Promise.all(group.map((person, i) => person.clickMessage(cards[i].ts, 'Approve')));
  assert.deepEqual([...new Set(clicks.map((click) => click.outcome))], ['ok']);

  // The winner reads it on the card; everybody else reads the winner's name in a window, or, where Slack
  // did not take the window in time, in a message.
  const said = await Promise.all(group.map((person) => world.until('an answer', async () => {
    const texts = [...await person.modals(), ...await person.messages()].map((shown) => shown.text);
    return texts.find((text) => text.includes('You approved this') || text.includes('has already approved this'));
  })));
  const winners = said.filter((text) => text.includes('You approved this'));
  assert.equal(winners.length, 1, 'one decision took effect');
  const winner = group[said.findIndex((text) => text.includes('You approved this'))];
  const name = `Risk ${winner.email.split('@')[0].toUpperCase()}`;
  for (const text of said.filter((line) => !line.includes('You approved this'))) {
    assert.match(text, new RegExp(`${name} has already approved this`));
  }
  for (const person of group) {
    await world.until('no live button is left', async () => {
      if (await cardWith(person, 'Approve') === undefined) return true;
      await world.advance(10_000);  // edits are paced by the product clock, 50 a minute
      return false;
    });
  }
}, { company: companyOfFifty() }));

test('whoever decides sees it on the card at once, however many other cards have to be edited', () => withWorld(async (world, who) => {
  await world.call('POST', '/control/limits', { on: false });
  const { group, cards } = await fiftyCards(world, who);

  // The one whose card was posted last: its edit would be the last of fifty, 50 a minute.
  const last = cards.reduce((latest, card, i) => (Number(card.ts) > Number(cards[latest].ts) ? i : latest), 0);
  const { newest } = await world.call('GET', '/control/log');
  await group[last].clickMessage(cards[last].ts, 'Approve');
  const edits = async () => (await world.call('GET', `/control/log?after=${newest}&bodies=true`)).entries
    .filter((entry) => entry.kind === 'chat.update').map((entry) => JSON.stringify(entry));
  const place = async () => (await edits()).findIndex((entry) => entry.includes(cards[last].ts));
  await world.until('the card is edited', async () => await place() >= 0);
  assert.ok(await place() < 10, `edited in place ${await place()}`);
  assert.ok((await group[last].messages()).some((message) => message.text.includes('You approved this')));
}, { company: companyOfFifty() }));

test('the loser whose window Slack no longer takes is told in a message who decided', () => withWorld(async (world, who) => {
  const { group: [winner, loser], cards } = await fiftyCards(world, who);
  await world.call('POST', '/control/faults', { method: 'views.open', kind: 'error', error: 'expired_trigger_id', times: 1 });
  // No card is edited meanwhile: the loser's still has its buttons.
  await world.call('POST', '/control/faults', { method: 'chat.update', kind: 'rate_limit', retry_after: 3600, times: 99 });
  await winner.clickMessage(cards[0].ts, 'Approve');
  await loser.clickMessage(cards[1].ts, 'Approve');
  await loser.seesMessage('Risk RM01 has already approved this');
  assert.deepEqual(await loser.modals(), []);
}, { company: companyOfFifty() }));
