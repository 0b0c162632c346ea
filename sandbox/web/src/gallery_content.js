// What the gallery shows: every block of the core set, and every element wherever Slack allows it.
// Each element's action_id is its type and its block_id says where it stands.

const plain = (text) => ({ type: 'plain_text', text, emoji: true });
const md = (text) => ({ type: 'mrkdwn', text, verbatim: true });
const option = (value, more = {}) => ({ text: plain(value), value: value.toLowerCase(), ...more });

const colours = () => ['Red', 'Green', 'Blue'].map((name) => option(name));
const confirm = {
  title: plain('Are you sure?'), text: md('This cannot be *undone*.'), confirm: plain('Do it'), deny: plain('Leave it'), style: 'danger',
};

// The elements, without the text fields, which stand in input blocks only.
export const choosers = {
  static_select: { placeholder: plain('Pick a colour'), options: colours() },
  external_select: { placeholder: plain('Search a city'), min_query_length: 2 },
  users_select: { placeholder: plain('Pick a person') },
  conversations_select: { placeholder: plain('Pick a conversation') },
  channels_select: { placeholder: plain('Pick a channel') },
  checkboxes: {
    options: [option('Read', { text: md('*Read*') }), option('Write', { description: plain('includes reading') }), option('Admin')],
  },
  radio_buttons: { options: [option('Small'), option('Medium', { description: plain('most people') }), option('Large')] },
  datepicker: { placeholder: plain('Pick a day'), initial_date: '2026-03-02' },
  timepicker: { placeholder: plain('Pick a time'), timezone: 'Europe/Amsterdam' },
};
const severalOf = {
  multi_static_select: {
    placeholder: plain('Pick colours'), max_selected_items: 2,
    option_groups: [{ label: plain('Warm'), options: [option('Red'), option('Yellow')] }, { label: plain('Cold'), options: [option('Blue')] }],
  },
  multi_external_select: { placeholder: plain('Search cities'), min_query_length: 0 },
  multi_users_select: { placeholder: plain('Pick people') },
  multi_conversations_select: { placeholder: plain('Pick conversations') },
  multi_channels_select: { placeholder: plain('Pick channels') },
};
const overflow = { options: [option('Rename'), option('Archive', { description: plain('hides it') })] };
const texts = {
  plain_text_input: { placeholder: plain('A sentence'), min_length: 3, max_length: 40 },
  number_input: { is_decimal_allowed: false, min_value: '1', max_value: '99', placeholder: plain('1 to 99') },
  email_text_input: { placeholder: plain('you@example.com') },
  url_text_input: { placeholder: plain('https://example.com') },
  rich_text_input: { placeholder: plain('Several lines') },
};

const element = (type, fields) => ({ type, action_id: type, ...fields });
const title = (text) => ({ type: 'header', text: plain(text) });
const heading = (type) => type.replaceAll('_', ' ');

const section = ([type, fields]) => ({
  type: 'section', block_id: `section:${type}`, text: md(`*${heading(type)}* in a section`), accessory: element(type, fields),
});
const input = ([type, fields]) => ({
  type: 'input', block_id: `input:${type}`, label: plain(`Field: ${heading(type)}`), optional: type !== 'plain_text_input', dispatch_action: type !== 'file_input',
  hint: plain(`A hint for ${heading(type)}`), element: element(type, fields),
});

const richText = {
  type: 'rich_text',
  block_id: 'rich',
  elements: [
    { type: 'rich_text_section', elements: [
      { type: 'text', text: 'Bold', style: { bold: true } }, { type: 'text', text: ', ' }, { type: 'text', text: 'italic', style: { italic: true } },
      { type: 'text', text: ', ' }, { type: 'text', text: 'struck', style: { strike: true } }, { type: 'text', text: ', ' },
      { type: 'text', text: 'code', style: { code: true } }, { type: 'text', text: ', ' }, { type: 'user', user_id: 'U0SBGALLERY' }, { type: 'text', text: ', ' },
      { type: 'channel', channel_id: 'C0SBGENERAL' }, { type: 'text', text: ', ' }, { type: 'broadcast', range: 'here' }, { type: 'text', text: ', ' },
      { type: 'emoji', name: 'wave' }, { type: 'text', text: ', ' }, { type: 'link', url: 'https://example.com/', text: 'a link' }, { type: 'text', text: ', ' },
      { type: 'date', timestamp: 1772442000, format: '{date_long} at {time}', fallback: '2026-03-02 09:00 UTC' }, { type: 'text', text: ', ' },
      { type: 'color', value: '#F405B3' },
    ] },
    { type: 'rich_text_list', style: 'bullet', elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: 'a bullet' }] }, { type: 'rich_text_section', elements: [{ type: 'text', text: 'another' }] },
    ] },
    { type: 'rich_text_list', style: 'ordered', offset: 2, indent: 1, elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'the third' }] }] },
    { type: 'rich_text_quote', elements: [{ type: 'text', text: 'Somebody said this.' }] },
    { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'for (;;)\n    wait();' }] },
  ],
};

const mrkdwn = '*bold* _italic_ ~struck~ `code` <https://example.com/|link> <@U0SBGALLERY> <#C0SBGENERAL> <!here> :tada:\n'
  + '>A quote, at <!date^1772442000^{date_short_pretty} {time}|2026-03-02 09:00 UTC>\n```\npre *formatted*\n```\n&lt;escaped&gt; &amp; 2 * 3 * 4 snake_case_name';

const displayBlocks = (picture) => [
  title('Blocks'),
  { type: 'section', block_id: 'text', text: md(mrkdwn) },
  { type: 'section', block_id: 'fields', fields: ['*Reason:*\nNew project', '*Duration:*\nPermanent', '*Asked by:*\n<@U0SBGALLERY>', '*Due:*\n<!date^1772442000^{date_num}|2026-03-02>'].map(md) },
  { type: 'section', block_id: 'picture', text: md('A picture beside the text'), accessory: { type: 'image', image_url: picture, alt_text: 'a key' } },
  { type: 'context', block_id: 'context', elements: [{ type: 'image', image_url: picture, alt_text: 'a key' }, md('Context with *mrkdwn*'), plain('and plain :wave:')] },
  { type: 'divider', block_id: 'divider' },
  { type: 'image', block_id: 'image', title: plain('An image'), image_url: picture, alt_text: 'a golden key on a dark ground' },
  richText,
];

const buttons = {
  type: 'actions', block_id: 'actions:button', elements: [
    { type: 'button', action_id: 'plain', text: plain('Plain'), value: 'p1' },
    { type: 'button', action_id: 'primary', text: plain('Primary'), value: 'p2', style: 'primary' },
    { type: 'button', action_id: 'danger', text: plain('Danger'), value: 'p3', style: 'danger', confirm },
    { type: 'button', action_id: 'link', text: plain('Link'), url: 'https://example.com/' },
    { type: 'button', action_id: 'valueless', text: plain('Without a value') },
  ],
};
const actions = ([type, fields]) => ({ type: 'actions', block_id: `actions:${type}`, elements: [element(type, fields)] });

// Input blocks of a Home tab have no submit button: each tells what happens in it at once.
export const galleryHome = (picture) => ({
  type: 'home',
  callback_id: 'gallery_home',
  private_metadata: 'home metadata',
  blocks: [
    ...displayBlocks(picture),
    title('Elements in sections'),
    { type: 'section', block_id: 'section:button', text: md('*button* in a section'), accessory: { type: 'button', action_id: 'button', text: plain('Open'), value: 'v1' } },
    ...Object.entries({ ...choosers, ...severalOf, overflow }).map(section),
    { type: 'section', block_id: 'section:workflow_button', text: md('*workflow button*: there are no workflows here'), accessory: {
      type: 'workflow_button', action_id: 'workflow_button', text: plain('Run'), workflow: { trigger: { url: 'https://slack.com/shortcuts/Ft0/x' } } } },
    title('Elements in actions'),
    buttons,
    ...Object.entries({ ...choosers, overflow, datetimepicker: { initial_date_time: 1772442000 } }).map(actions),
  ],
});

export const galleryModal = () => ({
  type: 'modal',
  callback_id: 'gallery_modal',
  private_metadata: 'modal metadata',
  title: plain('Every input'),
  submit: plain('Send'),
  close: plain('Leave'),
  notify_on_close: true,
  blocks: Object.entries({ ...texts, ...choosers, datetimepicker: {}, ...severalOf, file_input: { filetypes: ['txt', 'pdf'], max_files: 2 } }).map(input),
});

export const galleryMessages = (picture) => [
  { text: 'A message without blocks: *bold*, <@U0SBGALLERY>, :wave:', edited: true },
  { text: 'A message with blocks', blocks: [
    { type: 'section', block_id: 'card', text: md('<@U0SBGALLERY> asks for *3 access grants*.'), accessory: { type: 'image', image_url: picture, alt_text: 'a key' } },
    buttons,
    actions(['static_select', choosers.static_select]),
    section(['checkboxes', choosers.checkboxes]),
    section(['external_select', choosers.external_select]),
    input(['datepicker', choosers.datepicker]),
  ] },
  { text: 'Only you see this', ephemeral: true, blocks: [{ type: 'section', block_id: 'hushed', text: md('Only you see this'), accessory: { type: 'button', action_id: 'hush', text: plain('Hush'), value: 'h' } }] },
  { text: 'In the thread', in_thread: true },
];

// What the gallery answers in the bot's place, by kind of payload.
export const galleryAnswers = {
  block_suggestion: { options: ['Amsterdam', 'Athens', 'Berlin'].map((name) => option(name)) },
  view_submission: { response_action: 'errors', errors: { 'input:plain_text_input': 'The gallery accepts nothing; this is what an error looks like.' } },
};
