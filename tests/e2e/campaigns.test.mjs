// Access review campaigns, from the draft on, as operators, reviewers and risk managers see them.
import test from 'node:test';
import assert from 'node:assert/strict';
import { clickCard } from './steps.mjs';
import { withWorld } from './world.mjs';

function good(run) {
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return run.stdout;
}

const time = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
const days = 24 * 3600 * 1000;

// What `campaign create` must be told, from now for three weeks.
const told = (...more) => ['campaign', 'create', '--name', 'Q1 review', '--owner', 'rita@example.com',
  '--start', time(Date.now() - 60000), '--end', time(Date.now() + 21 * days), ...more];

test('operators make, publish, look at and abort campaigns, beside the daemon and without it', () => withWorld(async (world) => {
  assert.match(good(world.latchkey('campaign', 'list')), /^No campaign\.\n$/);
  const id = good(world.latchkey(...told())).trim();
  assert.equal(id, '1');
  assert.deepEqual(JSON.parse(good(world.latchkey(...told('--integration', 'payroll', '--privileged', '--json')))), { id: 2 });
  const draft = JSON.parse(good(world.latchkey('campaign', 'show', id, '--json')));
  assert.equal(draft.state, 'draft');
  assert.equal(draft.owner.email, 'rita@example.com');
  assert.equal(draft.items, 0);

  const published = JSON.parse(good(world.latchkey('campaign', 'publish', id, '--json')));
  assert.deepEqual(published, { id: 1, items: 126, reviewers: 1, nobody_may_review: 0 });
  const shown = JSON.parse(good(world.latchkey('campaign', 'show', id, '--json')));
  assert.equal(shown.state, 'in_progress');
  assert.deepEqual(shown.by_integration.map(({ integration, items }) => [integration, items]).filter(([name]) => name === 'Payroll'), [['Payroll', 1]]);
  assert.equal(shown.by_reviewer.reduce((sum, one) => sum + one.items, 0), 126);
  assert.match(good(world.latchkey('campaign', 'show', id)), /in progress[^]*Covers +all access[^]*Mia Novak \(mia@example\.com\): 0 of \d+ reviewed/);
  assert.equal(world.latchkey('campaign', 'publish', id).status, 1, 'it is published once');

  // Without the daemon under the lock.
  assert.equal((await world.kill('SIGTERM')).code, 0);
  assert.match(good(world.latchkey('campaign', 'publish', '2')), /^Campaign 2 is in progress: 0 access grants for 0 reviewers\.\n$/);
  assert.match(good(world.latchkey('campaign', 'abort', id, '--reason', 'Wrong scope')), /aborted/);
  assert.match(good(world.latchkey('campaign', 'list')), /^2 +in progress [^]*\n1 +aborted /);
  assert.match(good(world.latchkey('campaign', 'list', '--state', 'aborted')), /^1 [^\n]*\n$/);
  assert.equal(world.latchkey('campaign', 'abort', id, '--reason', 'Again').status, 1);
  good(world.latchkey('audit', 'verify'));
  await world.startDaemon();

  for (const [status, ...wrong] of [
    [2, ...told('--reviewer', 'somebody')],
    [2, ...told('--escalate', 'shout')],
    [2, ...told('--escalate-before', 'soon')],
    [2, 'campaign', 'create', '--name', 'X', '--owner', 'rita@example.com', '--start', 'tomorrow', '--end', '2030-01-01T00:00:00Z'],
    [2, 'campaign', 'create', '--name', 'X', '--owner', 'rita@example.com', '--start', '2030-01-01T00:00:00Z', '--end', '2029-01-01T00:00:00Z'],
    [2, 'campaign', 'create', '--name', 'X', '--start', '2029-01-01T00:00:00Z', '--end', '2030-01-01T00:00:00Z'],
    [2, 'campaign', 'show', 'x'],
    [2, 'campaign'],
    [1, ...told('--integration', 'Nowhere')],
    [1, ...told('--reviewer', 'nobody@example.com')],
    [1, ...told().map((word) => (word === 'rita@example.com' ? 'ann@example.com' : word))],
    [1, 'campaign', 'show', '77'], [1, 'campaign', 'publish', '77'], [1, 'campaign', 'abort', '77', '--reason', 'None'],
  ]) {
    const run = world.latchkey(...wrong);
    assert.equal(run.status, status, `${wrong.join(' ')}: ${run.stdout}${run.stderr}`);
    assert.ok(run.stderr.trim().length > 10, 'says why');
  }
}));

test('a reviewer keeps and removes in Slack, and changes their mind; the next level is asked', () => withWorld(async (world, who) => {
  const [mia, adam, rita, ben] = ['mia', 'adam', 'rita', 'ben'].map(who);
  assert.equal(good(world.latchkey(...told('--integration', 'Wiki'))).trim(), '1');
  good(world.latchkey('campaign', 'publish', '1'));
  const card = await mia.seesMessage('Access review *Q1 review*');
  await mia.openHome();
  await mia.seesHome('1 access grant waits');
  await rita.openHome();
  await rita.seesHome('Campaigns');
  await mia.clickMessage(card.ts, 'Review now');
  await mia.seesModal('handbook');
  await mia.seesModal('account ben-wiki');

  await mia.choose({ action_id: 'campaign_verdict', option: 'Remove …' });
  await mia.seesModal('Reason');
  assert.equal((await mia.submit()).result, 'required');
  await mia.choose({ action_id: 'comment', text: '   ' });
  assert.equal((await mia.submit()).result, 'errors');
  await mia.choose({ action_id: 'comment', text: 'Moved to another team' });
  await mia.submit();
  await mia.seesModal('*To remove:* Moved to another team');
  await mia.seesModal('1 of 1 reviewed');

  await mia.choose({ action_id: 'campaign_verdict', option: 'Ask for more information …' });
  await mia.seesModal('Question');
  await mia.choose({ action_id: 'question', text: 'Do you still need it?' });
  await mia.submit();
  const question = await ben.seesMessage('Do you still need it?');
  await ben.clickMessage(question.ts, 'Answer');
  await ben.seesModal('Do you still need it?');
  await ben.choose({ action_id: 'answer', text: 'Every day' });
  assert.equal((await ben.submit()).result, 'cleared');
  await mia.choose({ action_id: 'campaign_show', option: 'Everything' });
  await mia.seesModal('Every day');

  await mia.choose({ action_id: 'campaign_verdict', option: 'Keep' });
  await mia.seesModal('*To keep*');
  await adam.seesMessage('Access review *Q1 review*');
  // Edited at most once a minute.
  await world.advance(61000);
  await mia.seesMessage('You have reviewed everything');
  const shown = JSON.parse(good(world.latchkey('campaign', 'show', '1', '--json')));
  assert.deepEqual([shown.items, shown.kept, shown.removed], [1, 0, 0], 'the owner has not said anything yet');
  good(world.latchkey('audit', 'verify'));
}));

test('a completed campaign removes what was denied, and says how that went', () => withWorld(async (world, who) => {
  const [mia, adam, rita, ben] = ['mia', 'adam', 'rita', 'ben'].map(who);
  good(world.latchkey(...told('--integration', 'Wiki')));
  assert.equal(world.latchkey('campaign', 'complete', '1', '--yes').status, 1, 'a draft is not completed');
  good(world.latchkey('campaign', 'publish', '1'));
  const card = await mia.seesMessage('Access review *Q1 review*');
  await mia.clickMessage(card.ts, 'Review now');
  await mia.seesModal('handbook');
  await mia.choose({ action_id: 'campaign_verdict', option: 'Remove …' });
  await mia.seesModal('Reason');
  await mia.choose({ action_id: 'comment', text: 'Moved to another team' });
  await mia.submit();
  await mia.seesModal('1 of 1 reviewed');

  const asked = world.latchkey('campaign', 'complete', '1');
  assert.equal(asked.status, 1);
  assert.match(asked.stdout, /removes 1 access grant of 1 person/);
  assert.match(asked.stderr, /--yes/);
  assert.equal(JSON.parse(good(world.latchkey('campaign', 'show', '1', '--json'))).state, 'in_progress');
  assert.match(good(world.latchkey('campaign', 'complete', '1', '--yes')), /completed\. 1 access grant is being removed/);
  await clickCard(adam, 'Done');
  await ben.seesMessage('handbook');
  await rita.seesMessage('all de-provisioned');
  const shown = JSON.parse(good(world.latchkey('campaign', 'show', '1', '--json')));
  assert.equal(shown.state, 'completed');
  assert.deepEqual(shown.removals, { removed: 1, failed: 0, under_way: 0, not_held_any_more: 0 });
  await world.advance(61000);
  await mia.seesMessage('is completed');
  await mia.seesMessage('was *completed* by');
  good(world.latchkey('audit', 'verify'));
}));
