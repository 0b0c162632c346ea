// The end of a campaign as three people read it on the page: the reviewer removes, the risk manager sees what that would
// do and completes it, the application's owner has one card and says of each whether it is done, and everybody hears.
import test from 'node:test';
import assert from 'node:assert/strict';
import { button, dialog, textOf, withPages } from './browser.mjs';

const day = 24 * 3600 * 1000;
const time = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

function good(run) {
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return run.stdout;
}

async function messages(page) {
  await page.getByRole('tab', { name: /Messages/ }).click();
}

// Chooses in the list beside a row that says so.
async function chooseBeside(page, row, option) {
  const field = dialog(page).locator('.section').filter({ hasText: row }).getByRole('combobox');
  await field.click();
  await page.getByRole('option', { name: option }).click();
}

test('a campaign is completed on the page: what is removed, by whom, and what failed', () => withPages(async ({ world, visit }) => {
  good(world.latchkey('campaign', 'create', '--name', 'Website review', '--owner', 'rita@example.com', '--start', time(Date.now() - 60000),
    '--end', time(Date.now() + 21 * day), '--resource', 'website', '--reviewer', 'manager'));
  good(world.latchkey('campaign', 'publish', '1'));

  // Mia removes what Ann and Ben hold there, with a reason.
  const mia = await visit('mia@example.com');
  await messages(mia);
  await button(mia, /^Review now: Website review/).click();
  await dialog(mia).getByText('account ann-gh').waitFor();
  for (const [account, left] of [['account ann-gh', '1 of 2 reviewed'], ['account ben-gh', '2 of 2 reviewed']]) {
    await chooseBeside(mia, new RegExp(account), 'Remove …');
    await dialog(mia).getByLabel('Reason').fill('The website is archived');
    await button(dialog(mia), 'Remove').click();
    await mia.getByText(left).first().waitFor();
  }

  // Rita sees what completing would do, and completes it.
  const rita = await visit('rita@example.com');
  await button(rita, 'Manage').click();
  await button(dialog(rita), 'Complete …').click();
  await dialog(rita).getByText('2 access grants of 2 people').waitFor();
  await button(dialog(rita), 'Complete it').click();
  await rita.getByText('2 access grants are being removed').waitFor();
  await button(dialog(rita), 'Close').last().click();
  await dialog(rita).waitFor({ state: 'detached' });

  // Omar has one card of both, and one of them he cannot remove.
  const omar = await visit('omar@example.com');
  await messages(omar);
  const card = omar.getByRole('article').filter({ hasText: 'Please remove access from 2 people' });
  await card.getByText('account ann-gh').waitFor();
  await card.getByText('Access review: Website review').waitFor();
  assert.equal(await button(omar, /^Done/).count(), 1, 'one card');
  await button(card, 'Review items').click();
  await chooseBeside(omar, /account ben-gh/, 'Could not …');
  await dialog(omar).getByLabel('Comment').fill('Ben owns the organisation');
  await button(dialog(omar), 'Send').click();
  await dialog(omar).getByText('account ben-gh').waitFor({ state: 'detached' });
  await chooseBeside(omar, /account ann-gh/, 'Done');
  await dialog(omar).getByText(/Done: You carried this out/).waitFor();
  await button(dialog(omar), 'Close').last().click();
  await omar.getByText(/Done: You carried this out/).first().waitFor();

  // Everybody reads how it ended.
  await messages(rita);
  await rita.getByText('partly de-provisioned').first().waitFor();
  await rita.getByText('Ben owns the organisation').first().waitFor();
  const ann = await visit('ann@example.com');
  await messages(ann);
  await ann.getByText('The website is archived').first().waitFor();
  for (const page of [mia, rita, omar, ann])
    assert.doesNotMatch(await textOf(page), /undefined|\[object|<[@!]/, 'nothing raw is shown');
}));
