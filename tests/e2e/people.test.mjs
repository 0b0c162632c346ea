// Who people are: strangers who write, second accounts, news out of order, and Slack that is slow.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { cardWith, openForm, selectAll, sendForm } from './steps.mjs';

const team = 'T0E2E';

function slackUser(id, email, more = {}) {
  const name = email.split('@')[0];
  return {
    id, team_id: team, name, deleted: false, real_name: name, tz: 'Europe/Amsterdam', tz_offset: 3600,
    profile: { real_name: name, display_name: name, email, team }, is_bot: false, is_restricted: false,
    is_ultra_restricted: false, is_email_confirmed: true, updated: 1700000000, ...more,
  };
}

test('whoever may not use the bot and writes to it is told why, once', () => withWorld(async (world) => {
  const answers = {
    'uma@elsewhere.example': /no employee has your e-mail address/,
    'tess@example.com': /you have left/,
    'gus@example.com': /guest/i,
  };
  for (const [email, why] of Object.entries(answers)) {
    const person = world.person(email);
    await person.post('send_message', { text: 'hello' });
    const answer = await world.until(`an answer to ${email}`, async () => (await person.messages()).find((m) => m.from_app));
    assert.match(answer.shown, why, email);
    assert.equal((await person.messages()).filter((m) => m.from_app).length, 1);
  }
}));

test('a message of somebody new is answered although Slack failed and the daemon was killed', () => withWorld(async (world) => {
  const file = path.join(world.folder, 'new.csv');
  const users = fs.readFileSync(path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'company/users.csv'), 'utf8');
  fs.writeFileSync(file, `${users.trimEnd()}\nE90,Nina New,nina@example.com,Product,Engineer,,mia@example.com,\n`);
  assert.equal(world.latchkey('import', 'users', file).status, 0);
  const fail = (method) => world.call('POST', '/control/faults', { method, kind: 'http_500', times: 1000 });
  // Nobody tells the daemon of Nina: it is down when she joins, and Slack cannot be asked later.
  await world.kill();
  await fail('users.list');
  await fail('users.info');
  await world.call('POST', '/control/users/join', { user: slackUser('U0NINA', 'nina@example.com') }).catch(() => {});
  await world.startDaemon();
  const nina = world.person('nina@example.com');
  await nina.post('send_message', { text: 'hello' });
  await world.until('the look-up that fails', () => /users\.info/.test(world.log.join('')));
  assert.equal((await nina.messages()).filter((m) => m.from_app).length, 0);
  await world.kill();
  await world.call('DELETE', '/control/faults');
  await world.startDaemon();
  const answer = await world.until('an answer', async () => (await nina.messages()).find((m) => m.from_app));
  assert.match(answer.shown, /Hello Nina New/);
}));

test('a second Slack user of an employee is refused, and the administrator is told once', () => withWorld(async (world, who) => {
  const [adam, ann] = ['adam', 'ann'].map(who);
  await ann.openHome();
  await ann.seesHome('Request Access');
  await world.call('POST', '/control/users/join', { user: slackUser('U0ANN2', 'ann@example.com') });
  await adam.seesMessage('A second Slack user was refused');
  await world.call('POST', '/control/users', { user: 'U0ANN2', set: { real_name: 'Ann the Second' } });
  const second = world.person('U0ANN2');
  await second.openHome();
  const home = await world.until('a Home', async () => {
    const seen = await world.call('GET', '/control/home?user=U0ANN2');
    return seen.view && seen;
  });
  assert.doesNotMatch(home.text, /Request Access/);
  assert.equal((await adam.messages()).length, 1);
  // The first account goes: the second takes its place.
  await world.call('POST', '/control/users', { user: 'ann@example.com', set: { deleted: true } });
  await second.openHome();
  await second.seesHome('Request Access');
}));

test('an older user_change that comes late gives nothing back', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await ann.openHome();
  await ann.seesHome('Request Access');
  const { user } = await world.call('POST', '/control/users', { user: 'ann@example.com', set: { deleted: true } })
    .then(() => ({ user: slackUser('U0E2', 'ann@example.com', { deleted: false, updated: 1700000500 }) }));
  const late = {
    type: 'event_callback', team_id: team, api_app_id: 'A0E2E', event_id: 'Ev0LATE', event_time: 1700000500,
    authorizations: [{ team_id: team, user_id: 'U0BOT', is_bot: true }], event: { type: 'user_change', user, event_ts: '1700000500.000100' },
  };
  const answer = await world.call('POST', '/control/deliver', { kind: 'events', body: JSON.stringify(late) });
  assert.equal(answer.status ?? answer.statuses?.[0], 200, JSON.stringify(answer));
  await ann.openHome();
  await world.until('a closed Home', async () => {
    const home = await world.call('GET', '/control/home?user=ann@example.com');
    return /deactivated/i.test(home.text);
  });
}));

test('a post that Slack takes only after we have given up on the answer is not sent twice', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  // The daemon waits 10 s for an answer; Slack carries the call out after 12.
  await world.call('POST', '/control/faults', { method: 'chat.postMessage', kind: 'slow', ms: 12_000, times: 2 });
  await sendForm(ann);
  await mia.seesMessage('asks for');
  await ann.seesMessage('pending');
  await world.advance(61_000);
  await world.until('both are settled', async () => (await world.metric('latchkey_outbox_waiting')) === 0);
  assert.equal((await mia.messages()).length, 1);
  assert.equal((await ann.messages()).length, 1);
  assert.ok(await cardWith(mia, 'Approve'));
}));

test('whoever acts sees it in their Home at once, the others within a minute', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await mia.openHome();
  await mia.seesHome('Request Access');
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  const { newest } = await world.call('GET', '/control/log');
  await sendForm(ann);
  // Nobody has moved the product clock yet.
  await ann.seesHome('pending');
  await world.advance(60_000);
  await mia.seesHome('My tasks');
  const { entries } = await world.call('GET', `/control/log?after=${newest}&bodies=true`);
  const homes = entries.filter((entry) => entry.kind === 'views.publish');
  const first = (text) => homes.findIndex((entry) => entry.request.includes(text));
  assert.ok(first('pending') >= 0 && first('pending') < first('My tasks'), JSON.stringify(homes.map((home) => home.user)));
}));
