// How the page behaves when things go wrong, change under one's hands, or the screen is small.
import http from 'node:http';
import test from 'node:test';
import assert from 'node:assert/strict';
import { openForm, selectAll, sendForm } from '../e2e/steps.mjs';
import { approve, button, choose, dialog, withPages } from './browser.mjs';

const ann = 'ann@example.com';
const mia = 'mia@example.com';
const trouble = /We had some trouble connecting/;

// By the control interface: what is not looked at here.
async function request(world) {
  const person = world.person(ann);
  await openForm(person, 'Ben Ito', 'ben');
  await selectAll(person);
  await sendForm(person);
}

test('a bot that misses the 3 seconds is told as trouble, and trying again works', () => withPages(async ({ visit }) => {
  const page = await visit(ann);
  await button(page, 'Request Access').waitFor();
  const strip = page.getByRole('complementary', { name: 'Control strip' });
  const lose = async () => {
    await button(strip, 'Faults').click();
    await button(strip, 'Misses the next 3 seconds').click();
    await strip.getByText('The next 1 requests do not reach the bot.').waitFor();
    await button(strip, 'Faults').click();
  };
  await lose();
  await button(page, 'Request Access').click();
  await page.locator('.home').getByText(trouble).waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);

  // The log shows it against the limit.
  await button(strip, 'Requests').click();
  const row = strip.getByRole('row').filter({ hasText: 'block_actions' }).first();
  await row.getByText('http_timeout').waitFor();
  const ms = Number((await row.innerText()).match(/(\d+) ms/)[1]);
  assert.ok(ms >= 3000, `${ms} ms`);
  await button(strip, 'Requests').click();

  await button(page, 'Request Access').click();
  const form = dialog(page);
  await form.waitFor();
  assert.equal(await page.locator('.home').getByText(trouble).count(), 0, 'the mark is gone once it works');
  await choose(form, 'Person', 'ben', /Ben Ito/);
  await form.getByLabel('Select all access grants').check();
  await form.locator('[aria-busy=true]').waitFor({ state: 'detached' });

  // In a modal the input stays, the form waits meanwhile, and Next works the second time.
  await lose();
  await button(form, 'Next').click();
  await form.locator('button[aria-busy=true]').waitFor();
  assert.equal(await form.getByLabel('Select all access grants').isDisabled(), true);
  await form.getByText(trouble).waitFor();
  assert.equal(await form.getByLabel('Select all access grants').isChecked(), true);
  await button(form, 'Next').click();
  await form.getByRole('combobox', { name: 'Reason' }).waitFor();
}));

test('errors of the bot and of the client stand at their fields', () => withPages(async ({ visit }) => {
  const page = await visit(ann);
  await button(page, 'Request Access').click();
  const form = dialog(page);
  await choose(form, 'Person', 'ben', /Ben Ito/);
  await form.getByLabel('Select all access grants').waitFor();
  await button(form, 'Next').click();
  const group = form.getByRole('group', { name: /Access Grants/ });
  await group.getByRole('alert').getByText(/at least one access grant/).waitFor();

  await form.getByLabel('Select all access grants').check();
  await button(form, 'Next').click();
  await choose(form, 'Reason', 'Other');
  await button(form, 'Submit').click();
  await form.getByRole('alert').first().waitFor();
  const invalid = form.locator('[aria-invalid=true]').first();
  const described = await invalid.getAttribute('aria-describedby');
  assert.ok(described, 'the field names its error');
}));

test('what is half typed stays, whatever happens around it', () => withPages(async ({ world, visit }) => {
  await request(world);
  const page = await visit(mia);
  await page.getByRole('tab', { name: /Messages/ }).click();
  await button(page, 'Deny').click();
  const form = dialog(page);
  const comment = form.getByRole('textbox', { name: /Comment/ });
  await comment.pressSequentially('Not while you are ');
  // Messages come, the clock moves, and another view of hers changes while she types.
  await world.call('POST', '/control/send_message', { user: mia, text: 'hello' });
  await world.advance(3_600_000);
  await world.person(mia).seesMessage('Hello');
  await comment.pressSequentially('on call');
  assert.equal(await comment.inputValue(), 'Not while you are on call');
  // The workspace has it soon, as Slack's client would: another look at the same person shows it.
  await world.until('the text has arrived', async () => JSON.stringify(await world.person(mia).modals()).includes('Not while you are on call'));
  await page.reload();
  await comment.waitFor();
  assert.equal(await comment.inputValue(), 'Not while you are on call');
  await button(form, 'Deny').click();
  await page.getByText(/You denied this/).waitFor();

  const requester = await visit(ann);
  await requester.getByRole('tab', { name: /Messages/ }).click();
  await requester.getByText('Not while you are on call').first().waitFor();
}));

test('the strip moves the product clock of page and bot', () => withPages(async ({ world, visit }) => {
  const page = await visit(ann);
  const strip = page.getByRole('complementary', { name: 'Control strip' });
  await button(strip, '+1 day').click();
  await button(strip, '+1 hour').click();
  await strip.getByText('+1 d 1 h').waitFor();
  assert.equal((await world.call('GET', '/clock')).offset_ms, 25 * 3_600_000);
  const tomorrow = new Date(Date.now() + 25 * 3_600_000);
  const inParis = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Amsterdam', month: 'short', day: 'numeric' }).format(tomorrow);
  await page.getByRole('region', { name: 'Ann Lee' }).getByText(inParis).first().waitFor();
}));

test('on a phone everything fits the width, and every target can be touched', () => withPages(async ({ world, visit }) => {
  await request(world);
  const phone = { width: 360, height: 740 };
  const fits = async (page, what) => {
    const wide = await page.evaluate(() => [...document.querySelectorAll('.page, .pane, .panel, .message-list, .dialog, .dialog-body, .strip, .drawer')]
      .filter((box) => box.scrollWidth > box.clientWidth + 1 || box.getBoundingClientRect().right > window.innerWidth + 1)
      .map((box) => `${box.className}: ${box.scrollWidth} > ${box.clientWidth}`));
    assert.deepEqual(wide, [], what);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), phone.width, what);
  };
  const page = await visit(mia, phone, { hasTouch: true, isMobile: true });
  await page.getByRole('heading', { name: 'Mia Novak' }).waitFor();
  await fits(page, 'Home');
  await page.getByRole('tab', { name: /Messages/ }).tap();
  const toApprove = approve(page);
  await toApprove.waitFor();
  await fits(page, 'Messages');
  assert.ok((await toApprove.boundingBox()).height >= 30);
  await button(page, 'Deny').tap();
  await dialog(page).waitFor();
  await fits(page, 'a modal');
  const strip = page.getByRole('complementary', { name: 'Control strip' });
  for (const drawer of ['Faults', 'Requests', /complaints/]) {
    await button(strip, drawer).tap();
    await fits(page, String(drawer));
  }
  const requester = await visit(ann, phone, { hasTouch: true, isMobile: true });
  await button(requester, 'Request Access').tap();
  await choose(dialog(requester), 'Person', 'max', /Max Many/);
  await dialog(requester).getByLabel('Select all access grants').waitFor();
  await fits(requester, 'the form');

  const welcome = await visit('', phone);
  await welcome.goto(world.control);
  await welcome.getByRole('button', { name: /Ann Lee/ }).waitFor();
  await fits(welcome, 'the choice of people');
  await welcome.goto(`${world.control}/gallery`);
  await welcome.getByRole('heading', { name: 'Elements in actions' }).waitFor();
  await fits(welcome, 'the gallery');
}, { faults: /404/ }));

test('typing in the composer talks to the bot, and its answer comes by itself', () => withPages(async ({ visit }) => {
  const page = await visit(ann);
  await page.getByRole('tab', { name: /Messages/ }).click();
  const composer = page.getByRole('textbox', { name: /^Message / });
  await composer.fill('hello?');
  await composer.press('Enter');
  await page.getByRole('article', { name: /^Ann Lee/ }).getByText('hello?').waitFor();
  await page.getByRole('article', { name: /^Latchkey/ }).getByText(/Hello/).waitFor();
}));

test('no other site can make a browser act here', () => withPages(async ({ world, open }) => {
  const page = await open('/');
  const hostile = http.createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<p>elsewhere</p>'));
  await new Promise((resolve) => hostile.listen(0, '127.0.0.1', resolve));
  await page.goto(`http://127.0.0.1:${hostile.address().port}/`);
  await page.evaluate((target) => fetch(target, { method: 'POST', mode: 'no-cors', body: '{"advance_ms":1000}' }), `${world.control}/control/clock`);
  assert.equal((await world.call('GET', '/clock')).offset_ms, 0);
  hostile.closeAllConnections();
  hostile.close();
}, { faults: /.*/ }));
