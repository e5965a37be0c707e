// Our sentences: they travel in the boot data, as they do for our own page. Which number a sentence has is read from
// src/words/key.rs when this is built (see ../../build.mjs), as `keys`.
let sentences = []
export const speak = (words) => { sentences = words }

/** A sentence as text. */
export const plain = (key, fills = {}) =>
  sentences[key].replace(/\*/g, '').replace(/\{(\w+)\}/g, (_, name) => fills[name] ?? '')

/** A sentence with its stress and fills as parts: text, or [kind, content]. */
export function runs(key, fills = {}) {
  return sentences[key].split('*').flatMap((stretch, at) => {
    const parts = stretch.split(/\{(\w+)\}/).map((part, odd) => (odd % 2 ? fills[part] : part)).filter((part) => part !== '')
    return at % 2 ? [['strong', parts]] : parts
  })
}
