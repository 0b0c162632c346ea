// Emoji by their short names, drawn with the system's font.
import { gemoji } from 'gemoji';

const byName = new Map(gemoji.flatMap(({ emoji, names }) => names.map((name) => [name, emoji])));
// Names of Slack's that GitHub, whose list this is, does not know.
for (const [slack, github] of [['simple_smile', 'slightly_smiling_face'], ['thumbsup_all', '+1'], ['large_green_circle', 'green_circle']]) {
  byName.set(slack, byName.get(github));
}

// undefined for a name that nobody knows.
export const emojiOf = (name) => byName.get(name);

export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emojiOf(name) ?? whole);
