export function Waiting({ label }: { label: string }) {
  return (
    <p className="rq-waiting" role="status">
      <span className="rq-spinner" aria-hidden="true" />
      {label}
    </p>
  );
}
