// The steps of the main story, each an act of one person and what can be seen afterwards.

// Opens the form and chooses like whom; the grants are shown.
export async function openForm(person, like, query) {
  await person.openHome();
  await person.seesHome('Request Access');
  await person.clickHome('Request Access');
  await person.seesModal('Access Like');
  await person.choose({ label: 'Person', query, option: like });
  await person.seesModal('Select all access grants');
}

export const selectAll = (person) =>
  person.choose({ label: 'Access Grants', check: ['Select all access grants'] });

// From the first page to a sent request.
export async function sendForm(person, reason = 'New project') {
  const next = await person.submit();
  if (next.result !== 'updated') throw new Error(`Next answered ${JSON.stringify(next)}`);
  await person.choose({ label: 'Reason', option: reason });
  return await person.submit();
}

// The newest message that has this button.
export async function cardWith(person, button) {
  const all = await person.messages();
  const has = (message) => (message.blocks ?? []).some((block) =>
    (block.elements ?? []).some((element) => element.type === 'button' && element.text.text === button));
  return all.filter(has).at(-1);
}

// Waits for a message with this button and clicks it.
export async function clickCard(person, button) {
  const card = await person.world.until(`${person.email} has a card with ${button}`, () => cardWith(person, button));
  return await person.clickMessage(card.ts, button);
}

// How many messages say so.
export const told = async (person, pattern) =>
  (await person.messages()).filter((message) => pattern.test(message.text)).length;
