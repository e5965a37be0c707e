// Our sentences: they travel in the boot data, as they do for our own page. Which number a sentence has is read from
// src/words/key.rs when this is built (see ../../build.mjs), as `keys`.
let sentences = []
export const speak = (words) => { sentences = words }

/** A sentence as text. */
export const plain = (key, fills = {}) =>
  sentences[key].replace(/\*/g, '').replace(/\{(\w+)\}/g, (_, name) => fills[name] ?? '')

/** A sentence that counts: its forms stand side by side, in CLDR's order. */
export const counted = (key, count) => {
  const forms = sentences[key].split('|')
  const categories = ['zero', 'one', 'two', 'few', 'many', 'other']
  const rules = new Intl.PluralRules(document.documentElement.lang)
  const known = categories.filter((one) => rules.resolvedOptions().pluralCategories.includes(one))
  return forms[known.indexOf(rules.select(count))].replace('{count}', () => count)
}

/** A sentence with its stress and fills as parts: text, or [kind, content]. */
export function runs(key, fills = {}) {
  return sentences[key].split('*').flatMap((stretch, at) => {
    const parts = stretch.split(/\{(\w+)\}/).map((part, odd) => (odd % 2 ? fills[part] : part)).filter((part) => part !== '')
    return at % 2 ? [['strong', parts]] : parts
  })
}
