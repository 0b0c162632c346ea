// What the tests of fulfilment share: a world whose GitHub is a real SCIM server, and the way to a yes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import os from 'node:os';
import { withWorld } from './world.mjs';
import { clickCard, openForm } from './steps.mjs';
import { boxes, formText, openCustom } from './form_steps.mjs';
import { ScimServer, token } from './scim/server.mjs';

export const group = 'payments-api-write';

// A world with GitHub behind SCIM: Ann and Ben have accounts there, Ben is in the group.
// `credentials`: lines of the settings, in place of the token's.
export async function withScim(
  run, { settings = () => '', answerWithin = '60s', company, credentials = (token) => `scim_token_file = "${token}"` } = {},
) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-scim-'));
  const scim = await ScimServer.start();
  scim.addUser('ann-gh', 'ann@example.com');
  scim.addGroup(group, [scim.addUser('ben-gh', 'ben@example.com')]);
  fs.writeFileSync(path.join(folder, 'token'), `${token}\n`);
  fs.writeFileSync(path.join(folder, 'latchkey.toml'), `
[fulfilment]
retry_first = "10m"
retry_longest = "2h"
give_up_after = "6h"
answer_within = "${answerWithin}"
[integrations.GitHub]
fulfilment = "scim"
scim_url = "${scim.url}"
${credentials(path.join(folder, 'token'))}
${settings(scim, path.join(folder, 'token'))}`);
  try {
    await withWorld((world, who) => run(world, who, scim, folder),
      { company, env: { LATCHKEY_CONFIG: path.join(folder, 'latchkey.toml') } });
  } finally {
    await scim.close().catch(() => {});
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

// Ann asks for what Ben has in the group, for so many seconds or for ever.
export async function ask(ann, seconds) {
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides');
  if (seconds) {
    await ann.choose({ label: 'Duration', option: 'Temporary' });
    await ann.seesModal('In your time zone');
    await ann.choose({ label: 'Ends', datetime: Math.floor(Date.now() / 1000) + seconds });
  }
  await ann.choose({ label: 'Reason', option: 'New project' });
  assert.equal((await ann.submit()).result, 'cleared');
}

export async function approve(world) {
  for (const name of ['mia', 'omar']) await clickCard(world.person(`${name}@example.com`), 'Approve');
}

// The states of the items of a request, of the newest unless it is named, as the database has them.
export function states(world, request) {
  const list = world.latchkey('request', 'list', '--json');
  assert.equal(list.status, 0, list.stderr);
  const id = request ?? Math.max(...JSON.parse(list.stdout).map((one) => one.id));
  const shown = world.latchkey('request', 'show', String(id), '--json');
  return JSON.parse(shown.stdout).items.map((item) => item.state);
}

export const texts = async (person) => (await person.messages()).map((message) => message.text);
export { told } from './steps.mjs';

// What the database says that Ann holds is what the server's groups say: `what` names the access of each
// group as people read it. What she may remove is what our tables say she has.
export async function agree(world, scim, what) {
  const ann = world.person('ann@example.com');
  await openCustom(ann, 'Revoke');
  const text = await world.until('what Ann holds', async () => {
    const shown = await formText(ann);
    return (/no access that could be removed/.test(shown) || (await boxes(ann)).length > 0) && shown;
  });
  const held = /no access that could be removed/.test(text) ? [] : (await boxes(ann)).map((box) => box.text);
  for (const [group, name] of Object.entries(what)) {
    assert.equal(held.includes(name), scim.membersOf(group).includes('ann-gh'), `${name}: ours and ${group}`);
  }
}

// The whole of the newest message that begins so.
export async function message(person, beginning) {
  return JSON.stringify((await person.seesMessage(beginning)).blocks);
}
