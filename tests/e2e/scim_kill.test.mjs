// The daemon is killed at each of its calls to a real SCIM server, before and after the server has acted
// on it, while it grants and while it removes: in the end each change was made once, everybody was told
// once, and the server's groups and our tables say the same.
import test from 'node:test';
import assert from 'node:assert/strict';
import { approve, agree, ask, group, states, told, withScim } from './fulfil_steps.mjs';

const hour = 3600;

// How many calls a grant and a removal take when nothing goes wrong, counted once.
let calls;
async function count() {
  await withScim(async (world, who, scim) => {
    const ann = who('ann');
    const asked = () => scim.requests.length;
    await ask(ann, 2 * hour);
    assert.equal(asked(), 0, 'nothing before the last yes');
    await approve(world);
    await ann.seesMessage('Granted:');
    const grant = asked();
    await world.restart();
    await world.advance(2 * hour * 1000 + 60_000);
    await ann.seesMessage('Ended:');
    calls = { grant, removal: asked() - grant };
    await agree(world, scim, { [group]: 'payments-api · write' });
  });
}

async function killed(scim, world, call, acted, act) {
  const held = scim.hold(call, acted);
  await act();
  await world.until('the call is held', () => held.met);
  await world.kill();
  held.release();
  await world.startDaemon();
  await world.advance(61_000);
}

async function ended(world, scim, ann) {
  await ann.seesMessage('Ended:');
  assert.deepEqual(scim.membersOf(group), ['ben-gh']);
  assert.deepEqual(states(world), ['revoked']);
  assert.deepEqual(scim.changes(), [`Group ${group}`, `Group ${group}`], 'no double change');
  await agree(world, scim, { [group]: 'payments-api · write' });
  assert.equal(await told(ann, /Granted:/), 1);
  assert.equal(await told(ann, /Ended:/), 1);
  assert.equal(await told(ann, /Failed:/), 0);
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}

for (const acted of [false, true]) {
  const when = acted ? 'after' : 'before';
  test(`killed at each call of a grant, ${when} it was acted on`, async (t) => {
    if (!calls) await count();
    for (let call = 1; call <= calls.grant; ++call) {
      await t.test(`call ${call} of ${calls.grant}`, () => withScim(async (world, who, scim) => {
        const ann = who('ann');
        await killed(scim, world, call, acted, async () => {
          await ask(ann, 2 * hour);
          await approve(world);
        });
        await ann.seesMessage('Granted:');
        assert.deepEqual(scim.membersOf(group), ['ann-gh', 'ben-gh']);
        await agree(world, scim, { [group]: 'payments-api · write' });
        await world.restart();
        await world.advance(2 * hour * 1000 + 60_000);
        await ended(world, scim, ann);
      }));
    }
  });

  test(`killed at each call of a removal, ${when} it was acted on`, async (t) => {
    if (!calls) await count();
    for (let call = 1; call <= calls.removal; ++call) {
      await t.test(`call ${call} of ${calls.removal}`, () => withScim(async (world, who, scim) => {
        const ann = who('ann');
        await ask(ann, 2 * hour);
        await approve(world);
        await ann.seesMessage('Granted:');
        await world.restart();
        await killed(scim, world, call, acted, () => world.advance(2 * hour * 1000 + 60_000));
        await ended(world, scim, ann);
      }));
    }
  });
}
