/** Icons beside texts, hidden from screen readers. */
function Icon({ path }: { path: string }) {
  return (
    <svg className="rq-icon-small" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} fillRule="evenodd" />
    </svg>
  );
}

/** A circle with an exclamation mark: errors differ from hints by more than their colour. */
export const ProblemIcon = () => (
  <Icon path="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.2 5h2.4v6.5h-2.4V7Zm0 8.5h2.4v2.4h-2.4v-2.4Z" />
);

/** A circle with a tick. */
export const DoneIcon = () => (
  <Icon path="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.4 14.4-4.3-4.3 1.600-1.600 2.700 2.700 5.500-5.500 1.600 1.600-7.100 7.100Z" />
);

/** On the button that closes something. */
export const CloseIcon = () => (
  <svg className="rq-icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M6 6 18 18M18 6 6 18" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
  </svg>
);
