// A campaign with the daemon killed (SIGKILL) while it is published, while its reviewers are reminded and while it is
// completed: every grant becomes one review, every message is sent once, everything denied is removed once.
import test from 'node:test';
import assert from 'node:assert/strict';
import { companyWith, inGitHub } from './company/more.mjs';
import { cardWith, told } from './steps.mjs';
import { withWorld } from './world.mjs';

const day = 24 * 3600 * 1000;
const time = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
const env = { LATCHKEY_WORKING_HOURS_FROM: '00:00', LATCHKEY_WORKING_HOURS_TO: '24:00' };

function good(run) {
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return run.stdout;
}

const show = (world) => JSON.parse(good(world.latchkey('campaign', 'show', '1', '--json')));
const reviewers = ['omar', 'olga', 'adam'];

function create(world, ...more) {
  good(world.latchkey('campaign', 'create', '--name', 'Q1 review', '--owner', 'rita@example.com', '--start', time(Date.now() - 60000),
    '--end', time(Date.now() + 21 * day), '--reviewer', 'integration-owner', ...more));
}

// A post that was under way is looked for, and posted again only when it cannot come any more.
async function comeBack(world) {
  await world.kill();
  await world.call('DELETE', '/control/faults');
  await world.startDaemon();
  await world.advance(61_000);
}

async function settled(world) {
  await world.until('an empty outbox', async () => (await world.metric('latchkey_outbox_waiting')) === 0);
}

test('killed again and again while it is published, every grant becomes one review', async () => {
  // Enough for many slices.
  const many = 3000;
  const more = companyWith({ entitlements: Array.from({ length: many }, (_, i) => inGitHub('dan', `dans-${i}`, 'read')) });
  await withWorld(async (world, who) => {
    create(world);
    let done = world.command('campaign', 'publish', '1');
    for (const part of [0.1, 0.5, 0.9]) {
      await world.until(`${part} of it is published`, () => {
        const seen = show(world);
        return seen.items >= part * many || seen.state === 'in_progress';
      });
      await world.kill();
      await done;
      await world.startDaemon();
      done = world.command('campaign', 'publish', '1');
    }
    await done;
    const seen = await world.until('it is published', () => show(world).state === 'in_progress' && show(world));
    assert.equal(seen.items, many + 126);
    assert.equal(seen.by_reviewer.reduce((sum, one) => sum + one.items, 0), many + 126);
    const lines = good(await world.command('audit', 'export', '--campaign', '1', '--format', 'jsonl')).trim().split('\n').map((line) => JSON.parse(line));
    const items = lines.filter((line) => line.type === 'decision').map((line) => [line.account, line.resource, line.privilege].join());
    assert.equal(items.length, many + 126);
    assert.equal(new Set(items).size, items.length, 'no grant twice');
    assert.equal(lines.filter((line) => line.act === 'campaign.published').length, 1);
    // A card that was on its way at a kill is posted again only when it cannot come any more.
    await world.advance(61_000);
    for (const name of reviewers) await who(name).seesMessage('Access review *Q1 review*');
    await settled(world);
    for (const name of reviewers) assert.equal((await who(name).messages()).length, 1, `${name} has one card`);
    good(world.latchkey('audit', 'verify'));
  }, { company: more, env });
});

for (const fault of [undefined, { method: 'chat.postMessage', kind: 'lost_answer', times: 50 }]) {
  const how = fault ? 'while the answers of posts are lost' : 'at once';
  test(`killed ${how} when reviewers are reminded, each is reminded once`, () => withWorld(async (world, who) => {
    create(world);
    good(world.latchkey('campaign', 'publish', '1'));
    for (const name of reviewers) await who(name).seesMessage('Access review *Q1 review*');
    await settled(world);
    if (fault) await world.call('POST', '/control/faults', fault);
    await world.advance(7 * day);
    if (fault) await world.until('somebody is reminded', async () => (await told(who('omar'), /Reminder/)) > 0);
    await comeBack(world);
    for (const name of reviewers) await who(name).seesMessage('Reminder:*');
    await settled(world);
    for (const name of reviewers) {
      assert.equal(await told(who(name), /Reminder/), 1, `${name} is reminded once`);
      assert.equal((await who(name).messages()).length, 2, `${name} has a card and a reminder`);
    }
  }, { env }));

  test(`killed ${how} when it is completed, what was denied is removed once and everybody hears once`, () => withWorld(async (world, who) => {
    const [adam, ben, rita] = ['adam', 'ben', 'rita'].map(who);
    create(world, '--integration', 'Wiki');
    good(world.latchkey('campaign', 'publish', '1'));
    const card = await adam.seesMessage('Access review *Q1 review*');
    await adam.clickMessage(card.ts, 'Review now');
    await adam.seesModal('handbook');
    await adam.choose({ action_id: 'campaign_verdict', option: 'Remove …' });
    await adam.seesModal('Reason');
    await adam.choose({ action_id: 'comment', text: 'Not needed' });
    await adam.submit();
    await adam.seesModal('1 of 1 reviewed');
    // Its card is edited once a minute.
    await world.advance(61_000);
    await settled(world);
    if (fault) await world.call('POST', '/control/faults', fault);
    good(world.latchkey('campaign', 'complete', '1', '--yes'));
    if (fault) await adam.seesMessage('remove');
    await comeBack(world);
    const done = await world.until('Adam has it to do', () => cardWith(adam, 'Done'));
    await settled(world);
    assert.equal((await adam.messages()).filter((one) => JSON.stringify(one.blocks).includes('"Done"')).length, 1, 'one task');
    await adam.clickMessage(done.ts, 'Done');
    await rita.seesMessage('all de-provisioned');
    await ben.seesMessage('any more');
    await world.advance(61_000);
    await settled(world);
    const count = async (person, pattern) => [person.email, await told(person, pattern)];
    assert.deepEqual(
      await Promise.all([count(rita, /de-provisioned/), count(rita, /was \*completed\*/), count(adam, /was \*completed\*/), count(ben, /any more/)]),
      [['rita@example.com', 1], ['rita@example.com', 1], ['adam@example.com', 1], ['ben@example.com', 1]]);
    assert.equal((await adam.messages()).length, 3, 'the card, the task, the end');
    assert.deepEqual(show(world).removals, { removed: 1, failed: 0, under_way: 0, not_held_any_more: 0 });
    good(world.latchkey('audit', 'verify'));
  }, { env }));
}
