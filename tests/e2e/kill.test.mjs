// The main story with the daemon killed (SIGKILL) after each of its steps: nothing acknowledged is lost,
// nothing is told twice.
import test from 'node:test';
import assert from 'node:assert/strict';
import { World } from './world.mjs';
import { cardWith, clickCard, selectAll } from './steps.mjs';

// Each step is one act; the next step waits for what it needs to see.
const steps = [
  ['opens Home', ({ ann }) => ann.openHome()],
  ['opens the form', async ({ ann }) => {
    await ann.seesHome('Request Access');
    await ann.clickHome('Request Access');
    await ann.seesModal('Access Like');
  }],
  ['chooses like whom', ({ ann }) => ann.choose({ label: 'Person', query: 'ben', option: 'Ben Ito' })],
  ['selects all', async ({ ann }) => {
    await ann.seesModal('Select all access grants');
    await selectAll(ann);
  }],
  ['presses Next', async ({ ann, world }) => {
    await world.until('every box is ticked', async () => {
      const [modal] = await ann.modals();
      return JSON.stringify(modal.view.state.values).includes('payments-api');
    });
    assert.equal((await ann.submit()).result, 'updated');
  }],
  ['submits', async ({ ann }) => {
    await ann.choose({ label: 'Reason', option: 'New project' });
    assert.equal((await ann.submit()).result, 'cleared');
  }],
  ['manager approves', ({ mia }) => clickCard(mia, 'Approve')],
  ['owner approves', ({ omar }) => clickCard(omar, 'Approve')],
  ['second owner denies', async ({ olga }) => {
    await clickCard(olga, 'Deny');
    await olga.seesModal('Comment');
    await olga.choose({ action_id: 'comment', text: 'not this quarter' });
    assert.equal((await olga.submit()).result, 'cleared');
  }],
  ['owner carries it out', ({ omar }) => clickCard(omar, 'Done')],
];

async function play(world, killAfter, fault) {
  const people = { world };
  for (const name of ['ann', 'mia', 'omar', 'olga']) people[name] = world.person(`${name}@example.com`);
  for (const [index, [, act]] of steps.entries()) {
    if (index === killAfter && fault) await world.call('POST', '/control/faults', fault);
    await act(people);
    if (index === killAfter) {
      await world.kill();
      await world.call('DELETE', '/control/faults');
      await world.startDaemon();
      // A post that was under way is looked for, and posted again only when it cannot come any more.
      await world.advance(61_000);
    }
  }
  return people;
}

// What each person has been told in the end: the beginning of every message, in order.
async function assertTold({ ann, mia, omar, olga }) {
  // First of all the daemon that runs now has nothing on its way any more that could be told twice: what
  // can be read may be from before the kill.
  await ann.world.until('an empty outbox', async () => (await ann.world.metric('latchkey_outbox_waiting')) === 0);
  await ann.seesMessage('1 granted, 1 denied');
  const told = async (person) => (await person.messages()).map((message) => message.text.split(/[ :]/)[0].replaceAll('*', '')).sort();
  assert.deepEqual(await told(ann), ['Denied', 'Granted', 'You'], 'the tracker and one message for each outcome');
  assert.equal((await mia.messages()).length, 1);
  assert.equal((await olga.messages()).length, 1);
  assert.equal((await omar.messages()).length, 2, 'the review and the manual task');
  for (const person of [mia, omar, olga]) {
    for (const button of ['Approve', 'Deny', 'Done', 'Could not']) {
      await person.world.until(`no live ${button} of ${person.email}`, async () => !(await cardWith(person, button)));
    }
  }
}

for (const [index, [name]] of steps.entries()) {
  test(`killed after ${name}`, async () => {
    const world = await World.start();
    try {
      await assertTold(await play(world, index));
      assert.equal(world.latchkey('audit', 'verify').status, 0);
    } catch (error) {
      console.error(world.log.slice(-60).join(''));
      await world.stop({ allowViolations: true }).catch(() => {});
      throw error;
    }
    await world.stop();
  });
}

// The moments in which a post is on its way: Slack has it, we have not heard so.
for (const index of [5, 6, 7, 8, 9]) {
  test(`killed while the answers of posts after "${steps[index][0]}" are lost`, async () => {
    const world = await World.start();
    try {
      await assertTold(await play(world, index, { method: 'chat.postMessage', kind: 'lost_answer', times: 50 }));
    } catch (error) {
      console.error(world.log.slice(-60).join(''));
      await world.stop({ allowViolations: true }).catch(() => {});
      throw error;
    }
    await world.stop();
  });
}
