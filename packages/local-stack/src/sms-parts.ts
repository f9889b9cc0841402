/** The default alphabet of GSM 03.38, without ESC: one septet each. */
const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension table: ESC and one more septet. */
const GSM_EXTENSION = new Set('\f^{}\\[~]|€');

/** Units that fit into a message of one part, and into each part of a longer one, whose header takes some space. */
const GSM_CAPACITY = { single: 160, part: 153 };
const UCS2_CAPACITY = { single: 70, part: 67 };

/** Whether a text can be written in the 7-bit GSM alphabet; one character outside it makes the whole text UCS-2. */
export function isGsmText(text: string): boolean {
  return [...text].every((character) => GSM_BASIC.has(character) || GSM_EXTENSION.has(character));
}

/** The number of SMS that a text takes, which is the number to pay for. */
export function countSmsParts(text: string): number {
  const isGsm = isGsmText(text);
  const { single, part } = isGsm ? GSM_CAPACITY : UCS2_CAPACITY;
  // UCS-2 counts UTF-16 units: an emoji takes two.
  const sizes = [...text].map((character) => (isGsm ? (GSM_EXTENSION.has(character) ? 2 : 1) : character.length));
  if (sizes.reduce((sum, size) => sum + size, 0) <= single) return 1;
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    // A character of two units is not split: it begins the next part.
    if (used + size > part) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}
