// The first page of the request form, as people use it and as nobody should.
// Opens the form and chooses what Access Like says.
export async function openLike(person, like) {
  await person.openHome();
  await person.seesHome('Request Access');
  await person.clickHome('Request Access');
  await person.seesModal('Request Access');
  if (/Start over/.test(await formText(person))) await person.clickModal('Start over');
  await person.seesModal('Access Like');
  if (like !== 'Person') await person.choose({ label: 'Access Like', option: like });
}

// Waits for the form's field with this action id: its words may stand elsewhere in the form.
export const seesField = (person, id) => person.world.until(`the field ${id}`, async () =>
  (await person.modals()).at(-1).view.blocks.some((block) => block.element?.action_id === id));

export async function openTitle(person, title) {
  await openLike(person, 'Job Title');
  await person.seesModal('Job Title');
  await seesField(person, 'title');
  await person.choose({ label: 'Job Title', query: title.slice(0, 5), option: title });
}

export async function openCustom(person, action = 'Grant') {
  await openLike(person, 'Custom');
  await person.seesModal('Grant or Revoke');
  if (action === 'Grant') return;
  await person.choose({ label: 'Grant or Revoke', option: action });
  await person.seesModal('Whose access');
}

// What stands in the modal, as one text.
export async function formText(person) {
  return (await person.modals()).at(-1).text;
}

// The boxes of the page that is shown: their texts, which are ticked, and their blocks.
export async function boxes(person) {
  const { view } = (await person.modals()).at(-1);
  const blocks = view.blocks.filter((block) => block.element?.action_id === 'grants');
  return blocks.flatMap((block) => block.element.options.map((option) => ({
    block: block.block_id,
    label: block.label.text,
    text: option.text.text,
    value: option.value,
    description: option.description?.text,
    ticked: (block.element.initial_options ?? []).some((one) => one.value === option.value),
  })));
}

// Waits until the page that is shown was drawn with these boxes ticked, and no others.
export const seesTicked = (person, ...texts) =>
  person.world.until(`ticked: ${texts.join(', ')}`, async () => {
    const ticked = (await boxes(person)).filter((box) => box.ticked).map((box) => box.text);
    return ticked.length === texts.length && texts.every((text) => ticked.includes(text));
  });

// A payload that Slack could send for this person's open modal, with what the test changes in it.
export async function payload(person, type, more = {}) {
  const { view } = (await person.modals()).at(-1);
  const id = { 'ann@example.com': 'U0E2', 'zoe@example.com': 'U0E12' }[person.email];
  return {
    type, user: { id, team_id: 'T0E2E' }, team: { id: 'T0E2E', domain: 'e2e' }, api_app_id: 'A0E2E',
    trigger_id: `1.2.${Math.random()}`, is_enterprise_install: false, enterprise: null,
    container: { type: 'view', view_id: view.id }, view, ...more,
  };
}

export const deliver = (person, body) =>
  person.world.call('POST', '/control/deliver', { kind: 'interactivity', payload: body });
