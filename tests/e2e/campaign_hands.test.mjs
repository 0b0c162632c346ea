// What a completed campaign removes by hand: the application's owner has one card of all holders, and says of each whether
// it is done; the holders and the campaign's owner hear what became of it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { cardWith, told } from './steps.mjs';
import { withWorld } from './world.mjs';

const days = 24 * 3600 * 1000;
const time = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

function good(run) {
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return run.stdout;
}

test('an owner has one card of what several people lose, and decides it item by item', () => withWorld(async (world, who) => {
  const [mia, omar, ann, ben, rita] = ['mia', 'omar', 'ann', 'ben', 'rita'].map(who);
  const show = () => JSON.parse(good(world.latchkey('campaign', 'show', '1', '--json')));
  good(world.latchkey('campaign', 'create', '--name', 'Q1 review', '--owner', 'rita@example.com', '--start', time(Date.now() - 60000),
    '--end', time(Date.now() + 21 * days), '--reviewer', 'manager', '--resource', 'website'));
  good(world.latchkey('campaign', 'publish', '1'));
  const card = await mia.seesMessage('Access review *Q1 review*');
  await mia.clickMessage(card.ts, 'Review now');
  await mia.seesModal('account ann-gh');
  await mia.choose({ action_id: 'campaign_bulk', option: 'Remove all on this page …' });
  await mia.seesModal('Reason');
  await mia.choose({ action_id: 'comment', text: 'The website is archived' });
  await mia.submit();
  await mia.seesModal('2 of 2 reviewed');
  good(world.latchkey('campaign', 'complete', '1', '--yes'));

  const both = await omar.seesMessage('Please remove access from 2 people – *2 access grants in GitHub*');
  assert.equal((await omar.messages()).length, 1, 'one card');
  await omar.clickMessage(both.ts, 'Review items');
  await omar.seesModal('account ben-gh');
  const row = async (account) => (await omar.modals()).at(-1).view.blocks
    .find((block) => block.accessory?.action_id === 'manual_item' && block.text.text.includes(account));
  await omar.choose({ action_id: 'manual_item', block_id: (await row('ben-gh')).block_id, option: 'Could not …' });
  await omar.seesModal('What is in the way?');
  await omar.choose({ action_id: 'comment', text: 'Ben owns the organisation' });
  await omar.submit();
  await world.until('the list has one left', async () => !(await row('ben-gh')) && (await row('ann-gh')));
  await omar.choose({ action_id: 'manual_item', block_id: (await row('ann-gh')).block_id, option: 'Done' });
  await omar.seesModal('You carried this out');
  await ann.seesMessage('You do not have *GitHub · website · read* any more.');
  await rita.seesMessage('partly de-provisioned');
  await world.until('the card has no live button', async () => !(await cardWith(omar, 'Done')));
  assert.deepEqual(show().removals, { removed: 1, failed: 1, under_way: 0, not_held_any_more: 0 });

  // Tried again, it is a card of one.
  const failed = await world.until('Omar can try again', () => cardWith(omar, 'Retry'));
  await omar.clickMessage(failed.ts, 'Retry');
  const again = await world.until('it is to be done again', () => cardWith(omar, 'Done'));
  assert.match(again.text, /Ben|U0/);
  await omar.clickMessage(again.ts, 'Done');
  await ben.seesMessage('You do not have *GitHub · website · read* any more.');
  await rita.seesMessage('all de-provisioned');
  assert.equal(await told(ann, /any more/), 1);
  assert.equal(show().removals.removed, 2);
  good(world.latchkey('audit', 'verify'));
}));
