/** The Uzbek alphabets, and the further letters of Russian. */
const SPELLINGS: readonly (readonly [cyrillic: string, latin: string])[] = [
  ...['ш sh', 'щ sh', 'ч ch', 'ц ts', 'ё yo', 'ю yu', 'я ya', 'а a', 'б b', 'в v', 'г g', "ғ g'", 'д d', 'е e', 'э e'],
  ...['ж j', 'з z', 'и i', 'ы i', 'й y', 'к k', 'л l', 'м m', 'н n', 'о o', "ў o'", 'п p', 'қ q', 'р r', 'с s', 'т t'],
  ...['у u', 'ф f', 'х x', 'ҳ h'],
].map((pair) => [pair.slice(0, 1), pair.slice(2)] as const);

const latinOf = new Map(SPELLINGS);
/** The first letter of several for one Latin spelling is the usual one. */
const cyrillicOf = new Map(SPELLINGS.map(([cyrillic, latin]) => [latin, cyrillic] as const).reverse());

/** Letters of Uzbek names as Russian documents write them. */
const inRussian = new Map(['қк', 'ғг', 'ўу', 'ҳх'].map((pair) => [pair.slice(0, 1), pair.slice(1)] as const));

/**
 * The word of a name, in lower case, as it may be stored: as it is, in both scripts, and as Russian documents spell Uzbek
 * names. Russian `х` stands for Uzbek `х` and `ҳ`, in Latin `x` and `h`. Apostrophes go, as from stored names.
 */
export function spellInBothScripts(word: string): string[] {
  const latin = word.replaceAll(/[ъь]/g, '').replaceAll(/[а-яёўқғҳ]/g, (letter) => latinOf.get(letter) ?? letter);
  const spellings = [latin, latin.replaceAll('x', 'h')].flatMap((spelling) => {
    const cyrillic = spelling.replaceAll(
      /sh|ch|ts|y[oua]|[og]'|[a-z]/g,
      (letters) => cyrillicOf.get(letters) ?? letters,
    );
    return [spelling, cyrillic, cyrillic.replaceAll(/[қғўҳ]/g, (letter) => inRussian.get(letter) ?? letter)];
  });
  const stored = [word, ...spellings].map((spelling) => spelling.replaceAll("'", ''));
  return [...new Set(stored)].filter((spelling) => spelling !== ''); // `ь` alone has none in Latin
}
