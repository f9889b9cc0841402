/** The Uzbek alphabets, and the further letters of Russian. Pairs of letters come before their parts. */
const SPELLINGS: readonly (readonly [cyrillic: string, latin: string])[] = [
  ...['ш sh', 'щ sh', 'ч ch', 'ц ts', 'ё yo', 'ю yu', 'я ya', 'а a', 'б b', 'в v', 'г g', 'ғ g', 'д d', 'е e', 'э e'],
  ...['ж j', 'з z', 'и i', 'ы i', 'й y', 'к k', 'л l', 'м m', 'н n', 'о o', 'ў o', 'п p', 'қ q', 'р r', 'с s', 'т t'],
  ...['у u', 'ф f', 'х x', 'ҳ h'],
].map((pair) => [pair.slice(0, 1), pair.slice(2)] as const);

const latinOf = new Map(SPELLINGS);
/** The first letter of several for one Latin spelling is the usual one. */
const cyrillicOf = new Map(SPELLINGS.map(([cyrillic, latin]) => [latin, cyrillic] as const).reverse());

/** Letters of Uzbek names as Russian documents write them. */
const IN_RUSSIAN = new Map([...'қкғгўуҳх'].map((letter, index, all) => [letter, all[index + 1] ?? ''] as const));

/**
 * The word of a name, in lower case, as it may be stored: as it is, in the other of the two scripts, and as Russian
 * documents spell Uzbek names.
 */
export function spellInBothScripts(word: string): string[] {
  const latin = word.replaceAll(/[ъь]/g, '').replaceAll(/[а-яёўқғҳ]/g, (letter) => latinOf.get(letter) ?? letter);
  const cyrillic = word.replaceAll(/sh|ch|ts|y[oua]|[a-z]/g, (letters) => cyrillicOf.get(letters) ?? letters);
  const russian = cyrillic.replaceAll(/[қғўҳ]/g, (letter) => IN_RUSSIAN.get(letter) ?? letter);
  return [...new Set([word, latin, latin.replaceAll('x', 'h'), cyrillic, russian])];
}
