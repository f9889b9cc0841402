/** Counts what is done, for those who wait until it is so much more. */
export function createCountUp() {
  const waiting = new Set<() => void>();
  let done = 0;
  return {
    done: () => done,
    add(): void {
      done += 1;
      for (const look of waiting) look();
    },
    /** Resolves once so many more are done. */
    more(count: number): Promise<void> {
      const enough = done + count;
      return new Promise((resolve) => {
        const look = () => {
          if (done < enough) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
      });
    },
  };
}
