// The main story as two people see it, each in a page of their own: ask like a colleague, the
// manager approves, the requester is told. Nothing here knows an id: people go by what they read.
import test from 'node:test';
import assert from 'node:assert/strict';
import { approve, button, choose, dialog, textOf, withPages } from './browser.mjs';

const ann = 'ann@example.com';
const mia = 'mia@example.com';

async function ask(page) {
  await button(page, 'Request Access').click();
  const form = dialog(page);
  await choose(form, 'Person', 'ben', /Ben Ito/);
  await form.getByLabel('Select all access grants').check();
  await button(form, 'Next').click();
  await choose(form, 'Reason', 'New project');
  await button(form, 'Submit').click();
  await form.waitFor({ state: 'detached' });
}

test('ask like a colleague, the manager approves, the requester is told, in two pages', () => withPages(async ({ world, visit }) => {
  const [anns, mias] = [await visit(ann), await visit(mia)];
  await ask(anns);

  // Told beside the tab before anybody looks, then read.
  const tab = mias.getByRole('tab', { name: /Messages/ });
  await tab.getByText('1').waitFor();
  await tab.click();
  const card = mias.getByRole('article').filter({ hasText: 'asks for' });
  await card.getByText('@Ann Lee asks for 2 access grants in GitHub and Payroll for themselves.').waitFor();
  await card.getByText('Reason: New project').waitFor();
  await tab.getByText('1').waitFor({ state: 'detached' });

  const anns_tab = anns.getByRole('tab', { name: /Messages/ });
  await anns_tab.click();
  const tracker = anns.getByRole('article').first();
  await tracker.getByText(/2 pending/).waitFor();

  // The card is edited under Mia's eyes, and so is Ann's tracker under hers: no page is loaded again.
  await anns.evaluate(() => { window.stillTheSamePage = true; });
  await approve(card).click();
  await card.getByText(/You approved this/).waitFor();
  assert.equal(await approve(card).count(), 0, 'no live button is left');

  const omar = await visit('omar@example.com');
  await omar.getByRole('tab', { name: /Messages/ }).click();
  await approve(omar).click();
  await button(omar, 'Done').click();
  await anns.getByText(/Granted:/).waitFor();
  await tracker.getByText(/1 granted/).waitFor();
  assert.equal(await anns.evaluate(() => window.stillTheSamePage), true);
  assert.doesNotMatch(await textOf(anns), /undefined|\[object|<[@!]/, 'nothing raw is shown');

  const violations = await world.violations();
  assert.deepEqual(violations, []);
}));

test('two people side by side in one page, and the address brings them back', () => withPages(async ({ open }) => {
  const page = await open('/');
  await page.getByRole('searchbox', { name: 'Search people' }).fill('lee');
  await button(page, /Ann Lee/).click();
  await choose(page, 'Add a person', 'mia', /Mia Novak/);
  const left = page.getByRole('region', { name: 'Ann Lee' });
  const right = page.getByRole('region', { name: 'Mia Novak' });
  await button(left, 'Request Access').click();
  await left.getByRole('dialog', { name: 'Request Access' }).waitFor();
  // Ann's modal is over Ann's side only.
  await right.getByRole('tab', { name: 'Messages' }).click();
  await right.getByText('This is the very beginning').waitFor();
  await page.reload();
  await left.getByRole('dialog', { name: 'Request Access' }).waitFor();
  await right.getByText('This is the very beginning').waitFor();
}));

test('the whole story from the keyboard alone', () => withPages(async ({ visit }) => {
  const anns = await visit(ann);
  const keys = anns.keyboard;
  const focused = () => anns.evaluate(() => {
    const here = document.activeElement;
    if (here === document.body) return '';
    return here.getAttribute('aria-label') ?? here.labels?.[0]?.innerText ?? here.innerText ?? '';
  });
  // Tab until the focus is there: what a person does who sees the focus move.
  const reach = async (name, key = 'Tab') => {
    for (let presses = 0; presses < 60; ++presses) {
      if (name.test(await focused())) return;
      await keys.press(key);
    }
    assert.fail(`the focus never reached ${name}; it is at ${await focused()}`);
  };

  await button(anns, 'Request Access').waitFor();
  await reach(/Request Access/);
  await keys.press('Enter');
  const form = dialog(anns);
  await form.waitFor();
  assert.ok(await form.evaluate((box) => box.contains(document.activeElement)), 'the focus goes into the modal');

  await reach(/^Person$/);
  await reach(/^Person$/); // the radio button of that name first, then the field
  const field = form.getByRole('combobox', { name: 'Person', exact: true });
  for (let presses = 0; presses < 20 && !(await field.evaluate((box) => box === document.activeElement)); ++presses) await keys.press('Tab');
  await keys.type('ben');
  await anns.getByRole('option', { name: /Ben Ito/ }).waitFor();
  await keys.press('ArrowDown');
  await keys.press('Enter');
  await form.getByLabel('Select all access grants').waitFor();
  await reach(/Select all access grants/);
  await keys.press('Space');
  await form.getByLabel('Select all access grants').and(anns.locator(':checked')).waitFor();

  // An open list takes the first Escape; the modal would take the second.
  await reach(/^Person$/, 'Shift+Tab');
  await keys.press('ArrowDown');
  await keys.press('Escape');
  assert.ok(await form.isVisible(), 'Escape closes the list only');

  // The focus stays inside: behind the last stop comes the first.
  for (let presses = 0; presses < 40; ++presses) {
    await keys.press('Tab');
    assert.ok(await form.evaluate((box) => box.contains(document.activeElement)), 'the focus stays in the modal');
  }
  await reach(/^Next$/);
  await keys.press('Enter');
  await form.getByRole('combobox', { name: 'Reason' }).waitFor();
  await reach(/^Reason$/);
  await keys.type('new proj');
  await anns.getByRole('option', { name: 'New project' }).waitFor();
  await keys.press('ArrowDown');
  await keys.press('Enter');
  await reach(/^Submit$/);
  await keys.press('Enter');
  await form.waitFor({ state: 'detached' });

  const mias = await visit(mia);
  await mias.getByRole('tab', { name: /Messages/ }).waitFor();
  for (let presses = 0; presses < 30; ++presses) {
    if (await mias.evaluate(() => document.activeElement.getAttribute('role') === 'tab')) break;
    await mias.keyboard.press('Tab');
  }
  await mias.keyboard.press('ArrowRight');
  await approve(mias).waitFor();
  for (let presses = 0; presses < 30; ++presses) {
    if (/^Approve/.test(await mias.evaluate(() => document.activeElement.innerText ?? ''))) break;
    await mias.keyboard.press('Tab');
  }
  await mias.keyboard.press('Enter');
  await mias.getByText(/You approved this/).waitFor();
}));

test('Escape leaves a modal as Cancel does, and the focus comes back to what opened it', () => withPages(async ({ visit }) => {
  const page = await visit(ann);
  const opener = button(page, 'Request Access');
  await opener.click();
  await dialog(page).waitFor();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement.innerText === 'Request Access');
}));
