/** A person's initials, or a silhouette where the name is not known. Hidden from screen readers: the name is beside it. */
export function Avatar({ name }: { name: string }) {
  const initials = initialsOf(name);
  return (
    <span className="rq-avatar" aria-hidden="true">
      {initials || (
        <svg className="rq-icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 12a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm0 2c-4.4 0-8 2.2-8 5v1.500h16V19c0-2.800-3.600-5-8-5Z" />
        </svg>
      )}
    </span>
  );
}

/** The first characters of the first and the last word: `AK`. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [...new Set([words.at(0), words.at(-1)])]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
