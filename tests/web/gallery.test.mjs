// Every interactive element of the core set, operated in the gallery: what would be sent to the app
// is compared field by field with the platform's documented payloads (docs.slack.dev, "Interaction
// payloads"). The expectations are written from there, not from the sandbox's code.
import test from 'node:test';
import assert from 'node:assert/strict';
import { button, dialog, withPages } from './browser.mjs';

const gallery = 'U0SBGALLERY';
const ann = 'U0E2';
const plain = (text) => ({ type: 'plain_text', text, emoji: true });
const option = (text, more = {}) => ({ text: plain(text), value: text.toLowerCase(), ...more });

// Runs `act` and returns the payload of that type that was sent because of it.
async function sent(world, type, act) {
  const before = (await world.call('GET', '/control/log')).newest;
  await act();
  const entry = await world.until(`a ${type} is sent`, async () => {
    const { entries } = await world.call('GET', `/control/log?after=${before}&bodies=true`);
    return entries.find((one) => one.kind === type && one.user === gallery && one.done);
  });
  assert.equal(entry.headers['Content-Type'], 'application/x-www-form-urlencoded');
  const form = new URLSearchParams(entry.request);
  assert.deepEqual([...form.keys()], ['payload'], 'one field, named payload');
  return JSON.parse(form.get('payload'));
}

const sorted = (object) => Object.keys(object).sort();
const keysAre = (object, names, what) => assert.deepEqual(sorted(object), [...names].sort(), what);

// What every interaction payload says of the person, the team and the app.
function checkWho(payload) {
  assert.deepEqual(payload.user, { id: gallery, username: 'gallery', name: 'gallery', team_id: 'T0E2E' });
  assert.deepEqual(payload.team, { id: 'T0E2E', domain: 'e2e' });
  assert.equal(payload.enterprise, null);
  assert.equal(payload.is_enterprise_install, false);
  assert.match(payload.api_app_id, /^A/);
  assert.equal(typeof payload.token, 'string');
}

const viewKeys = ['id', 'team_id', 'type', 'blocks', 'private_metadata', 'callback_id', 'state', 'hash', 'title', 'close', 'submit', 'clear_on_close',
  'notify_on_close', 'previous_view_id', 'root_view_id', 'app_id', 'external_id', 'app_installed_team_id', 'bot_id'];

function checkView(view, type) {
  keysAre(view, type === 'modal' ? [...viewKeys, 'submit_disabled'] : viewKeys, `the fields of a ${type}`);
  assert.equal(view.type, type);
  assert.match(view.id, /^V/);
  assert.equal(view.root_view_id, view.id);
  assert.equal(view.previous_view_id, null);
  assert.equal(view.team_id, 'T0E2E');
  assert.equal(view.app_installed_team_id, 'T0E2E');
  assert.equal(view.callback_id, `gallery_${type}`);
  assert.equal(view.private_metadata, `${type} metadata`);
  assert.match(view.hash, /^\d+\.\w+$/);
  assert.equal(view.external_id, '');
  if (type === 'home') assert.deepEqual(view.title, plain('View Title'));
}

// block_actions out of a view: a container that names it, the view, no message and no response_url.
function checkActionsOfView(payload, type) {
  keysAre(payload, ['type', 'user', 'team', 'enterprise', 'is_enterprise_install', 'api_app_id', 'token', 'container', 'trigger_id', 'view', 'actions'],
    'the fields of block_actions from a view');
  checkWho(payload);
  assert.deepEqual(payload.container, { type: 'view', view_id: payload.view.id });
  assert.match(payload.trigger_id, /^\d+\.\d+\.[0-9a-f]+$/);
  checkView(payload.view, type);
}

// The one action: its ids, its value under the field of its type, and nothing but the echoes that
// Slack documents.
function checkAction(payload, expected, echoes = []) {
  assert.equal(payload.actions.length, 1);
  const [action] = payload.actions;
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(action[name], value, `actions[0].${name}`);
  assert.match(action.action_ts, /^\d{10}\.\d{6}$/);
  const known = new Set([...Object.keys(expected), 'action_ts', ...echoes]);
  assert.deepEqual(Object.keys(action).filter((name) => !known.has(name)), [], 'no other field');
}

const checkState = (view, blockId, actionId, expected) => assert.deepEqual(view.state.values[blockId][actionId], expected, 'state.values');

const pick = async (at, name) => {
  await at.getByRole('combobox').click();
  await at.page().getByRole('option', { name, exact: true }).click();
};
const find = async (at, query, name) => {
  await at.getByRole('combobox').click();
  await at.getByRole('combobox').pressSequentially(query);
  await at.page().getByRole('option', { name }).click();
};
const day = async (at, name) => {
  await at.locator('.picker-button').click();
  await at.getByRole('gridcell').getByRole('button', { name }).click();
};

// How each element is operated, and what it then sends. Echoes: "select types may add" their initial
// value and placeholder.
const choosers = {
  static_select: { act: (at) => pick(at, 'Green'), value: { selected_option: option('Green') }, echoes: ['placeholder'] },
  external_select: { act: (at) => find(at, 'be', 'Berlin'), value: { selected_option: option('Berlin') }, echoes: ['placeholder'] },
  users_select: { act: (at) => find(at, 'ann', /Ann Lee/), value: { selected_user: ann }, echoes: ['placeholder'] },
  conversations_select: { act: (at) => pick(at, '# random'), value: { selected_conversation: 'C0SBRANDOM' }, echoes: ['placeholder'] },
  channels_select: { act: (at) => pick(at, '# general'), value: { selected_channel: 'C0SBGENERAL' }, echoes: ['placeholder'] },
  checkboxes: {
    act: (at) => at.getByLabel('Write').check(),
    value: { selected_options: [option('Write', { description: plain('includes reading') })] },
    again: (at) => at.getByLabel('Write').uncheck(), cleared: { selected_options: [] },
  },
  radio_buttons: { act: (at) => at.getByLabel('Medium').check(), value: { selected_option: option('Medium', { description: plain('most people') }) } },
  datepicker: { act: (at) => day(at, /March 15/), value: { selected_date: '2026-03-15' }, echoes: ['placeholder', 'initial_date'] },
  timepicker: {
    act: (at) => find(at, '9:15', '9:15 AM'), value: { selected_time: '09:15', timezone: 'Europe/Amsterdam' }, echoes: ['placeholder'],
  },
};
// Their lists stay open for the next choice, over what stands below.
const then = (choice) => async (at) => {
  await choice(at);
  await at.getByRole('combobox').press('Escape');
};
const severals = {
  multi_static_select: {
    act: then((at) => pick(at, 'Yellow')), value: { selected_options: [option('Yellow')] }, echoes: ['placeholder'],
    again: (at) => button(at, 'Remove Yellow').click(), cleared: { selected_options: [] },
  },
  multi_external_select: { act: then((at) => pick(at, 'Athens')), value: { selected_options: [option('Athens')] }, echoes: ['placeholder'] },
  multi_users_select: { act: then((at) => find(at, 'ann', /Ann Lee/)), value: { selected_users: [ann] }, echoes: ['placeholder'] },
  multi_conversations_select: { act: then((at) => pick(at, '# random')), value: { selected_conversations: ['C0SBRANDOM'] }, echoes: ['placeholder'] },
  multi_channels_select: { act: then((at) => pick(at, '# general')), value: { selected_channels: ['C0SBGENERAL'] }, echoes: ['placeholder'] },
};
const overflow = {
  act: async (at) => {
    await button(at, /More actions|overflow/).click();
    await at.getByRole('menuitem', { name: /Archive/ }).click();
  },
  value: { selected_option: option('Archive', { description: plain('hides it') }) },
};
const typed = (text) => async (at) => {
  await at.getByRole('textbox').fill(text);
  await at.getByRole('textbox').press('Enter');
};
const texts = {
  plain_text_input: { act: typed('A sentence.'), value: { value: 'A sentence.' } },
  number_input: { act: typed('42'), value: { value: '42' } },
  email_text_input: { act: typed('ann@example.com'), value: { value: 'ann@example.com' } },
  url_text_input: { act: typed('https://example.com/a?b=c'), value: { value: 'https://example.com/a?b=c' } },
  rich_text_input: {
    act: async (at) => {
      await at.getByRole('textbox').fill('Two\nlines');
      await at.getByRole('textbox').blur();
    },
    value: { rich_text_value: { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'Two\nlines' }] }] } },
  },
};

// Operates each element in blocks "PLACE:TYPE" and checks what is sent.
async function operateAll(world, page, place, type, cases) {
  for (const [element, { act, value, echoes = [], again, cleared }] of Object.entries(cases)) {
    const blockId = `${place}:${element}`;
    const at = page.locator(`[data-block-id="${blockId}"]`);
    const ids = { type: element, block_id: blockId, action_id: element };
    const allowed = [...echoes, 'placeholder'];
    try {
      const payload = await sent(world, 'block_actions', () => act(at));
      checkActionsOfView(payload, type);
      checkAction(payload, { ...ids, ...value }, allowed);
      if (element !== 'overflow') checkState(payload.view, blockId, element, { type: element, ...value });
      if (again) {
        const next = await sent(world, 'block_actions', () => again(at));
        checkAction(next, { ...ids, ...cleared }, allowed);
        checkState(next.view, blockId, element, { type: element, ...cleared });
      }
    } catch (fault) {
      fault.message = `${blockId}: ${fault.message}`;
      throw fault;
    }
  }
}

// No bot: the gallery needs none.
const inGallery = (run, options = {}) => withPages(async ({ world, open }) => {
  const page = await open('/gallery', { width: 1300, height: 900 });
  await page.getByRole('heading', { name: 'Elements in sections' }).waitFor();
  await run({ world, page });
}, { daemon: false, company: false, ...options });

test('every element in a section of the Home tab sends its own field', () => inGallery(({ world, page }) =>
  operateAll(world, page, 'section', 'home', { ...choosers, ...severals, overflow })));

test('every element in an actions block of the Home tab sends its own field', () => inGallery(({ world, page }) =>
  operateAll(world, page, 'actions', 'home', {
    ...choosers,
    overflow,
    datetimepicker: {
      act: async (at) => { await day(at, /March 15/); },
      // 2 March 2026 at 10:00 in Amsterdam was chosen; the hour stays.
      value: { selected_date_time: Date.parse('2026-03-15T10:00:00+01:00') / 1000 }, echoes: ['initial_date_time'],
    },
  })));

test('every element in an input block that dispatches sends its own field', () => inGallery(async ({ world, page }) => {
  await button(page, 'Open the modal').click();
  await dialog(page).waitFor();
  await operateAll(world, page, 'input', 'modal', { ...texts, ...choosers, ...severals });

  // An empty one takes the hour first, on today's date: the 15th of this month at 9:15 in Amsterdam.
  const both = page.locator('[data-block-id="input:datetimepicker"]');
  await sent(world, 'block_actions', () => find(both, '9:15', '9:15 AM'));
  const payload = await sent(world, 'block_actions', () => day(both, / 15th/));
  const instant = payload.actions[0].selected_date_time;
  checkAction(payload, { type: 'datetimepicker', block_id: 'input:datetimepicker', action_id: 'datetimepicker', selected_date_time: instant });
  checkState(payload.view, 'input:datetimepicker', 'datetimepicker', { type: 'datetimepicker', selected_date_time: instant });
  const inAmsterdam = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Amsterdam', day: 'numeric', hour: 'numeric', minute: 'numeric' });
  assert.equal(inAmsterdam.format(instant * 1000), '15, 09:15');
}));

test('buttons send their value, style and text; a confirm dialog is asked first; a link is told as well', () => inGallery(async ({ world, page }) => {
  const at = page.locator('[data-block-id="actions:button"]');
  const ids = (action_id) => ({ type: 'button', block_id: 'actions:button', action_id });
  const press = (name) => sent(world, 'block_actions', () => at.getByText(name, { exact: true }).click());

  const one = await press('Plain');
  checkActionsOfView(one, 'home');
  checkAction(one, { ...ids('plain'), text: plain('Plain'), value: 'p1' });
  checkAction(await press('Primary'), { ...ids('primary'), text: plain('Primary'), value: 'p2', style: 'primary' });
  checkAction(await press('Without a value'), { ...ids('valueless'), text: plain('Without a value') });

  const before = (await world.call('GET', '/control/log')).newest;
  await button(at, 'Danger').click();
  const question = page.getByRole('dialog', { name: 'Are you sure?' });
  await question.getByText('This cannot be undone.').waitFor();
  await button(question, 'Leave it').click();
  await question.waitFor({ state: 'detached' });
  assert.equal((await world.call('GET', '/control/log')).newest, before, 'nothing was sent');
  const confirmed = await sent(world, 'block_actions', async () => {
    await button(at, 'Danger').click();
    await button(question, 'Do it').click();
  });
  checkAction(confirmed, { ...ids('danger'), text: plain('Danger'), value: 'p3', style: 'danger' }, ['confirm']);

  const link = at.getByRole('link', { name: 'Link' });
  assert.equal(await link.getAttribute('href'), 'https://example.com/');
  // The link itself leads away from this machine; only that it was clicked is looked at.
  await link.evaluate((anchor) => anchor.addEventListener('click', (event) => event.preventDefault()));
  checkAction(await sent(world, 'block_actions', () => link.click()), { ...ids('link'), text: plain('Link') }, ['url']);
}));

test('an external select asks for its options from min_query_length on', () => inGallery(async ({ world, page }) => {
  const at = page.locator('[data-block-id="section:external_select"]');
  const field = at.getByRole('combobox');
  const before = (await world.call('GET', '/control/log')).newest;
  await field.click();
  await field.press('b');
  await page.getByText('Type at least 2 letters').waitFor();
  assert.equal((await world.call('GET', '/control/log')).newest, before, 'nothing was asked for yet');
  const payload = await sent(world, 'block_suggestion', () => field.press('e'));
  keysAre(payload, ['type', 'user', 'container', 'api_app_id', 'token', 'action_id', 'block_id', 'value', 'team', 'enterprise', 'is_enterprise_install', 'view']);
  checkWho(payload);
  assert.deepEqual([payload.action_id, payload.block_id, payload.value], ['external_select', 'section:external_select', 'be']);
  assert.deepEqual(payload.container, { type: 'view', view_id: payload.view.id });
  checkView(payload.view, 'home');
  const everything = page.locator('[data-block-id="section:multi_external_select"]').getByRole('combobox');
  const opened = await sent(world, 'block_suggestion', () => everything.click());
  assert.equal(opened.value, '', 'with 0, it asks when the list opens');
}));

test('a submission carries null, [] and values; errors stand at their fields; closing tells what was closed', () => inGallery(async ({ world, page }) => {
  await button(page, 'Open the modal').click();
  const modal = dialog(page);
  await button(modal, 'Send').click();
  await modal.getByText('Please complete this required field.').waitFor();
  await modal.getByLabel('Field: plain text input').fill('Hello');
  await modal.getByLabel('Field: file input').setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('abc') });
  await modal.getByText('notes.txt').waitFor();
  const payload = await sent(world, 'view_submission', () => button(modal, 'Send').click());
  keysAre(payload, ['type', 'team', 'user', 'api_app_id', 'token', 'trigger_id', 'view', 'response_urls', 'is_enterprise_install', 'enterprise']);
  checkWho(payload);
  checkView(payload.view, 'modal');
  assert.deepEqual(payload.response_urls, []);
  const { 'input:file_input': files, ...values } = payload.view.state.values;
  const untouched = (type, field, nothing) => ({ [`input:${type}`]: { [type]: { type, [field]: nothing } } });
  assert.deepEqual(values, {
    'input:plain_text_input': { plain_text_input: { type: 'plain_text_input', value: 'Hello' } },
    ...untouched('number_input', 'value', null),
    ...untouched('email_text_input', 'value', null),
    ...untouched('url_text_input', 'value', null),
    ...untouched('rich_text_input', 'rich_text_value', null),
    ...untouched('static_select', 'selected_option', null),
    ...untouched('external_select', 'selected_option', null),
    ...untouched('users_select', 'selected_user', null),
    ...untouched('conversations_select', 'selected_conversation', null),
    ...untouched('channels_select', 'selected_channel', null),
    ...untouched('checkboxes', 'selected_options', []),
    ...untouched('radio_buttons', 'selected_option', null),
    'input:datepicker': { datepicker: { type: 'datepicker', selected_date: '2026-03-02' } },
    'input:timepicker': { timepicker: { type: 'timepicker', selected_time: null, timezone: 'Europe/Amsterdam' } },
    ...untouched('datetimepicker', 'selected_date_time', null),
    ...untouched('multi_static_select', 'selected_options', []),
    ...untouched('multi_external_select', 'selected_options', []),
    ...untouched('multi_users_select', 'selected_users', []),
    ...untouched('multi_conversations_select', 'selected_conversations', []),
    ...untouched('multi_channels_select', 'selected_channels', []),
  });
  assert.equal(files.file_input.type, 'file_input');
  assert.equal(files.file_input.files[0].name, 'notes.txt');

  const field = modal.getByLabel('Field: plain text input');
  await modal.getByText('The gallery accepts nothing').waitFor();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.equal(await field.inputValue(), 'Hello', 'what was typed stays');

  const cancelled = await sent(world, 'view_closed', () => button(modal, 'Leave').click());
  keysAre(cancelled, ['type', 'team', 'user', 'api_app_id', 'token', 'view', 'is_cleared', 'is_enterprise_install', 'enterprise']);
  checkWho(cancelled);
  checkView(cancelled.view, 'modal');
  assert.equal(cancelled.is_cleared, false);
  assert.deepEqual(cancelled.view.state.values, {}, 'nothing that was typed');
  await button(page, 'Open the modal').click();
  const crossed = await sent(world, 'view_closed', () => button(modal, 'Close').click());
  assert.equal(crossed.is_cleared, true);
}));

test('in a message the channel, the message, all state and a response URL go along', () => inGallery(async ({ world, page }) => {
  await page.getByRole('tab', { name: /Messages/ }).click();
  const message = page.getByRole('article').filter({ hasText: 'asks for 3 access grants' });
  await pick(message.locator('[data-block-id="actions:static_select"]'), 'Blue');
  const payload = await sent(world, 'block_actions', () => message.getByText('Plain', { exact: true }).click());
  keysAre(payload, ['type', 'user', 'team', 'enterprise', 'is_enterprise_install', 'api_app_id', 'token', 'container', 'trigger_id', 'channel', 'message', 'state',
    'response_url', 'actions'], 'the fields of block_actions from a message');
  checkWho(payload);
  assert.deepEqual(payload.container, { type: 'message', message_ts: payload.message.ts, channel_id: payload.channel.id, is_ephemeral: false });
  assert.deepEqual(payload.channel, { id: payload.channel.id, name: 'directmessage' });
  assert.match(payload.channel.id, /^D/);
  assert.equal(payload.message.type, 'message');
  assert.equal(payload.message.text, 'A message with blocks');
  assert.equal(payload.message.team, 'T0E2E');
  for (const [name, prefix] of [['bot_id', 'B'], ['app_id', 'A'], ['user', 'U']]) assert.ok(payload.message[name].startsWith(prefix), name);
  assert.equal(payload.message.blocks.length, 6);
  assert.match(payload.response_url, /^https:\/\//);
  checkAction(payload, { type: 'button', block_id: 'actions:button', action_id: 'plain', text: plain('Plain'), value: 'p1' });
  assert.deepEqual(payload.state.values, {
    'actions:static_select': { static_select: { type: 'static_select', selected_option: option('Blue') } },
    'section:checkboxes': { checkboxes: { type: 'checkboxes', selected_options: [] } },
    'section:external_select': { external_select: { type: 'external_select', selected_option: null } },
    'input:datepicker': { datepicker: { type: 'datepicker', selected_date: '2026-03-02' } },
  }, 'all stateful elements, not only inputs');

  const hushed = page.getByRole('article').filter({ hasText: 'Only visible to you' });
  const ephemeral = await sent(world, 'block_actions', () => button(hushed, 'Hush').click());
  assert.equal(ephemeral.container.is_ephemeral, true);
  assert.equal('message' in ephemeral, false, 'an ephemeral message is not in the payload');
  assert.match(ephemeral.response_url, /^https:\/\//);

  const suggestion = await sent(world, 'block_suggestion', () => find(message.locator('[data-block-id="section:external_select"]'), 'be', 'Berlin'));
  keysAre(suggestion, ['type', 'user', 'container', 'api_app_id', 'token', 'action_id', 'block_id', 'value', 'team', 'enterprise', 'is_enterprise_install', 'channel', 'message']);
}));

test('every block of the core set is drawn', () => inGallery(async ({ page }) => {
  const at = (id) => page.locator(`[data-block-id="${id}"]`);
  await at('text').getByText('pre *formatted*').waitFor();
  assert.match(await at('text').innerText(), /bold italic struck code link @Gallery #general @here.*\nA quote, at Mar 2(, 2026)? 10:00 AM\npre \*formatted\*\n+<escaped> & 2 \* 3 \* 4 snake_case_name/s);
  assert.match(await at('fields').innerText(), /Due:\n2026-03-02/);
  assert.equal(await at('picture').getByRole('img', { name: 'a key' }).evaluate((image) => image.naturalWidth > 0), true);
  assert.match(await at('context').innerText(), /Context with mrkdwn/);
  assert.equal(await at('divider').getByRole('separator').count(), 1);
  await at('image').getByRole('img', { name: 'a golden key on a dark ground' }).waitFor();
  const rich = at('rich');
  assert.match(await rich.innerText(), /Bold, italic, struck, code, @Gallery, #general, @here, .*a link, Monday, March 2nd(, 2026)? at 10:00 AM/);
  assert.equal(await rich.getByRole('listitem').count(), 3);
  assert.match(await rich.locator('pre').innerText(), /for \(;;\)\n {4}wait\(\);/);
  await page.getByRole('heading', { name: 'Elements in actions' }).waitFor();
  assert.equal(await page.getByText('which this page does not draw').count(), 0);
  assert.equal(await page.getByText('An element of type').count(), 0);

  await page.getByRole('tab', { name: /Messages/ }).click();
  await page.getByText('(edited)').waitFor();
  await button(page, '1 reply').click();
  await page.getByRole('region', { name: 'Thread' }).getByText('In the thread').waitFor();
}));

const text = (block_id, action_id, label) => ({
  type: 'input', block_id, label: plain(label), optional: true, element: { type: 'plain_text_input', action_id },
});
const view = (title, blocks) => ({ type: 'modal', callback_id: 'x', title: plain(title), submit: plain('Go on'), blocks });

test('an update keeps what was typed under the same block_id and action_id, and nothing else', () => inGallery(async ({ world, page }) => {
  const before = view('Before', [text('kept', 'a', 'Kept'), text('old block', 'a', 'Other block'), text('block', 'old action', 'Other action')]);
  const preset = text('kept', 'a', 'Kept');
  preset.element.initial_value = 'preset';
  const after = view('After', [text('new', 'a', 'In between'), preset, text('new block', 'a', 'Other block'), text('block', 'new action', 'Other action')]);
  const answers = { view_submission: { response_action: 'update', view: after } };
  await world.call('POST', '/control/gallery', { modal: before, answers });
  const modal = dialog(page);
  for (const label of ['Kept', 'Other block', 'Other action']) await modal.getByLabel(label).fill(`typed in ${label}`);
  await button(modal, 'Go on').click();
  await page.getByRole('dialog', { name: 'After' }).waitFor();
  assert.equal(await modal.getByLabel('Kept').inputValue(), 'typed in Kept', 'and not its new initial value');
  for (const label of ['In between', 'Other block', 'Other action']) assert.equal(await modal.getByLabel(label).inputValue(), '', label);
}));

test('modals stand on a stack of three: only the top one can be used, Escape leaves one, the cross leaves all', () => inGallery(async ({ world, page }) => {
  const next = view('Above', [text('b', 'a', 'Field')]);
  const push = () => world.call('POST', '/control/gallery', { answers: { view_submission: { response_action: 'push', view: next } } });
  await world.call('POST', '/control/gallery', { modal: view('Root', [text('b', 'a', 'Field')]) });
  await push();
  await page.getByRole('dialog', { name: 'Root' }).getByLabel('Field').fill('below');
  await button(page.getByRole('dialog', { name: 'Root' }), 'Go on').click();
  const above = page.getByRole('dialog', { name: 'Above' });
  await above.waitFor();
  assert.equal(await page.locator('.layer').count(), 2);
  assert.equal(await page.locator('.layer[inert]').count(), 1, 'what lies below is out of reach');
  await button(above, 'Go on').click();
  await page.locator('.layer').nth(2).waitFor();
  await button(dialog(page), 'Go on').click();
  await page.getByText(/We had some trouble connecting/).waitFor();
  assert.equal(await page.locator('.layer').count(), 3, 'a fourth is refused');

  await dialog(page).getByLabel('Field').press('Escape');
  await page.waitForFunction(() => document.querySelectorAll('.layer').length === 2);
  await dialog(page).getByLabel('Field').press('Escape');
  const root = page.getByRole('dialog', { name: 'Root' });
  await root.waitFor();
  assert.equal(await root.getByLabel('Field').inputValue(), 'below', 'the input stayed');
  await button(root, 'Go on').click();
  await above.waitFor();
  await button(above, 'Close').click();
  await page.waitForFunction(() => document.querySelectorAll('.layer').length === 0);
}, { allowViolations: true }));
