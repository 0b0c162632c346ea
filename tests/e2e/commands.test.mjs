// /access, the global shortcut, and the form that was closed before it was sent.
import test from 'node:test';
import assert from 'node:assert/strict';
import { withWorld } from './world.mjs';
import { openForm, selectAll, sendForm } from './steps.mjs';
import { seesTicked } from './form_steps.mjs';

const command = (person, text = '', name = '/access') => person.post('command', { command: name, text });
const shortcut = (person, callback_id = 'request_access') => person.post('shortcut', { callback_id });
// Once the daemon knows who they are.
async function known(person) {
  await person.openHome();
  await person.seesHome('Request Access');
  return person;
}
const shown = (answer) => JSON.stringify(answer.shown ?? '');

test('/access opens the form, and what is asked in it is asked', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  const answer = await command(await known(ann));
  assert.equal(answer.outcome, 'ok');
  assert.equal(answer.shown ?? null, null, 'the form is the answer');
  await ann.seesModal('Access Like');
  await ann.choose({ label: 'Person', query: 'ben', option: 'Ben Ito' });
  await ann.seesModal('Select all access grants');
  await selectAll(ann);
  assert.equal((await sendForm(ann)).result, 'cleared');
  await mia.seesMessage('asks for');
}));

test('/access with an application opens the form, with a slip of the finger says what may be meant', () => withWorld(async (world, who) => {
  const ann = await known(who('ann'));
  assert.equal((await command(ann, '  github ')).shown ?? null, null);
  await ann.seesModal('Access Like');
  assert.match(shown(await command(ann, 'Githb')), /no application called Githb\..*Did you mean GitHub\?/);
  const none = shown(await command(ann, '<!channel> zzzzzz'));
  assert.match(none, /no application called/);
  assert.doesNotMatch(none, /<!channel>|Did you mean/);
  assert.equal((await ann.modals()).length, 1, 'no other form was opened');
}));

test('/access help says how it is used, and so does a command that is not ours', () => withWorld(async (world, who) => {
  const ann = await known(who('ann'));
  assert.match(shown(await command(ann, 'HELP')), /opens the form in which you ask for access/);
  assert.match(shown(await command(ann, '', '/acess')), /\/access opens the form/);
  assert.equal((await ann.modals()).length, 0);
}));

test('the shortcut opens the form, and one that is not ours does nothing', () => withWorld(async (world, who) => {
  const ann = await known(who('ann'));
  assert.equal((await shortcut(ann, 'something_else')).outcome, 'ok');
  assert.equal((await shortcut(ann)).outcome, 'ok');
  await ann.seesModal('Access Like');
  assert.equal((await ann.modals()).length, 1);
}));

test('whoever may not use the bot is told why, by command and by shortcut', () => withWorld(async (world, who) => {
  await known(who('ann'));
  const refused = {
    'uma@elsewhere.example': /no employee has your e-mail address.*try again in a minute/,
    'tess@example.com': /you have left/,
    'gus@example.com': /guest/i,
    'sam@partner.example': /another workspace/,
  };
  for (const [email, why] of Object.entries(refused)) {
    const person = world.person(email);
    for (const text of ['', 'github', 'help']) assert.match(shown(await command(person, text)), why, email);
    assert.equal((await person.modals()).length, 0, 'no form for them');
    await shortcut(person);
    const [modal] = (await world.until('a modal', async () => (await person.modals()).length > 0 && person.modals()));
    assert.doesNotMatch(JSON.stringify(modal), /Access Like/, email);
  }
}));

test('a form that was closed is offered again for a day, also after a crash, and can be gone on with', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  await ann.submit();
  await ann.choose({ label: 'Reason', option: 'Audit' });
  await ann.clickModal('Back');
  await ann.seesModal('Select all access grants');
  await ann.post('close');
  await world.restart();
  await ann.openHome();
  await ann.clickHome('Request Access');
  await ann.seesModal('a form that was not sent');
  await ann.seesModal('Ben Ito');
  await ann.clickModal('Continue');
  await seesTicked(ann, 'payments-api · write');
  assert.equal((await ann.submit()).result, 'updated');
  assert.equal((await ann.submit()).result, 'cleared', 'the reason was kept too');
  const card = await mia.seesMessage('asks for');
  assert.match(card.text, /payments-api · write/);
  // It was sent: nothing is offered any more.
  await ann.clickHome('Request Access');
  await ann.seesModal('Access Like');
}));

test('starting over forgets the old form, and a day later it is not offered', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.post('close');
  await ann.clickHome('Request Access');
  await ann.seesModal('a form that was not sent');
  await ann.clickModal('Start over');
  await ann.seesModal('Access Like');
  const [modal] = await ann.modals();
  assert.doesNotMatch(JSON.stringify(modal), /Ben Ito/);
  await ann.post('close');
  await ann.clickHome('Request Access');
  await ann.seesModal('Access Like');
  await ann.choose({ label: 'Person', query: 'ben', option: 'Ben Ito' });
  await ann.seesModal('Select all access grants');
  await ann.post('close');
  await world.advance(25 * 3600 * 1000);
  await ann.clickHome('Request Access');
  await ann.seesModal('Access Like');
}));
