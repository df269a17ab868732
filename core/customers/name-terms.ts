/** The words of a name as they are compared: "Юлія" and "Юлия", "Зоряна" and "зоря́на" fall together. */
function nameWords(name: string): string[] {
  const folded = name
    .slice(0, 300)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .replace(/['’ʼ‘`´ъь]/g, '')
    .replace(/[іыєэґ]/g, (letter) => sameSound.get(letter) ?? letter)
  return [...new Set(folded.match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, 10)
}

/** What a name is found by: its words and all their beginnings of two letters and more. */
export function nameTerms(name: string): string[] {
  const terms = nameWords(name).flatMap((word) => {
    const letters = [...word].slice(0, longestTerm)
    return letters.slice(1).map((_, at) => letters.slice(0, at + 2).join(''))
  })
  return [...new Set(terms)]
}

/** What somebody who types a name, or its beginning, looks for. */
export function searchTerms(query: string): string[] {
  return nameWords(query)
    .map((word) => [...word].slice(0, longestTerm).join(''))
    .filter((word) => [...word].length >= 2)
}

const longestTerm = 20
// й and ї have lost their marks by then.
const sameSound = new Map([
  ['і', 'и'],
  ['ы', 'и'],
  ['є', 'е'],
  ['э', 'е'],
  ['ґ', 'г'],
])
