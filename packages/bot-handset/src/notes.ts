/** Remarks for the bot's author, on the console: what Telegram does not say. */
export interface Notes {
  /** Writes a remark, once. */
  add(text: string): void;
}

const MAX_REMEMBERED = 1_000;

/** Makes notes that go to `write`, one line each. */
export function createNotes(write: (line: string) => void): Notes {
  const written = new Set<string>();
  return {
    add(text) {
      if (written.has(text) || written.size >= MAX_REMEMBERED) return;
      written.add(text);
      write(`bot-handset: ${text}\n`);
    },
  };
}
